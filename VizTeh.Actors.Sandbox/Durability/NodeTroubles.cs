using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Nodes;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Does to nodes what happens to machines, one thing after another, each when all are members again.</summary>
/// <param name="longestWait">How long the client has waited that waits longest now.</param>
internal sealed class NodeTroubles(
    NodeOptions options, int seed, NodeFleet fleet, BotApiServer telegram, NpgsqlDataSource database, Action onBegin,
    Func<TimeSpan> longestWait)
{
    private static readonly TimeSpan BackDeadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan StopDeadline = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan FarthestClock = TimeSpan.FromMinutes(7);
    private static readonly TimeSpan UsualWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookInterval = TimeSpan.FromMilliseconds(50);

    private const string InOrder = "TERM";

    private readonly Random _random = new(seed + 3);
    private readonly MembersWatch _members = new(database, fleet);
    private readonly List<TroubleRecord> _records = [];
    private int _turn;

    public IReadOnlyList<TroubleRecord> Records => _records;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var trouble in options.Troubles)
            await GoThroughAsync(trouble, cancellationToken);
    }

    /// <summary>Waits until all nodes are members.</summary>
    /// <exception cref="TimeoutException">They are not.</exception>
    public Task WaitForAllAsync(CancellationToken cancellationToken) => _members.WaitForAllAsync(BackDeadline, cancellationToken);

    private async Task GoThroughAsync(NodeTrouble trouble, CancellationToken cancellationToken)
    {
        var nodes = Choose(trouble);
        var on = string.Join(", ", nodes.Select(node => node.Address));
        fleet.Log.Write("run", $"{trouble}: {on}");
        var (overtaken, handovers) = (telegram.Updates.Overtaken, fleet.Handovers);
        onBegin();
        var record = new TroubleRecord(trouble, on, TimeProvider.System.GetUtcNow());
        _records.Add(record);
        var began = record.CountsFrom;
        foreach (var node in nodes)
            node.MayEnd = trouble.EndsProcess;
        try
        {
            await ActAsync(trouble.Kind, nodes, record, cancellationToken);
            await WaitForAllAsync(cancellationToken);
            fleet.Log.Write("run", "all nodes are members again");
        }
        catch (TimeoutException late)
        {
            record.Failures.Add(late.Message);
        }

        record.AllBack = Stopwatch.GetElapsedTime(began);
        foreach (var node in nodes)
            node.MayEnd = false;
        await Task.Delay(options.MostPeace * (0.3 + (0.7 * _random.NextDouble())), TimeProvider.System, cancellationToken);
        if (options.JudgesWaits)
            await WaitUntilServedAsync(record, cancellationToken);
        record.Ended = Stopwatch.GetTimestamp();
        (record.Overtaken, record.Handovers) = (telegram.Updates.Overtaken - overtaken, fleet.Handovers - handovers);
    }

    // A wait that went on into the next trouble would not show how long this one made it.
    private async Task WaitUntilServedAsync(TroubleRecord record, CancellationToken cancellationToken)
    {
        var began = Stopwatch.GetTimestamp();
        while (longestWait() > UsualWait)
        {
            if (Stopwatch.GetElapsedTime(began) > BackDeadline)
            {
                record.Failures.Add(string.Create(
                    CultureInfo.InvariantCulture, $"a client waits for {longestWait().TotalSeconds:0} s, long after all nodes were back"));
                return;
            }

            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }
    }

    private FleetNode[] Choose(NodeTrouble trouble)
    {
        var oldest = fleet.Poller ?? fleet.Nodes[0];
        // Each of the others in turn.
        FleetNode[] others = [.. fleet.Nodes.Where(node => node != oldest)];
        var other = others[_turn++ % others.Length];
        return trouble.Kind switch
        {
            NodeTroubleKind.DatabaseAway or NodeTroubleKind.RestartOfAll => [.. fleet.Nodes],
            NodeTroubleKind.ClocksApart => [oldest, other],
            _ => [trouble.OfOldest ? oldest : other],
        };
    }

    private async Task ActAsync(NodeTroubleKind kind, FleetNode[] nodes, TroubleRecord record, CancellationToken cancellationToken)
    {
        switch (kind)
        {
            case NodeTroubleKind.Kill:
                await EndAsync(nodes[0], "KILL", record, cancellationToken);
                break;
            case NodeTroubleKind.Stop:
                await EndAsync(nodes[0], InOrder, record, cancellationToken);
                break;
            case NodeTroubleKind.RestartOfAll:
                foreach (var node in nodes)
                {
                    await EndAsync(node, InOrder, record, cancellationToken);
                    await WaitForAllAsync(cancellationToken);
                }

                break;
            case NodeTroubleKind.Freeze:
                await nodes[0].SignalAsync("STOP");
                await Task.Delay(options.Freeze, TimeProvider.System, cancellationToken);
                await nodes[0].SignalAsync("CONT");
                break;
            case NodeTroubleKind.ClocksApart:
                await SetClocksAsync(nodes, record, cancellationToken);
                break;
            case NodeTroubleKind.SessionsEnded:
                await EndSessionsAsync(nodes[0], record, cancellationToken);
                break;
            default:
                await CutAsync(kind, nodes, cancellationToken);
                if (kind == NodeTroubleKind.DatabaseAway)
                    record.CountsFrom = Stopwatch.GetTimestamp();
                break;
        }
    }

    /// <summary>Sends a signal that ends the process, and waits until another one is to be started.</summary>
    private static async Task EndAsync(FleetNode node, string signal, TroubleRecord record, CancellationToken cancellationToken)
    {
        var before = node.StartedAt;
        var began = Stopwatch.GetTimestamp();
        await node.SignalAsync(signal);
        while (node.StartedAt == before)
        {
            if (Stopwatch.GetElapsedTime(began) > StopDeadline)
            {
                record.Failures.Add($"{node.Address} has not ended {StopDeadline} after SIG{signal}");
                await node.SignalAsync("KILL");
                return;
            }

            await Task.Delay(LookInterval, TimeProvider.System, cancellationToken);
        }

        if (signal == InOrder && node.LastExitCode is not 0)
            record.Failures.Add($"{node.Address} has ended with exit code {node.LastExitCode} after SIG{signal}");
    }

    private async Task CutAsync(NodeTroubleKind kind, FleetNode[] nodes, CancellationToken cancellationToken)
    {
        var fromOthers = kind is NodeTroubleKind.CutFromOthers or NodeTroubleKind.CutFromBoth or NodeTroubleKind.CutFromAll;
        var fromDatabase = kind != NodeTroubleKind.CutFromOthers;
        var fromTelegram = kind == NodeTroubleKind.CutFromAll;
        foreach (var node in nodes)
        {
            if (fromDatabase)
                node.Database.Freeze();
            if (fromTelegram)
                node.Telegram.Freeze();
            if (fromOthers)
                await node.CutFromOthersAsync();
        }

        await Task.Delay(options.Outage, TimeProvider.System, cancellationToken);
        fleet.Log.Write("run", "mended");
        foreach (var node in nodes)
        {
            if (fromOthers)
                await node.MendToOthersAsync();
            if (fromTelegram)
                node.Telegram.Thaw();
            if (fromDatabase)
                node.Database.Thaw();
        }
    }

    private async Task SetClocksAsync(FleetNode[] nodes, TroubleRecord record, CancellationToken cancellationToken)
    {
        if (nodes.Any(node => node.Clock is null))
        {
            record.Failures.Add("libfaketime is not installed (package faketime)");
            return;
        }

        var step = FarthestClock * (0.4 + (0.6 * _random.NextDouble()));
        nodes[0].Clock!.Set(step);
        nodes[1].Clock!.Set(-step);
        await Task.Delay(options.Outage, TimeProvider.System, cancellationToken);
        foreach (var node in nodes)
            node.Clock!.Set(TimeSpan.Zero);
    }

    private async Task EndSessionsAsync(FleetNode node, TroubleRecord record, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            select count(pg_terminate_backend(pid)) from pg_stat_activity
             where application_name like (
                   select '% node ' || replace(incarnation::text, '-', '') from nodes where address = $1 and state = 'member')
            """);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = node.Address });
        var ended = (long)(await command.ExecuteScalarAsync(cancellationToken))!;
        fleet.Log.Write("run", string.Create(CultureInfo.InvariantCulture, $"{ended} sessions ended"));
        if (ended == 0)
            record.Failures.Add($"{node.Address} had no session that could be ended");
    }
}
