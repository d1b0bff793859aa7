using Akka.Actor.Setup;
using Akka.Persistence.Sql.Config;
using LinqToDB;
using LinqToDB.DataProvider.PostgreSQL;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// The connections that the journal and the snapshot store work with: given to the actor system as objects, since they hold the password
/// and are watched over with the program's others.
/// </summary>
public static class PersistenceConnection
{
    /// <summary>What an actor system needs to have beside hocon.conf.</summary>
    public static IReadOnlyList<Setup> ToSetups(NpgsqlDataSource connections) =>
    [
        new JournalConnections(connections),
        new DataOptionsSetup(new DataOptions()
            .UseDataProvider(PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15))
            .UseProvider(ProviderName.PostgreSQL15)
            .UseConnectionFactory(_ => connections.CreateConnection())),
    ];
}

/// <summary>Where <see cref="PostgresJournal"/> finds its connections.</summary>
internal sealed class JournalConnections(NpgsqlDataSource connections) : Setup
{
    public NpgsqlDataSource Connections { get; } = connections;
}
