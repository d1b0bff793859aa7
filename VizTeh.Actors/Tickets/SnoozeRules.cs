using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Tickets;

/// <summary>When the reminder of a ticket comes. Pure.</summary>
internal static class SnoozeRules
{
    /// <summary>The hour of <see cref="SnoozeKind.Tomorrow"/> and <see cref="SnoozeKind.Monday"/>, by the firm's clock.</summary>
    public const int Hour = 10;

    private const int MostDays = 366;

    /// <param name="hours">The firm's working time, into which a reminder is moved; null when it counts round the clock.</param>
    /// <returns>The outcome and, of a reminder that is set, its moment.</returns>
    public static (SnoozeOutcome Outcome, DateTimeOffset? Until) Decide(
        SnoozeChoice choice, Ticket ticket, DateTimeOffset now, TimeZoneInfo zone, WorkingHours? hours, bool isOn = true)
    {
        if (choice.Kind == SnoozeKind.Never)
            return (ticket.SnoozedUntil is null ? SnoozeOutcome.NoReminder : SnoozeOutcome.Ended, null);
        if (ticket.Status == TicketStatus.Closed)
            return (SnoozeOutcome.Closed, null);
        if (!isOn)
            return (SnoozeOutcome.Off, null);
        var wanted = MomentOf(choice, now, zone);
        if (wanted <= now)
            return (SnoozeOutcome.Past, null);
        return wanted > now.AddDays(MostDays) ? (SnoozeOutcome.TooFar, null) : (SnoozeOutcome.Snoozed, Within(wanted, hours));
    }

    /// <summary>The moment itself in working time; else when that begins.</summary>
    public static DateTimeOffset Within(DateTimeOffset at, WorkingHours? hours) => hours?.NextOpening(at) ?? at.ToUniversalTime();

    /// <summary>The morning of the next day, by the firm's clock.</summary>
    public static DateTimeOffset MorningAfter(DateTimeOffset at, TimeZoneInfo zone) =>
        MorningOf(DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, zone).DateTime).AddDays(1), zone);

    public static DateTimeOffset MorningOf(DateOnly day, TimeZoneInfo zone) => LocalTime.First(day.ToDateTime(new TimeOnly(Hour, 0)), zone);

    /// <summary>The first of the days that a card offers: today, or the wanted one.</summary>
    public static DateOnly FirstDay(DateOnly? wanted, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, zone).DateTime);
        return wanted is { } day ? day < today ? today : day > today.AddDays(MostDays) ? today.AddDays(MostDays) : day : today;
    }

    private static DateTimeOffset MomentOf(SnoozeChoice choice, DateTimeOffset now, TimeZoneInfo zone)
    {
        var today = TimeZoneInfo.ConvertTime(now, zone).Date;
        return choice.Kind switch
        {
            SnoozeKind.InAnHour => FullMinute(now.AddHours(1)),
            SnoozeKind.Tomorrow => MorningAfter(now, zone),
            SnoozeKind.Monday => MorningOf(DateOnly.FromDateTime(today).AddDays(DaysToMonday(today.DayOfWeek)), zone),
            _ => LocalTime.First(choice.At ?? today, zone),
        };
    }

    // From a Monday it is a week to the next one.
    private static int DaysToMonday(DayOfWeek day) => day == DayOfWeek.Sunday ? 1 : 8 - (int)day;

    // A card shows no seconds: the reminder never comes before the moment that it shows.
    private static DateTimeOffset FullMinute(DateTimeOffset at)
    {
        var over = at.UtcTicks % TimeSpan.TicksPerMinute;
        return (over == 0 ? at : at.AddTicks(TimeSpan.TicksPerMinute - over)).ToUniversalTime();
    }
}
