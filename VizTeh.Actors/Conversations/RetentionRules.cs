using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Conversations;

/// <summary>When the night's erasures are done. Pure.</summary>
internal static class RetentionRules
{
    /// <param name="lasts">How long the work of a night may last.</param>
    /// <returns>The day on which the night's work began that may go on now; null for none.</returns>
    public static DateOnly? NightOf(DateTimeOffset now, TimeOnly at, TimeSpan lasts, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        // Work that begins late in the evening goes on after midnight.
        foreach (var day in (DateOnly[])[today, today.AddDays(-1)])
        {
            var begin = LocalTime.First(day.ToDateTime(at), zone);
            if (now >= begin && now < begin + lasts)
                return day;
        }

        return null;
    }

    /// <inheritdoc cref="NightOf(DateTimeOffset, TimeOnly, TimeSpan, TimeZoneInfo)"/>
    public static DateOnly? NightOf(DateTimeOffset now, CompanySettings company, TimeSpan lasts) =>
        NightOf(now, company.Retention.At, lasts, company.TimeZone);
}
