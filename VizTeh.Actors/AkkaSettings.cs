using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Configuration;
using Akka.Event;
using Akka.Hosting;
using Akka.Persistence.Sql;
using Akka.Serialization;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors;

/// <summary>The settings that every actor system of the program shares: persistence, serialization, the cluster.</summary>
public static class AkkaSettings
{
    /// <param name="hocon">hocon.conf.</param>
    public static AkkaConfigurationBuilder WithProgramSettings(
        this AkkaConfigurationBuilder akka, Config hocon, DatabaseConnections database) =>
        akka.WithProgramSettings(hocon, database, nodes: null);

    /// <param name="hocon">hocon.conf.</param>
    /// <param name="nodes">Null for a bot on its own.</param>
    /// <param name="serializer">
    /// What the program stores and sends is written with it; <see cref="EventSerializer"/> unless another one is given. Akka.Hosting takes
    /// either of two serializers that are given for one type, so it cannot be replaced afterwards.
    /// </param>
    internal static AkkaConfigurationBuilder WithProgramSettings(
        this AkkaConfigurationBuilder akka, Config hocon, DatabaseConnections database, NodeConnections? nodes,
        Func<ExtendedActorSystem, Serializer>? serializer = null) =>
        akka
            .WithPersistence(database, hocon)
            .WithNode(nodes)
            .AddHocon(PostgresJournal.Config, HoconAddMode.Prepend)
            .AddHocon(FallbackSerializer.Config, HoconAddMode.Prepend)
            .AddHocon(AkkaFirstWords.Config, HoconAddMode.Prepend)
            .AddHocon(DueTimeScheduler.Config, HoconAddMode.Prepend)
            .AddHocon(database.Sizes.RecoveryLimitFor(hocon), HoconAddMode.Prepend)
            .AddHocon(ClusterNetwork.Above(nodes?.Node, ProgramVersion.Text, hocon), HoconAddMode.Prepend)
            .AddHocon(hocon, HoconAddMode.Append)
            .AddHocon(ClusterNetwork.Below(nodes?.Node), HoconAddMode.Append)
            .AddHocon(PersistenceConnection.Config, HoconAddMode.Append)
            .AddHocon(SqlPersistence.DefaultConfiguration, HoconAddMode.Append)
            .ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
                if (LogStyle.OfProcess.IsForDebugging)
                    loggers.LogLevel = LogLevel.DebugLevel;
            })
            .WithCustomSerializer("vizteh", EventManifests.AllTypes, serializer ?? (system => new EventSerializer(system)))
            .WithClustering()
            .WithActors((system, _) => ClusterStart.Run(system));

    private static AkkaConfigurationBuilder WithNode(this AkkaConfigurationBuilder akka, NodeConnections? nodes)
    {
        if (nodes is null)
            return akka;
        akka.AddSetup(nodes);
        if (nodes.Node.Certificate is { } certificate)
            akka.AddSetup(NodeCertificate.Load(certificate));
        return akka;
    }

    private static AkkaConfigurationBuilder WithPersistence(
        this AkkaConfigurationBuilder akka, DatabaseConnections database, Config hocon)
    {
        foreach (var setup in PersistenceConnection.ToSetups(database.Journal, hocon))
            akka.AddSetup(setup);
        return akka;
    }
}
