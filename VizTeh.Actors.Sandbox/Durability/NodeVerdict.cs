using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What a run with several nodes shows beside what every run does.</summary>
internal static class NodeVerdict
{
    private static readonly CompositeFormat Columns =
        CompositeFormat.Parse("  {0,-36} {1,6} {2,11} {3,11} {4,9} {5,9} {6,9} {7,10}");

    /// <summary>Adds the troubles with the clients' waits in them, and the promises of several nodes.</summary>
    public static Verdict Add(Verdict verdict, NodeOptions options, IReadOnlyList<TroubleRecord> troubles, IReadOnlyList<Wait> waits)
    {
        (TroubleRecord Record, LongestWait Longest)[] all = [.. troubles.Select(record => (record, record.LongestOf(waits)))];
        var late = all.Where(one => one.Longest.Length > PromisedIn(one.Record.Trouble, options))
            .Select(one => $"{Named(one.Record)}: {Seconds(one.Longest.Length)} from {Seconds(one.Longest.Began)} on, "
                + $"promised {Seconds(PromisedIn(one.Record.Trouble, options))}");
        var atOnce = troubles.Where(record => record.Overtaken > (record.Trouble.LeavesPollOpen ? 1 : 0))
            .Select(record => $"{Named(record)}: {record.Overtaken} polls were overtaken by another");
        return verdict with
        {
            NodeTroubles = Table(all, [.. waits.Select(wait => wait.Length).Order()], options),
            Promises =
            [
                .. verdict.Promises,
                ("waits for a reply that were longer than promised", options.JudgesWaits ? [.. late] : []),
                ("two nodes polled at once", options.JudgesWaits ? [.. atOnce] : []),
                ("nodes that did not stop, or did not come back",
                    [.. troubles.SelectMany(record => record.Failures.Select(failure => $"{Named(record)}: {failure}"))]),
            ],
        };
    }

    private static TimeSpan PromisedIn(NodeTrouble trouble, NodeOptions options) =>
        trouble.Kind is NodeTroubleKind.Stop or NodeTroubleKind.RestartOfAll ? options.PromisedAtStop : options.Promised;

    // Of each trouble, the longest wait counts; of these, the median and the worst are shown.
    private static string Table((TroubleRecord Record, LongestWait Longest)[] all, TimeSpan[] everyWait, NodeOptions options)
    {
        var table = new StringBuilder();
        Row("trouble", "times", "wait median", "worst", "promised", "overtaken", "handovers", "all back");
        var kinds = all.GroupBy(one => one.Record.Trouble).OrderBy(same => same.Key.Kind).ThenByDescending(same => same.Key.OfOldest);
        foreach (var same in kinds)
        {
            TimeSpan[] longest = [.. same.Select(one => one.Longest.Length).Order()];
            Row(
                same.Key, longest.Length, Seconds(longest[longest.Length / 2]), Seconds(longest[^1]),
                Seconds(PromisedIn(same.Key, options)), same.Sum(one => one.Record.Overtaken),
                same.Sum(one => one.Record.Handovers),
                Seconds(same.Max(one => one.Record.AllBack)));
        }

        if (everyWait.Length > 0)
        {
            var median = everyWait[everyWait.Length / 2];
            Row("every wait of the run", everyWait.Length, Seconds(median), Seconds(everyWait[^1]), "", "", "", "");
        }

        return table.ToString();

        void Row(params object[] cells) => table.AppendFormat(CultureInfo.InvariantCulture, Columns, cells).AppendLine();
    }

    private static string Named(TroubleRecord record) =>
        string.Create(CultureInfo.InvariantCulture, $"{record.Trouble} ({record.On}) at {record.At:HH:mm:ss.fff}");

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.00} s");
}
