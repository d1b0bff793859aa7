using System.Globalization;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>The same contenders with growing numbers of people at once.</summary>
internal sealed class Growth(BenchOptions options, IReadOnlyList<ContenderFixture> fixtures, Action<string> say)
{
    private static readonly int[] Levels = [10, 100, 1_000, 5_000];

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        foreach (var fixture in fixtures)
        {
            await WarmUp.RunAsync(fixture, 100, options, say, cancellationToken);
            await WarmUp.RunAsync(fixture, Levels[0], options, say, cancellationToken);
        }

        var all = fixtures.ToDictionary(fixture => fixture, _ => Levels.ToDictionary(level => level, _ => new List<Cell>()));
        for (var round = 1; round <= options.Rounds; round++)
        {
            foreach (var level in Levels)
            {
                foreach (var fixture in fixtures)
                {
                    // All people begin a form at once, and with five thousand of them this takes a quarter of a minute: only then are they
                    // spread evenly.
                    var (warmUp, length) = level switch { >= 5_000 => (30, 24), >= 1_000 => (10, 12), _ => (2, 8) };
                    var cell = await Cell.MeasureAsync(
                        fixture, level, options.Short(warmUp), options.Short(length), cancellationToken);
                    all[fixture][level].Add(cell);
                    say(string.Create(
                        CultureInfo.InvariantCulture,
                        $"round {round}, {level} people, {cell.Contender}: {cell.FormsPerSecond:0.0} forms/s"));
                }
            }
        }

        var medians = fixtures.ToDictionary(
            fixture => fixture, fixture => Levels.ToDictionary(level => level, level => Cell.MedianOf(all[fixture][level])));
        return
        [
            Of("Growth: forms a second", cell => $"{cell.FormsPerSecond:0}") with
            {
                Lines = new Lines(
                    "Forms a second with more and more people at once", Levels,
                    [.. fixtures.Select(fixture =>
                        (fixture.Contender.Name, Levels.Select(level => medians[fixture][level].FormsPerSecond).ToArray()))]),
            },
            Of("Growth: the bot's CPU an update", cell => Comparison.Micro(cell.BotCpu)),
        ];

        Table Of(string title, Func<Cell, FormattableString> figure) => new(
            title, ["People at once", .. Levels.Select(level => level.ToString(CultureInfo.InvariantCulture))],
            [.. fixtures.Select(fixture => (IReadOnlyList<string>)
                [fixture.Contender.Name, .. Levels.Select(level => FormattableString.Invariant(figure(medians[fixture][level])))])]);
    }
}
