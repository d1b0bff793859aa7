using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Benchmarks.Report;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>Measures what the managers' commands /open and /find ask of the database, by each kind of search.</summary>
internal static class TicketLookups
{
    private const int WarmUps = 6;

    /// <param name="tickets">How many <see cref="TicketFill"/> has made.</param>
    public static async Task<Table> MeasureAsync(string connectionString, int tickets, int runs, CancellationToken cancellationToken)
    {
        // As the program's sessions are.
        var target = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Options = "-c enable_seqscan=off -c jit=off",
            MaxAutoPrepare = 50,
            AutoPrepareMinUsages = 2,
        };
        await using var database = NpgsqlDataSource.Create(target.ConnectionString);
        var queue = new TicketQueueStore(database);
        var search = new TicketSearchStore(database);
        var middle = tickets / 2;
        (string Name, Func<int, Task<int>> Look)[] kinds =
        [
            ("/open", async _ => (await queue.ReadAsync(null, 0, cancellationToken)).Count),
            ("/open, the last page", async _ => (await queue.ReadAsync(null, 10_000, cancellationToken)).Count),
            ("/find: a number", run => FindAsync(Number(middle + run))),
            ("a phone", run => FindAsync((9_120_000_000L + middle + run).ToString("8 (000) 000-00-00", CultureInfo.InvariantCulture))),
            ("a username", run => FindAsync($"@client_{Number(middle + run)}")),
            ("an organisation", run => FindAsync($"ООО {Number(middle + run)}")),
            ("a name", _ => FindAsync("анны")),
            ("a word of a fifth of the tickets", _ => FindAsync("стелами")),
            ("a word of few tickets", _ => FindAsync("витринерату")),
            ("two words", _ => FindAsync("витриной онистый")),
            ("two words of many tickets", _ => FindAsync("анна стеклянова")),
            ("a word that no ticket has", _ => FindAsync("бегемот")),
            ("a state", _ => FindAsync("открытые")),
            ("a state of few tickets", _ => FindAsync("в работе")),
            ("open, and a word of a fifth of the tickets", _ => FindAsync("открытые стелами")),
            ("open, and a word that no ticket has", _ => FindAsync("открытые бегемот")),
            ("in work, and a name", _ => FindAsync("в работе анна")),
            ("withdrawn, and a city", _ => FindAsync("отозванные тверь")),
            ("withdrawn, and a word of few tickets", _ => FindAsync("отозванные витринерату")),
            ("withdrawn, and a word that no ticket has", _ => FindAsync("отозванные бегемот")),
            ("closed, and a word of few tickets", _ => FindAsync("закрытые витринерату")),
            ("a date, which may be a phone", _ => FindAsync("22.11.2026")),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, look) in kinds)
        {
            var times = new List<TimeSpan>();
            var found = 0;
            for (var run = -WarmUps; run < runs; run++)
            {
                var began = Stopwatch.GetTimestamp();
                found = await look(run + WarmUps);
                if (run >= 0)
                    times.Add(Stopwatch.GetElapsedTime(began));
            }

            TimeSpan[] sorted = [.. times.Order()];
            rows.Add(
            [
                name, Number(found), Comparison.Milli(Statistics.Percentile(sorted, 0.5)),
                Comparison.Milli(Statistics.Percentile(sorted, 0.99)),
            ]);
        }

        return new Table(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Lists and searches among {tickets:N0} tickets, {tickets / TicketFill.OpenEvery:N0} of them open"),
            ["What is asked for", "Found (at most 320 by a search)", "p50", "p99"], rows);

        async Task<int> FindAsync(string written) =>
            (await search.FindAsync(TicketSearch.Read(written), 0, cancellationToken)).Count;

        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
