using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>When the managers are reminded of a ticket whose client waits. Pure.</summary>
internal static class WaitRules
{
    private static readonly TimeSpan LongestOnTheWay = TimeSpan.FromHours(1);

    /// <summary>The next reminder of a wait.</summary>
    /// <param name="startedAt">From when the steps are counted.</param>
    /// <param name="after">Steps that were due by then are over, told or not.</param>
    /// <returns>A moment of working time, if the firm has any; null when no step is left.</returns>
    public static DateTimeOffset? NextDue(DateTimeOffset startedAt, DateTimeOffset after, CompanySettings company)
    {
        foreach (var due in Dues(startedAt, company))
        {
            if (due > after)
                return due;
        }

        return null;
    }

    /// <summary>How long a reminder that is decided at this moment may be sent so: within working time, and not for long.</summary>
    public static TimeSpan ValidFor(DateTimeOffset at, CompanySettings company) =>
        company.Hours?.Closing(at) - at is { } left && left < LongestOnTheWay ? left : LongestOnTheWay;

    // In the order of time: a morning comes on a day after the step before, and times are in order.
    private static IEnumerable<DateTimeOffset> Dues(DateTimeOffset startedAt, CompanySettings company)
    {
        var last = startedAt;
        foreach (var step in company.WaitingSteps)
        {
            DateTimeOffset? due = step.After switch
            {
                null => MorningAfter(last, company),
                { } time when company.Hours is { } hours => hours.Add(startedAt, time),
                { } time => startedAt + time,
            };
            // No working time is to come.
            if (due is not { } at)
                yield break;
            last = SnoozeRules.Within(at, company.Hours);
            yield return last;
        }
    }

    // At the usual hour of the first later day on which the firm works, or when it opens on that day if it does not work at that hour.
    private static DateTimeOffset MorningAfter(DateTimeOffset last, CompanySettings company)
    {
        var zone = company.TimeZone;
        var opening = SnoozeRules.Within(SnoozeRules.MorningAfter(last, zone), company.Hours);
        var usual = SnoozeRules.Within(SnoozeRules.MorningOf(DayOf(opening), zone), company.Hours);
        return DayOf(usual) == DayOf(opening) ? usual : opening;

        DateOnly DayOf(DateTimeOffset at) => DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime);
    }
}
