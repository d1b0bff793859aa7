using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// The connections of the journal and the snapshot store. They are passed to the actor system as objects, since a connection string would
/// hold the password, and <see cref="ConnectionWatch"/> watches these pools too.
/// </summary>
public static class PersistenceConnection
{
    private static readonly string[] Plugins = [SqlPersistence.JournalConfigPath, SqlPersistence.SnapshotStoreConfigPath];

    /// <summary>
    /// The classes that serve the sections of Akka.Persistence.Sql unless hocon.conf names others: it lies below that file and above the
    /// package's own defaults.
    /// </summary>
    internal static Config Config { get; } = ConfigurationFactory.ParseString(
        $"""
        {SqlPersistence.JournalConfigPath}.class = "{NameOf(typeof(PostgresJournal))}"
        {SqlPersistence.SnapshotStoreConfigPath}.class = "{NameOf(typeof(PostgresSnapshotStore))}"
        """);

    /// <summary>The setups that an actor system needs besides its configuration.</summary>
    /// <param name="config">hocon.conf, with or without what lies below it.</param>
    public static IReadOnlyList<Setup> ToSetups(NpgsqlDataSource connections, Config config)
    {
        Setup ours = new JournalConnections(connections);
        return Plugins.Any(plugin => IsOfPackage(plugin, config)) ? [ours, ToPackage(connections)] : [ours];
    }

    /// <exception cref="InvalidOperationException">The actor system was created without <see cref="ToSetups"/>.</exception>
    internal static NpgsqlDataSource Of(ActorSystem system) =>
        system.Settings.Setup.Get<JournalConnections>() is { HasValue: true, Value.Connections: var connections }
            ? connections
            : throw new InvalidOperationException("the actor system has no connections for the journal and the snapshots");

    private static bool IsOfPackage(string plugin, Config config) =>
        config.GetString($"{plugin}.class", "").Contains(typeof(SqlPersistence).Assembly.GetName().Name!, StringComparison.Ordinal);

    // In a method of its own: linq2db is only loaded, and only takes memory, where one of the package's classes is used.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static DataOptionsSetup ToPackage(NpgsqlDataSource connections) => new(new DataOptions()
        .UseDataProvider(PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15))
        .UseProvider(ProviderName.PostgreSQL15)
        .UseConnectionFactory(_ => connections.CreateConnection()));

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}

/// <summary>Passes the connections to <see cref="PostgresJournal"/> and <see cref="PostgresSnapshotStore"/>.</summary>
internal sealed class JournalConnections(NpgsqlDataSource connections) : Setup
{
    public NpgsqlDataSource Connections { get; } = connections;
}
