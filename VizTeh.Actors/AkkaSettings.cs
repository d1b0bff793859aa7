using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence.Sql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors;

/// <summary>The settings that every actor system of the program shares: persistence, serialization, a cluster of one.</summary>
public static class AkkaSettings
{
    /// <param name="hocon">hocon.conf.</param>
    public static AkkaConfigurationBuilder WithProgramSettings(
        this AkkaConfigurationBuilder akka, Config hocon, DatabaseConnections database) =>
        akka
            .WithPersistence(database, hocon)
            .AddHocon(PostgresJournal.Config, HoconAddMode.Prepend)
            .AddHocon(FallbackSerializer.Config, HoconAddMode.Prepend)
            .AddHocon(AkkaFirstWords.Config, HoconAddMode.Prepend)
            .AddHocon(DueTimeScheduler.Config, HoconAddMode.Prepend)
            .AddHocon(database.Sizes.RecoveryLimitFor(hocon), HoconAddMode.Prepend)
            .AddHocon(ClusterNetwork.For(hocon), HoconAddMode.Prepend)
            .AddHocon(hocon, HoconAddMode.Append)
            .AddHocon(PersistenceConnection.Config, HoconAddMode.Append)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                if (LogStyle.OfProcess.IsForDebugging)
                    loggers.LogLevel = LogLevel.DebugLevel;
            })
            .WithCustomSerializer("vizteh", EventManifests.AllTypes, system => new EventSerializer(system))
            .WithClustering()
            .WithActors((system, _) => ClusterStart.Run(system));

    private static AkkaConfigurationBuilder WithPersistence(
        this AkkaConfigurationBuilder akka, DatabaseConnections database, Config hocon)
    {
        foreach (var setup in PersistenceConnection.ToSetups(database.Journal, hocon))
            akka.AddSetup(setup);
        return akka;
    }
}
