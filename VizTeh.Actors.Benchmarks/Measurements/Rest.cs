using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// What a bot costs while nobody writes: how fast it starts, and what it uses some time after its start and some time after a crowd. One
/// contender at a time, each with nothing else running.
/// </summary>
internal sealed class Rest(BenchOptions options, IReadOnlyList<Contender> contenders, PostgresServer server, Action<string> say)
{
    private const int Many = 100;
    private const string Poll = "getUpdates";

    private static readonly TimeSpan PollDeadline = TimeSpan.FromSeconds(60);

    private readonly int _starts = options.IsQuick ? 2 : 5;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var turns = contenders.ToDictionary(contender => contender, _ => new List<Turn>());
        for (var round = 1; round <= options.RoundsAtRest; round++)
        {
            foreach (var contender in contenders)
                turns[contender].Add(await TurnAsync(contender, round, cancellationToken));
        }

        var results = contenders.Select(contender => (contender, RestResult.Of(turns[contender]))).ToArray();
        return RestTables.Of(results, options.Rest, Many);
    }

    private async Task<Turn> TurnAsync(Contender contender, int round, CancellationToken cancellationToken)
    {
        var name = options.RoundsAtRest > 1 ? $"round {round}, {contender.Name}" : contender.Name;
        await using var fixture = await ContenderFixture.SetUpAsync(contender, server, cancellationToken);
        try
        {
            // The first start of all creates the tables.
            await fixture.StartBotAsync();
            var starts = new List<Start>();
            for (var start = 0; start < _starts; start++)
            {
                starts.Add(await StartAsync(fixture, cancellationToken));
                say(FormattableString.Invariant(
                    $"{name}: first poll {starts[^1].Poll.TotalSeconds:0.00} s, first reply {starts[^1].Reply.TotalSeconds:0.00} s"));
            }

            await fixture.StopBotAsync();
            await fixture.StartBotAsync();
            await Task.Delay(options.Rest, cancellationToken);
            var afterStart = await MeasureAsync(fixture, $"{name}, after the start", cancellationToken);

            var crowd = await Cell.MeasureAsync(fixture, Many, TimeSpan.Zero, options.Short(15), cancellationToken);
            say(FormattableString.Invariant($"{name}: a crowd of {Many}, {crowd.UpdatesPerSecond:0} updates/s"));
            await Task.Delay(options.Rest, cancellationToken);
            return new Turn(starts, afterStart, await MeasureAsync(fixture, $"{name}, after the crowd", cancellationToken));
        }
        catch (Exception error) when (error is TimeoutException or InvalidOperationException)
        {
            say($"{contender.Name}: {fixture.LastWords}");
            throw;
        }
    }

    /// <summary>A start with tables from before, and with one person's update waiting.</summary>
    private static async Task<Start> StartAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        await fixture.StopBotAsync();
        var reply = fixture.Newcomer().StepAsync(cancellationToken);
        fixture.Telegram.Calls.Clear();
        // The emulator's time stamps are of the same clock. A poll is recorded when it is answered: at once, since an update waits.
        var launched = DateTimeOffset.UtcNow;
        var bot = fixture.LaunchBot();
        var poll = fixture.Telegram.Calls.WaitForCallAsync(Poll, PollDeadline, cancellationToken);
        await reply;
        var replied = Stopwatch.GetElapsedTime(bot.StartedAt);
        return new Start((await poll).When - launched, replied);
    }

    private async Task<AtRest> MeasureAsync(ContenderFixture fixture, string when, CancellationToken cancellationToken)
    {
        say($"{when}:");
        var rest = await AtRest.MeasureAsync(fixture, options.Rest, say, cancellationToken);
        say(string.Create(
            CultureInfo.InvariantCulture,
            $"{when}: {rest.Processor:0.00%} of a processor, {rest.Switches:0} switches/s, "
            + $"RSS {Comparison.Mib(rest.Memory.Resident)} MiB"));
        return rest;
    }
}

/// <summary>One start of a bot, from the launch of its process.</summary>
/// <param name="Poll">Until Telegram had its first poll.</param>
/// <param name="Reply">Until the one person who had written before the start had the reply.</param>
internal readonly record struct Start(TimeSpan Poll, TimeSpan Reply);

/// <summary>One contender's figures of one round.</summary>
internal sealed record Turn(IReadOnlyList<Start> Starts, AtRest AfterStart, AtRest AfterCrowd);

/// <summary>One contender's figures over all rounds.</summary>
/// <param name="Poll">The median over all starts, in seconds.</param>
/// <param name="Reply">The median over all starts, in seconds.</param>
/// <param name="SlowestReply">In seconds.</param>
internal sealed record RestResult(double Poll, double Reply, double SlowestReply, AtRest AfterStart, AtRest AfterCrowd)
{
    public static RestResult Of(IReadOnlyList<Turn> turns)
    {
        var starts = turns.SelectMany(turn => turn.Starts).ToArray();
        return new RestResult(
            Statistics.Median([.. starts.Select(start => start.Poll.TotalSeconds)]),
            Statistics.Median([.. starts.Select(start => start.Reply.TotalSeconds)]),
            starts.Max(start => start.Reply.TotalSeconds),
            AtRest.MedianOf([.. turns.Select(turn => turn.AfterStart)]),
            AtRest.MedianOf([.. turns.Select(turn => turn.AfterCrowd)]));
    }
}
