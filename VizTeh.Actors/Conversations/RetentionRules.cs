using Npgsql;
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

    /// <summary>
    /// Whether PostgreSQL may take other rows, though it refuses these: a check, a trigger, a damaged page, a statement that takes too
    /// long. Not when it is full, read-only, going down, or breaks the transaction off for another one (PostgreSQL manual, appendix A).
    /// </summary>
    public static bool IsOfRows(string sqlState) =>
        sqlState is PostgresErrorCodes.QueryCanceled
        || (sqlState is not (['0', '8', ..] or ['2', '5' or '6', ..] or ['4', '0', ..] or ['5', '3' or '7', ..] or ['F', '0', ..])
            && sqlState is not (PostgresErrorCodes.LockNotAvailable or ""));

    /// <inheritdoc cref="NightOf(DateTimeOffset, TimeOnly, TimeSpan, TimeZoneInfo)"/>
    public static DateOnly? NightOf(DateTimeOffset now, CompanySettings company, TimeSpan lasts) =>
        NightOf(now, company.Retention.At, lasts, company.TimeZone);
}
