using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Npgsql;
using VizTeh.Actors.Serialization;
using VizTeh.Actors.Settings;
using LogLevel = Akka.Event.LogLevel;

namespace VizTeh.Actors;

/// <summary>What every actor system of the program has in common: persistence, serialization, a cluster of one.</summary>
public static class AkkaSettings
{
    // Above akka.persistence.max-concurrent-recoveries in hocon.conf: a recovery that waits for a connection blocks others.
    private const int JournalPoolSize = 56;

    /// <param name="hocon">hocon.conf.</param>
    public static AkkaConfigurationBuilder WithProgramSettings(
        this AkkaConfigurationBuilder akka, Config hocon, DatabaseSettings database) =>
        akka
            .AddHocon(SecretsOf(database), HoconAddMode.Prepend)
            .AddHocon(hocon, HoconAddMode.Append)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                loggers.LogLevel = LogLevel.WarningLevel;
            })
            .WithCustomSerializer("vizteh", EventManifests.AllTypes, system => new EventSerializer(system))
            .WithClustering()
            .AddStartup((system, _) =>
            {
                // What is in force, whatever the file said and whatever was laid over it.
                HoconFile.RequireSqlPersistence(system.Settings.Config, "Akka's settings in force");
                JoinSelfUnlessSeeded(system);
            });

    // Given in code: a value from the environment that is missing in a HOCON file silently takes the keys after it along.
    private static Config SecretsOf(DatabaseSettings database)
    {
        var connectionString = new NpgsqlConnectionStringBuilder(database.ToConnectionString().ConnectionString)
        {
            MaxPoolSize = JournalPoolSize,
        }.ConnectionString.ToHocon();
        return ConfigurationFactory.ParseString(
            $"""
            akka.persistence.journal.sql.connection-string = {connectionString}
            akka.persistence.snapshot-store.sql.connection-string = {connectionString}
            """);
    }

    private static void JoinSelfUnlessSeeded(ActorSystem system)
    {
        var cluster = Cluster.Get(system);
        if (cluster.Settings.SeedNodes.IsEmpty)
            cluster.Join(cluster.SelfAddress);
    }
}
