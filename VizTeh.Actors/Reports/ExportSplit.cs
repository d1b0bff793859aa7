namespace VizTeh.Actors.Reports;

/// <summary>How a period whose file would be too large becomes several. Pure.</summary>
internal static class ExportSplit
{
    /// <summary>The months of the period, or the days of a single month; none when it is a single day.</summary>
    public static IReadOnlyList<ReportPeriod> Of(ReportPeriod period)
    {
        if (period.Days == 1)
            return [];
        var isOneMonth = (period.First.Year, period.First.Month) == (period.Last.Year, period.Last.Month);
        var parts = new List<ReportPeriod>();
        var first = period.First;
        while (first <= period.Last)
        {
            var next = isOneMonth ? first.AddDays(1) : new DateOnly(first.Year, first.Month, 1).AddMonths(1);
            var last = next.AddDays(-1);
            parts.Add(new ReportPeriod(first, last < period.Last ? last : period.Last));
            first = next;
        }

        return parts;
    }
}
