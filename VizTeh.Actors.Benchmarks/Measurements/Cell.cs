using System.Diagnostics;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Load;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>One measurement of one contender, or the median of several.</summary>
/// <param name="Clients">People at once.</param>
/// <param name="FormsPerSecond">
/// Forms whose card is with the manager, until the last of them is: who thanks the client first and sends cards later is not the faster
/// for it.
/// </param>
/// <param name="UpdatesPerSecond">Replies that people had, while they wrote.</param>
/// <param name="Wait">From an update to the reply, half of them sooner; the warm-up among them.</param>
/// <param name="BotCpu">Of the bot, an update.</param>
/// <param name="Commits">PostgreSQL's, an update, those that only read among them.</param>
/// <param name="Fsyncs">Of the write-ahead log, an update.</param>
/// <param name="BotShare">Of the machine's processors, 0 to 1, with the seconds of rest before and after.</param>
/// <param name="LoadShare">Of the emulated Telegram and the people.</param>
/// <param name="OtherShare">Of all the rest: PostgreSQL, and whatever else runs on the machine.</param>
internal sealed record Cell(
    string Contender, int Clients, double FormsPerSecond, double UpdatesPerSecond, TimeSpan Wait, TimeSpan BotCpu, double Commits,
    double Fsyncs, double BotShare, double LoadShare, double OtherShare)
{
    // What a PostgreSQL backend counted in the second before it fell idle, it reports after ten (pgstat_report_stat).
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(10.5);

    /// <summary>Lets so many people fill forms for a while.</summary>
    /// <param name="warmUp">Before anything is counted but what an update costs.</param>
    /// <param name="exactCommits">Waits for all of PostgreSQL's counters; else commits and syncs are somewhat too few.</param>
    /// <exception cref="TimeoutException">Somebody got no reply, or the manager no card.</exception>
    public static async Task<Cell> MeasureAsync(
        ContenderFixture fixture, int clients, TimeSpan warmUp, TimeSpan length, CancellationToken cancellationToken,
        bool exactCommits = false)
    {
        if (exactCommits)
            await Task.Delay(LongestReport, cancellationToken);
        var crowd = new Crowd(fixture.Clients(clients));
        using var closing = new CancellationTokenSource();
        var before = await ResourceUse.ReadAsync(fixture, cancellationToken);
        var cardsBefore = fixture.Cards;
        var running = crowd.RunAsync(closing.Token, cancellationToken);
        await Task.WhenAny(Task.Delay(warmUp, cancellationToken), running);
        var (began, updates, cards) = (Stopwatch.GetTimestamp(), crowd.Updates, fixture.Cards);
        await Task.WhenAny(Task.Delay(length, cancellationToken), running);
        var updatesPerSecond = (crowd.Updates - updates) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await closing.CancelAsync();
        await running;
        await fixture.WaitForCardsAsync(cardsBefore + crowd.Forms, cancellationToken);
        var formsPerSecond = (fixture.Cards - cards) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        // What is done after the reply belongs to the update: inbox rows, the journal's length.
        await Task.Delay(exactCommits ? LongestReport : TimeSpan.FromSeconds(1), cancellationToken);
        var used = await ResourceUse.ReadAsync(fixture, cancellationToken) - before;

        var machine = used.Clock * Environment.ProcessorCount;
        return new Cell(
            fixture.Contender.Name, clients, formsPerSecond, updatesPerSecond, Statistics.Percentile(crowd.Waits, 0.5),
            used.BotCpu / crowd.Updates, (double)used.Commits / crowd.Updates, (double)used.Fsyncs / crowd.Updates,
            used.BotCpu / machine, used.LoadCpu / machine, (used.AllCpu - used.BotCpu - used.LoadCpu) / machine);
    }

    /// <summary>The median of each figure by itself.</summary>
    public static Cell MedianOf(IReadOnlyCollection<Cell> cells)
    {
        var first = cells.First();
        return first with
        {
            FormsPerSecond = Of(cell => cell.FormsPerSecond),
            UpdatesPerSecond = Of(cell => cell.UpdatesPerSecond),
            Wait = TimeSpan.FromMicroseconds(Of(cell => cell.Wait.TotalMicroseconds)),
            BotCpu = TimeSpan.FromMicroseconds(Of(cell => cell.BotCpu.TotalMicroseconds)),
            Commits = Of(cell => cell.Commits),
            Fsyncs = Of(cell => cell.Fsyncs),
            BotShare = Of(cell => cell.BotShare),
            LoadShare = Of(cell => cell.LoadShare),
            OtherShare = Of(cell => cell.OtherShare),
        };

        double Of(Func<Cell, double> figure) => Statistics.Median([.. cells.Select(figure)]);
    }
}

internal static class Statistics
{
    public static double Median(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    /// <param name="sorted">Ascending.</param>
    public static TimeSpan Percentile(IReadOnlyList<TimeSpan> sorted, double share) =>
        sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(share * sorted.Count) - 1)];
}
