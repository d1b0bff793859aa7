using System.Globalization;
using Npgsql;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Benchmarks.Stage;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>
/// One person after a rest and a burst. While a bot rests, autovacuum empties its queues, and what PostgreSQL plans then it goes on using;
/// the burst leaves dead rows behind: a plan that reads a table from end to end meets all of them.
/// </summary>
internal sealed class AfterBurst(BenchOptions options, IReadOnlyList<ContenderStage> stages, Action<string> say)
{
    private const int Many = 100;

    /// <param name="before">What one person had without a burst before, in the order of the stages.</param>
    public async Task<Table> RunAsync(IReadOnlyList<Cell> before, CancellationToken cancellationToken)
    {
        var cells = stages.ToDictionary(stage => stage, _ => new List<Cell>());
        for (var round = 1; round <= options.Rounds; round++)
        {
            await RestAsync(cancellationToken);
            foreach (var stage in stages)
            {
                await Cell.MeasureAsync(stage, Many, TimeSpan.Zero, options.Short(10), cancellationToken);
                var cell = await Cell.MeasureAsync(stage, 1, TimeSpan.Zero, options.Short(8), cancellationToken);
                cells[stage].Add(cell);
                say(string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round}, one person after a burst, {cell.Contender}: {cell.UpdatesPerSecond:0} updates/s, "
                    + $"p50 {Comparison.Milli(cell.Wait)}"));
            }
        }

        var after = stages.Select(stage => Cell.MedianOf(cells[stage])).ToArray();
        return new Table(
            $"One person after a rest and a burst of {Many} people",
            ["Contender", "Updates/s", "of those without", "Reply p50", "p50 without"],
            [.. after.Zip(before, (now, then) => (IReadOnlyList<string>)
            [
                now.Contender, Text($"{now.UpdatesPerSecond:0}"), Text($"{now.UpdatesPerSecond / then.UpdatesPerSecond:0.00}"),
                Comparison.Milli(now.Wait), Comparison.Milli(then.Wait),
            ])]);
    }

    // All rest together. What autovacuum does once a minute by its default is done by hand at the end, so that it is done in every round.
    private async Task RestAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Short(15), cancellationToken);
        foreach (var stage in stages)
        {
            await using var connection = new NpgsqlConnection(
                new NpgsqlConnectionStringBuilder(stage.Database.ConnectionString) { Pooling = false }.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var vacuum = new NpgsqlCommand("vacuum analyze", connection);
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
