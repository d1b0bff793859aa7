using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>
/// Whether the program does its work: one look at the view <c>health</c>, and what this process knows itself. Many requests at once, and
/// within a second, share a look.
/// </summary>
public sealed class Readiness(ProgramLife life, Connectivity connectivity, TimeProvider clock)
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Freshness = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private Task<ReadyReport>? _look;
    private long _lookedAt;
    private volatile Running? _running;

    /// <summary>The program has its connections: from now on the database is asked.</summary>
    /// <param name="nodes">Null, as <paramref name="permit"/>, for a bot on its own.</param>
    internal void Use(NpgsqlDataSource database, Troubles troubles, NodesView? nodes = null, NodePermit? permit = null) =>
        _running = new Running(database, troubles, nodes, permit);

    internal Task<ReadyReport> LookAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && clock.GetElapsedTime(_lookedAt) >= Freshness))
                (_look, _lookedAt) = (Task.Run(LookNowAsync, CancellationToken.None), clock.GetTimestamp());
            return _look.WaitAsync(cancellationToken);
        }
    }

    private async Task<ReadyReport> LookNowAsync()
    {
        var phase = life.Phase;
        if (_running is not { } running || phase == ProgramPhase.Stopping)
        {
            var isAway = connectivity.Database.Last is { IsAway: true };
            return new ReadyReport(phase, isAway ? "out of reach" : null, connectivity.Polls.FinishedAgo, Matters: null, Own: []);
        }

        string? error = null;
        IReadOnlyList<HealthMatter>? matters = null;
        IReadOnlyList<NodeOfTable>? rows = null;
        try
        {
            matters = await Deadline.RunAsync(
                token => HealthView.ReadAsync(running.Database, token), LookLimit, CancellationToken.None);
            if (running.Nodes is { IsAlone: false })
            {
                rows = await Deadline.RunAsync(
                    token => NodeRows.ReadAsync(running.Database, token), LookLimit, CancellationToken.None);
            }
        }
        catch (Exception failure) when (DatabaseErrors.IsTransient(failure) || DatabaseErrors.IsRefusal(failure))
        {
            error = DatabaseErrors.WordsOf(failure);
        }

        return new ReadyReport(
            life.Phase, error, connectivity.Polls.FinishedAgo, matters, running.Troubles.Current,
            NodeReport.Of(running.Nodes, running.Permit, rows));
    }

    private sealed record Running(NpgsqlDataSource Database, Troubles Troubles, NodesView? Nodes, NodePermit? Permit);
}
