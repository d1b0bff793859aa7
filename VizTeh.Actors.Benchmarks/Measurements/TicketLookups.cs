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
        Kind[] kinds =
        [
            new("/open", async _ => (await queue.ReadAsync(null, 0, cancellationToken)).Count),
            new("/open, the last page", async _ => (await queue.ReadAsync(null, 10_000, cancellationToken)).Count),
            new("/find: a number", run => FindAsync(Number(middle + run))),
            new("a number that is a word of a hundredth of the tickets too", run => FindAsync(Number((run % TicketFill.MostPieces) + 1))),
            new("a phone", run => FindAsync((9_120_000_000L + middle + run).ToString("8 (000) 000-00-00", CultureInfo.InvariantCulture))),
            new("a username", run => FindAsync($"@client_{Number(middle + run)}")),
            new("an organisation", run => FindAsync($"ООО {Number(middle + run)}")),
            new("a name", _ => FindAsync("анны")),
            new("a word of a fifth of the tickets", _ => FindAsync("стелами")),
            new("a word of 3 % of the tickets", _ => FindAsync("щитановами")),
            new("a word of 2 % of the tickets", _ => FindAsync("монтажовочами")),
            new("a word of 1 % of the tickets", _ => FindAsync("витриной")),
            new("a word of 0.6 % of the tickets", _ => FindAsync("витриновочами")),
            new("a word of 0.3 % of the tickets", _ => FindAsync("витринановами")),
            new("a word of few tickets", _ => FindAsync("витринерату")),
            new("two words of few tickets together", _ => FindAsync("витриной щитановами")),
            new("two words of 2 % of the tickets together", _ => FindAsync("анна стекланова")),
            new("a word that no ticket has", _ => FindAsync("бегемот"), FindsNone: true),
            new("a state", _ => FindAsync("открытые")),
            new("a state of few tickets", _ => FindAsync("в работе")),
            new("open, and a word of a fifth of the tickets", _ => FindAsync("открытые стелами")),
            new("open, and a word of 1 % of the tickets", _ => FindAsync("открытые витриной")),
            new("open, and a word that no ticket has", _ => FindAsync("открытые бегемот"), FindsNone: true),
            new("in work, and a name", _ => FindAsync("в работе анна")),
            new("withdrawn, and a city", _ => FindAsync("отозванные тверь")),
            new("withdrawn, and a word of 3 % of the tickets", _ => FindAsync("отозванные щитановами")),
            new("withdrawn, and a word that no ticket has", _ => FindAsync("отозванные бегемот"), FindsNone: true),
            new("closed, and a word of 1 % of the tickets", _ => FindAsync("закрытые витриной")),
            new("closed, and a word of few tickets", _ => FindAsync("закрытые витринерату")),
            new("a date, which may be a phone", _ => FindAsync("22.11.2026"), FindsNone: true),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, look, findsNone) in kinds)
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

            // A lookup of what is not there ends at an empty index entry, and its time says nothing about one that finds something.
            if (found == 0 != findsNone)
            {
                throw new WorthlessMeasurementException(
                    $"The lookup \"{name}\" found {Number(found)} tickets: its words and those of {nameof(TicketFill)} do not match, so "
                    + "its time would say nothing.");
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

    /// <param name="Look">Takes the run's number from zero; returns how many tickets were found.</param>
    /// <param name="FindsNone">Whether nothing is to be found.</param>
    private sealed record Kind(string Name, Func<int, Task<int>> Look, bool FindsNone = false);
}

/// <summary>A measurement did not do what its name says.</summary>
internal sealed class WorthlessMeasurementException(string message) : Exception(message);
