using System.Diagnostics;
using VizTeh.Actors.Benchmarks.Contenders;
using VizTeh.Actors.Benchmarks.Load;

namespace VizTeh.Actors.Benchmarks.Measurements;

/// <summary>One measurement of one contender, or the median of several.</summary>
/// <param name="Clients">People at once.</param>
/// <param name="FormsPerSecond">Forms whose card has reached the manager, over the time from the first update until the last card, warm-up
/// included: a bot that thanks the client first and sends cards later gains nothing by it.</param>
/// <param name="UpdatesPerSecond">Replies to people while they wrote.</param>
/// <param name="Wait">The median time from an update to its reply, warm-up included.</param>
/// <param name="BotCpu">CPU time of the bot an update.</param>
/// <param name="Commits">PostgreSQL's commits an update, read-only ones included.</param>
/// <param name="Fsyncs">Syncs of the write-ahead log an update.</param>
/// <param name="BotShare">The bot's share of the machine's processors, 0 to 1, including the idle seconds before and after.</param>
/// <param name="LoadShare">The share of the emulated Telegram and the people.</param>
/// <param name="OtherShare">The share of PostgreSQL and everything else on the machine.</param>
internal sealed record Cell(
    string Contender, int Clients, double FormsPerSecond, double UpdatesPerSecond, TimeSpan Wait, TimeSpan BotCpu, double Commits,
    double Fsyncs, double BotShare, double LoadShare, double OtherShare)
{
    // A PostgreSQL backend reports the counts of the second before it became idle after ten seconds (pgstat_report_stat).
    private static readonly TimeSpan LongestReport = TimeSpan.FromSeconds(10.5);

    /// <summary>Lets a number of people fill forms for a while.</summary>
    /// <param name="warmUp">The time before updates are counted; the cost an update includes it.</param>
    /// <param name="exactCommits">Whether to wait for all of PostgreSQL's counters; without it commits and syncs are somewhat too
    /// low.</param>
    /// <exception cref="TimeoutException">A client got no reply, or the manager no card.</exception>
    public static async Task<Cell> MeasureAsync(
        ContenderFixture fixture, int clients, TimeSpan warmUp, TimeSpan length, CancellationToken cancellationToken,
        bool exactCommits = false)
    {
        if (exactCommits)
            await Task.Delay(LongestReport, cancellationToken);
        var crowd = new Crowd(fixture.Clients(clients));
        using var closing = new CancellationTokenSource();
        var before = await ResourceUse.ReadAsync(fixture, cancellationToken);
        var (started, cardsBefore) = (Stopwatch.GetTimestamp(), fixture.Cards);
        var running = crowd.RunAsync(closing.Token, cancellationToken);
        await Task.WhenAny(Task.Delay(warmUp, cancellationToken), running);
        var (began, updates) = (Stopwatch.GetTimestamp(), crowd.Updates);
        await Task.WhenAny(Task.Delay(length, cancellationToken), running);
        var updatesPerSecond = (crowd.Updates - updates) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        await closing.CancelAsync();
        await running;
        await fixture.WaitForCardsAsync(cardsBefore + crowd.Forms, cancellationToken);
        var formsPerSecond = (fixture.Cards - cardsBefore) / Stopwatch.GetElapsedTime(started).TotalSeconds;
        // Work after the reply belongs to the update too: inbox rows, compaction of the journal.
        await Task.Delay(exactCommits ? LongestReport : TimeSpan.FromSeconds(1), cancellationToken);
        var used = await ResourceUse.ReadAsync(fixture, cancellationToken) - before;

        var machine = used.Clock * Environment.ProcessorCount;
        return new Cell(
            fixture.Contender.Name, clients, formsPerSecond, updatesPerSecond, Statistics.Percentile(crowd.Waits, 0.5),
            used.BotCpu / crowd.Updates, (double)used.Commits / crowd.Updates, (double)used.Fsyncs / crowd.Updates,
            used.BotCpu / machine, used.LoadCpu / machine, (used.AllCpu - used.BotCpu - used.LoadCpu) / machine);
    }

    /// <summary>The median of each figure separately.</summary>
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
