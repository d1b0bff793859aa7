using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Nodes;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Several nodes through their troubles.</summary>
internal sealed class NodeLives : IBotLives
{
    // 128 and the number of SIGKILL.
    private const int ByKill = 137;

    private readonly NodeFleet _fleet;
    private readonly NodeTroubles _troubles;
    private readonly List<IncarnationRecord> _records = [];
    private readonly Lock _lock = new();

    /// <param name="longestWait">How long the client has waited that waits longest now.</param>
    public NodeLives(
        NodeOptions options, int seed, NodeFleet fleet, BotApiServer telegram, NpgsqlDataSource database, Func<TimeSpan> longestWait)
    {
        _fleet = fleet;
        _troubles = new NodeTroubles(options, seed, fleet, telegram, database, () => Note(Death.None, ""), longestWait);
        Note(Death.None, "");
        fleet.Exited += OnExit;
    }

    /// <summary>
    /// The first stands for the start of all. Then one for the beginning of each trouble and one for the end of each process: from there on
    /// what a node had under way may be said once more by another.
    /// </summary>
    public IReadOnlyList<IncarnationRecord> Records
    {
        get
        {
            lock (_lock)
                return [.. _records];
        }
    }

    public IReadOnlyList<TroubleRecord> Troubles => _troubles.Records;

    public void NoteReply()
    {
        // Which node replied is not known, and none of them is the first one after a start.
    }

    public async Task StartAsync()
    {
        _fleet.Start();
        try
        {
            await _troubles.WaitForAllAsync(CancellationToken.None);
        }
        catch (TimeoutException late)
        {
            _fleet.Log.IsKept = true;
            throw new TimeoutException($"{late.Message}\nWhat the nodes logged: {_fleet.Log.Path}", late);
        }
    }

    public Task LiveThroughAsync(CancellationToken cancellationToken) => _troubles.RunAsync(cancellationToken);

    public void NoteUnexpectedDeath()
    {
        // Each was noted when it happened.
    }

    public ValueTask DisposeAsync()
    {
        _fleet.Exited -= OnExit;
        return ValueTask.CompletedTask;
    }

    private void OnExit(NodeExit exit) => Note(
        !exit.MayBe ? Death.Unexpected : exit.Code == ByKill ? Death.Killed : Death.None,
        exit.MayBe ? "" : $"{exit.Node.Address} at {exit.At:mm:ss.fff}, exit code {exit.Code}:\n{exit.LastWords}");

    private void Note(Death death, string words)
    {
        lock (_lock)
        {
            _records.Add(new IncarnationRecord(_records.Count, null, TimeProvider.System.GetUtcNow())
            {
                Death = death,
                LastWords = words,
            });
        }
    }
}
