using Akka.Actor;
using Akka.Coordination;
using Npgsql;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Nodes;

/// <summary>
/// A lease of Akka.Coordination in table <c>leases</c>: of the parts of a divided cluster the one that has it goes on. All times are the
/// database's, so the nodes' clocks do not matter. It is not renewed: a decision takes seconds, and who is still there afterwards is a
/// member.
/// </summary>
/// <remarks>
/// An answer always comes within the time of <see cref="TimeoutSettings.OperationTimeout"/>, and never as an exception or a cancelled
/// task: Akka's resolver would wait for ever for another one.
/// </remarks>
public sealed class PostgresLease : Lease
{
    /// <summary>The section of Akka's configuration that names this class.</summary>
    internal const string ConfigPath = "vizteh-lease";

    private readonly NodeConnections _nodes;
    private readonly TimeSpan _duration;
    private readonly SteadyClock _clock = new(TimeProvider.System);
    private long _heldUntil = long.MinValue;

    /// <summary>Created by Akka, which finds the type by its name in the settings.</summary>
    /// <exception cref="InvalidOperationException">The actor system was created without the connections of a node.</exception>
    public PostgresLease(LeaseSettings settings, ExtendedActorSystem system)
        : base(settings)
    {
        _nodes = system.Settings.Setup.Get<NodeConnections>() is { HasValue: true } setup
            ? setup.Value
            : throw new InvalidOperationException("the actor system has no connections for the leases of nodes");
        _duration = settings.TimeoutSettings.HeartbeatTimeout;
    }

    public override Task<bool> Acquire() => Acquire(_ => { });

    /// <param name="leaseLostCallback">Never called: the lease ends by time, and is held for one decision only.</param>
    public override async Task<bool> Acquire(Action<Exception> leaseLostCallback)
    {
        var askedAt = _clock.Now;
        // A node that the others go on without decides nothing any more.
        var taken = await TryAsync(
            """
            insert into leases (name, owner, expires_at)
            select $1, $2, clock_timestamp() + $3
             where exists (select from nodes where incarnation = $2 and state = 'member')
            on conflict (name) do update set owner = excluded.owner, expires_at = excluded.expires_at
             where leases.owner = excluded.owner or leases.expires_at < clock_timestamp()
            """,
            new NpgsqlParameter<TimeSpan> { TypedValue = _duration });
        Volatile.Write(ref _heldUntil, taken ? (askedAt + _duration).Ticks : long.MinValue);
        return taken;
    }

    /// <returns>Whether the lease is free for others; if not, it is when its time is over.</returns>
    public override async Task<bool> Release()
    {
        Volatile.Write(ref _heldUntil, long.MinValue);
        return await TryAsync("delete from leases where name = $1 and owner = $2");
    }

    public override bool CheckLease() => _clock.Now.Ticks < Volatile.Read(ref _heldUntil);

    private async Task<bool> TryAsync(string sql, params NpgsqlParameter[] more)
    {
        try
        {
            using var limit = new CancellationTokenSource(Settings.TimeoutSettings.OperationTimeout, TimeProvider.System);
            // The driver itself may wait for a server that does not confirm the cancellation.
            return await ExecuteAsync(sql, more, limit.Token).WaitAsync(limit.Token) == 1;
        }
        catch (Exception failure) when (failure is NpgsqlException or OperationCanceledException or TimeoutException or IOException
            or InvalidOperationException or System.Net.Sockets.SocketException)
        {
            return false;
        }
    }

    private async Task<int> ExecuteAsync(string sql, NpgsqlParameter[] more, CancellationToken cancellationToken)
    {
        await using var command = _nodes.Database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = Settings.LeaseName });
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = _nodes.Self.Incarnation });
        command.Parameters.AddRange(more);
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
