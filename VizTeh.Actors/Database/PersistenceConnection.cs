using Akka.Actor.Setup;
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
    /// <summary>The setups that an actor system needs besides hocon.conf.</summary>
    public static IReadOnlyList<Setup> ToSetups(NpgsqlDataSource connections) =>
    [
        new JournalConnections(connections),
        new DataOptionsSetup(new DataOptions()
            .UseDataProvider(PostgreSQLTools.GetDataProvider(PostgreSQLVersion.v15))
            .UseProvider(ProviderName.PostgreSQL15)
            .UseConnectionFactory(_ => connections.CreateConnection())),
    ];
}

/// <summary>Passes the connections to <see cref="PostgresJournal"/>.</summary>
internal sealed class JournalConnections(NpgsqlDataSource connections) : Setup
{
    public NpgsqlDataSource Connections { get; } = connections;
}
