using System.Globalization;
using Npgsql;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Report;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// Measures one person after an idle time and a burst. While a bot is idle, autovacuum empties its queues, and PostgreSQL keeps the plans
/// that it makes then. The burst leaves dead rows: a plan with a sequential scan reads all of them.
/// </summary>
internal sealed class AfterBurst(BenchOptions options, IReadOnlyList<ContenderFixture> fixtures, Action<string> say)
{
    private const int Many = 100;

    /// <param name="before">The earlier results of one person without a burst, in the order of the fixtures.</param>
    public async Task<Table> RunAsync(IReadOnlyList<Cell> before, CancellationToken cancellationToken)
    {
        var cells = fixtures.ToDictionary(fixture => fixture, _ => new List<Cell>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            await RestAsync(cancellationToken);
            foreach (var fixture in fixtures)
            {
                await using var solo = await Solo.BeginAsync(fixture, fixtures);
                await Cell.MeasureAsync(fixture, Many, TimeSpan.Zero, options.Short(10), cancellationToken);
                var cell = await Cell.MeasureAsync(fixture, 1, TimeSpan.Zero, options.Short(8), cancellationToken);
                cells[fixture].Add(cell);
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}, one person after a burst, {cell.Contender}: {cell.UpdatesPerSecond:0} updates/s, "
                    + $"p50 {Comparison.Milli(cell.Wait)}"));
            }
        }

        var after = fixtures.Select(fixture => Cell.MedianOf(cells[fixture])).ToArray();
        return new Table(
            $"One person after a rest and a burst of {Many} people",
            ["Contender", "Updates/s", "of those without", "Reply p50", "p50 without"],
            [.. after.Zip(before, (now, then) => (IReadOnlyList<string>)
            [
                now.Contender, Text($"{now.UpdatesPerSecond:0}"), Text($"{now.UpdatesPerSecond / then.UpdatesPerSecond:0.00}"),
                Comparison.Milli(now.Wait), Comparison.Milli(then.Wait),
            ])]);
    }

    // All are idle at once. Autovacuum's work, once a minute by default, is done by an explicit vacuum at the end, so that it is part of
    // every round.
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Short(15), cancellationToken);
        foreach (var fixture in fixtures)
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(fixture.Database.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var vacuum = new NpgsqlCommand("vacuum analyze", connection);
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
