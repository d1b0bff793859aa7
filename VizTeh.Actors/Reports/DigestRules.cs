using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Reports;

/// <summary>A digest that is to be sent now.</summary>
/// <param name="Day">The working day on which it is sent.</param>
/// <param name="Period">The days that it tells of.</param>
/// <param name="SendBefore">From this moment on it is stale.</param>
internal sealed record DueDigest(DateOnly Day, ReportPeriod Period, DateTimeOffset SendBefore);

/// <summary>When the managers' digest is due, and of which days it tells. Pure.</summary>
internal static class DigestRules
{
    // Later it would be no news of the morning.
    private static readonly TimeSpan Timely = TimeSpan.FromHours(3);

    // After so many days off, a digest tells of the last of them only.
    private const int MostDaysOff = 31;

    /// <returns>Null when none is due.</returns>
    public static DueDigest? Decide(DateTimeOffset now, CompanySettings company)
    {
        if (company.DigestAt is not { } time)
            return null;
        var zone = company.TimeZone;
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        if (!IsWorkingDay(day, company))
            return null;
        var due = LocalTime.First(day.ToDateTime(time), zone);
        // On a day whose working time is over before the digest's time, it comes all the same.
        if (company.Hours?.NextOpening(due) is { } opening && opening < StartOf(day.AddDays(1), zone))
            due = opening;
        if (now < due || now >= due + Timely)
            return null;
        var first = day.AddDays(-1);
        while (!IsWorkingDay(first, company) && day.DayNumber - first.DayNumber < MostDaysOff)
            first = first.AddDays(-1);
        return new DueDigest(day, new ReportPeriod(first, day.AddDays(-1)), due + Timely);
    }

    private static bool IsWorkingDay(DateOnly day, CompanySettings company)
    {
        if (company.Hours is not { } hours)
            return day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);
        var midnight = StartOf(day, company.TimeZone);
        return hours.NextOpening(midnight) is { } opening && opening < StartOf(day.AddDays(1), company.TimeZone);
    }

    private static DateTimeOffset StartOf(DateOnly day, TimeZoneInfo zone) =>
        LocalTime.First(day.ToDateTime(TimeOnly.MinValue), zone);
}
