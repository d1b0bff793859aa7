using System.Globalization;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>All contenders under the same load, in turns, so that fluctuations of the machine affect all of them.</summary>
internal sealed class Comparison(BenchOptions options, IReadOnlyList<ContenderFixture> fixtures, Action<string> say)
{
    private const int Many = 100;

    // Telegram lets a bot send about 30 messages a second (core.telegram.org/bots/faq).
    private const double TelegramRate = 30;

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var atRest = fixtures.ToDictionary(fixture => fixture, fixture => ResourceUse.ResidentBytes(fixture.Bot.Id));
        foreach (var fixture in fixtures)
            await WarmUp.RunAsync(fixture, Many, options, say, cancellationToken);
        var many = await InTurnsAsync(Many, options.Short(3), options.Short(8), cancellationToken);
        foreach (var fixture in fixtures)
            await WarmUp.RunAsync(fixture, 1, options, say, cancellationToken);
        var one = await InTurnsAsync(1, options.Short(1), options.Short(5), cancellationToken);
        var afterBurst = await new AfterBurst(options, fixtures, say).RunAsync(one, cancellationToken);
        var waits = await LatencyAsync(cancellationToken);
        var loaded = fixtures.ToDictionary(fixture => fixture, fixture => ResourceUse.ResidentBytes(fixture.Bot.Id));

        return
        [
            new Table(
                $"Side by side: {Many} people who fill forms without pause",
                ["Contender", "Forms/s", "of ours", "Updates/s", "Bot's CPU an update", "CPUs: bot, load, rest"],
                Rows(many, (cell, ours) =>
                [
                    $"{cell.FormsPerSecond:0}", $"{cell.FormsPerSecond / ours.FormsPerSecond:0.00}", $"{cell.UpdatesPerSecond:0}",
                    Micro(cell.BotCpu),
                    $"{cell.BotShare:0%}, {cell.LoadShare:0%}, {cell.OtherShare:0%}",
                ]))
            {
                Bars = new Bars("Forms a second, 100 people at once", [.. many.Select(cell => (cell.Contender, cell.FormsPerSecond))]),
            },
            new Table(
                "One person at a time",
                ["Contender", "Updates/s", "of ours", "Bot's CPU an update"],
                Rows(one, (cell, ours) =>
                [
                    $"{cell.UpdatesPerSecond:0}", $"{cell.UpdatesPerSecond / ours.UpdatesPerSecond:0.00}", Micro(cell.BotCpu),
                ]))
            {
                Bars = new Bars("Updates a second, one person", [.. one.Select(cell => (cell.Contender, cell.UpdatesPerSecond))]),
            },
            afterBurst,
            new Table(
                "From an update to the reply at 30 updates a second, and memory",
                ["Contender", "p50", "p99", "RSS before any load, MiB", "RSS after the load, MiB"],
                [.. fixtures.Select(fixture => (IReadOnlyList<string>)
                [
                    fixture.Contender.Name, Milli(waits[fixture].P50), Milli(waits[fixture].P99), Mib(atRest[fixture]),
                    Mib(loaded[fixture]),
                ])])
            {
                Bars = new Bars(
                    "Wait for a reply at 30 updates a second, p99, ms",
                    [.. fixtures.Select(fixture => (fixture.Contender.Name, waits[fixture].P99.TotalMilliseconds))]),
            },
        ];
    }

    private async Task<IReadOnlyList<Cell>> InTurnsAsync(int clients, TimeSpan warmUp, TimeSpan length, CancellationToken cancellationToken)
    {
        var cells = fixtures.ToDictionary(fixture => fixture, _ => new List<Cell>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var fixture in fixtures)
            {
                await using var solo = await Solo.BeginAsync(fixture, fixtures);
                var cell = await Cell.MeasureAsync(fixture, clients, warmUp, length, cancellationToken);
                cells[fixture].Add(cell);
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}, {clients} people, {cell.Contender}: {cell.FormsPerSecond:0.0} forms/s"));
            }
        }

        return [.. fixtures.Select(fixture => Cell.MedianOf(cells[fixture]))];
    }

    private async Task<Dictionary<ContenderFixture, (TimeSpan P50, TimeSpan P99)>> LatencyAsync(CancellationToken cancellationToken)
    {
        var waits = fixtures.ToDictionary(fixture => fixture, _ => new List<(TimeSpan P50, TimeSpan P99)>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var fixture in fixtures)
            {
                await using var solo = await Solo.BeginAsync(fixture, fixtures);
                var crowd = new Load.Crowd(fixture.Clients(300));
                await crowd.RunEvenlyAsync(TelegramRate, options.Short(2), cancellationToken);
                var sorted = await crowd.RunEvenlyAsync(TelegramRate, options.Short(15), cancellationToken);
                var result = (Statistics.Percentile(sorted, 0.5), Statistics.Percentile(sorted, 0.99));
                waits[fixture].Add(result);
                say($"round {round}, 30 updates/s, {fixture.Contender.Name}: p50 {Milli(result.Item1)}, p99 {Milli(result.Item2)}");
            }
        }

        return waits.ToDictionary(
            pair => pair.Key,
            pair => (
                TimeSpan.FromMilliseconds(Statistics.Median([.. pair.Value.Select(wait => wait.P50.TotalMilliseconds)])),
                TimeSpan.FromMilliseconds(Statistics.Median([.. pair.Value.Select(wait => wait.P99.TotalMilliseconds)]))));
    }

    private static IReadOnlyList<IReadOnlyList<string>> Rows(
        IReadOnlyList<Cell> cells, Func<Cell, Cell, IReadOnlyList<FormattableString>> figures) =>
        [.. cells.Select(cell => (IReadOnlyList<string>)
            [cell.Contender, .. figures(cell, cells[0]).Select(FormattableString.Invariant)])];

    internal static string Milli(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.0} ms");

    internal static FormattableString Micro(TimeSpan time) => $"{time.TotalMicroseconds:0} µs";

    internal static string Mib(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1048576.0:0}");
}
