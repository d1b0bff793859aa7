using System.Diagnostics;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>From the start of the process to its first reply after kill -9, with many forms in progress and with none.</summary>
internal sealed class Restart(BenchOptions options, ContenderFixture empty, ContenderFixture full, Action<string> say)
{
    private const int Waiting = 100;
    private const int Kills = 5;

    private readonly int _forms = options.IsQuick ? 10_000 : 100_000;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var people = full.Clients(Waiting * Kills);
        await full.KillBotAsync();
        await empty.KillBotAsync();
        var writing = Stopwatch.GetTimestamp();
        await FormsInProgress.WriteAsync(full, _forms, people.Select(client => client.Seat.ChatId), cancellationToken);
        foreach (var client in people)
            client.BeginAt(FormsInProgress.Step);
        say(FormattableString.Invariant($"{_forms} forms in progress written in {Stopwatch.GetElapsedTime(writing).TotalSeconds:0.0} s"));

        empty.Clients(Waiting * Kills);
        var times = new Dictionary<ContenderFixture, List<(double First, double Last)>> { [empty] = [], [full] = [] };
        for (var kill = 0; kill < Kills; kill++)
        {
            foreach (var fixture in new[] { empty, full })
            {
                var waiting = fixture.Clients(Waiting * Kills).Skip(kill * Waiting).Take(Waiting);
                var replies = waiting.Select(client => client.StepAsync(cancellationToken)).ToArray();
                var bot = fixture.LaunchBot();
                await await Task.WhenAny(replies);
                var first = Stopwatch.GetElapsedTime(bot.StartedAt).TotalSeconds;
                await Task.WhenAll(replies);
                times[fixture].Add((first, Stopwatch.GetElapsedTime(bot.StartedAt).TotalSeconds));
                await fixture.KillBotAsync();
                say(FormattableString.Invariant(
                    $"kill {kill + 1}, {(fixture == full ? _forms : 0)} forms: first reply after {first:0.00} s"));
            }
        }

        return
        [
            new Table(
                $"Restart after kill -9, {Waiting} clients waiting",
                ["Forms in progress", "First reply after, s (median)", "slowest", "All replies after, s (median)"],
                [Row(0, times[empty]), Row(_forms, times[full])]),
        ];

        static IReadOnlyList<string> Row(int forms, List<(double First, double Last)> times) =>
            new FormattableString[]
            {
                $"{forms:N0}", $"{Statistics.Median([.. times.Select(time => time.First)]):0.00}", $"{times.Max(time => time.First):0.00}",
                $"{Statistics.Median([.. times.Select(time => time.Last)]):0.00}",
            }.Select(FormattableString.Invariant).ToArray();
    }
}
