using Akka.Actor.Setup;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Nodes;

/// <summary>
/// The connections by which a node shows that it lives and asks for leases. A pool of its own: the program's other pools may be used up,
/// or wait for an answer. Passed to the actor system as an object, since a connection string would hold the password.
/// </summary>
internal sealed class NodeConnections : Setup, IAsyncDisposable, IDisposable
{
    /// <summary>One for the row, one for a lease.</summary>
    public const int PoolSize = 2;

    public NodeConnections(NodeSettings node, DatabaseSettings settings, NodeIdentity self, NodeTimes times)
    {
        var target = settings.ToConnectionString();
        var limit = (int)Math.Ceiling(times.BeatLimit.TotalSeconds);
        target.ApplicationName = self.SessionName;
        target.MaxPoolSize = PoolSize;
        (target.Timeout, target.CommandTimeout) = (limit, limit);
        // Milliseconds: how long a statement that is cancelled may take to confirm it.
        target.CancellationTimeout = 500;
        (Node, Self, Times) = (node, self, times);
        Database = DatabaseSession.ToSource(target, name: $"nodes {self.Incarnation:N}");
        Table = new NodeTable(Database, self, times);
    }

    public NodeSettings Node { get; }

    public NodeIdentity Self { get; }

    public NodeTimes Times { get; }

    public NpgsqlDataSource Database { get; }

    public NodeTable Table { get; }

    public void Dispose() => Database.Dispose();

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
