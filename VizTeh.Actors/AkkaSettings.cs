using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence.Sql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;

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
            .AddStartup((system, _) =>
            {
                // Checks the resulting settings: hocon.conf with everything that was laid over it.
                HoconFile.RequireSqlPersistence(system.Settings.Config, "Akka's settings in force");
                JoinSelfUnlessSeeded(system);
                LoneMember.GoesDownAtStop(system);
            });

    private static AkkaConfigurationBuilder WithPersistence(
        this AkkaConfigurationBuilder akka, DatabaseConnections database, Config hocon)
    {
        foreach (var setup in PersistenceConnection.ToSetups(database.Journal, hocon))
            akka.AddSetup(setup);
        return akka;
    }

    private static void JoinSelfUnlessSeeded(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        if (cluster.Settings.SeedNodes.IsEmpty)
            cluster.Join(cluster.SelfAddress);
    }
}
