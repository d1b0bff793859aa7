using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>PostgreSQL's work an update, with one person and with many at once.</summary>
internal sealed class Writes(BenchOptions options, IReadOnlyList<ContenderFixture> fixtures, Action<string> say)
{
    private static readonly int[] Levels = [1, 1_000];

    public async Task<IReadOnlyList<Table>> RunAsync(CancellationToken cancellationToken)
    {
        var rows = new List<IReadOnlyList<string>>();
        foreach (var fixture in fixtures)
        {
            var cells = new List<Cell>();
            foreach (var level in Levels)
            {
                // A new user is looked up once, at the first update.
                await Cell.MeasureAsync(fixture, level, TimeSpan.Zero, options.Short(6), cancellationToken);
                cells.Add(await Cell.MeasureAsync(
                    fixture, level, TimeSpan.Zero, options.Short(12), cancellationToken, exactCommits: true));
                var (commits, syncs) = (cells[^1].Commits, cells[^1].Fsyncs);
                say(FormattableString.Invariant(
                    $"{fixture.Contender.Name}, {level} people: {commits:0.00} commits, {syncs:0.00} syncs an update"));
            }

            rows.Add(
            [
                fixture.Contender.Name,
                .. cells.Select(cell => FormattableString.Invariant($"{cell.Commits:0.00}")),
                .. cells.Select(cell => FormattableString.Invariant($"{cell.Fsyncs:0.00}")),
            ]);
        }

        return
        [
            new Table(
                "PostgreSQL an update",
                ["Contender", "commits, 1 person", "commits, 1,000 people", "WAL syncs, 1 person", "WAL syncs, 1,000 people"], rows)
            {
                Note = "Commits are those of pg_stat_database, which counts every transaction, reading ones too.",
            },
        ];
    }
}
