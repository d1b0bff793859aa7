using VizTeh.Actors.Schedule;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>When the reminder of a ticket comes, by the firm's clock and within its working time.</summary>
public sealed class SnoozeRulesTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    // A Thursday.
    private static readonly DateTimeOffset Now = At(2026, 3, 12, 17, 30);
    private static readonly Ticket Open = new(34, 42, "anna", TicketSamples.Answers, TicketStatus.Open, null);

    // Monday to Friday, from nine to six.
    private static readonly WorkingHours Hours = new(
        Moscow,
        Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, _ => (IReadOnlyList<WorkingSpan>)[new WorkingSpan(9 * 60, 18 * 60)]),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(2));

    [Theory]
    [InlineData(SnoozeKind.InAnHour, "2026-03-12 18:30")]
    [InlineData(SnoozeKind.Tomorrow, "2026-03-13 10:00")]
    [InlineData(SnoozeKind.Monday, "2026-03-16 10:00")]
    public void Round_the_clock_a_reminder_comes_when_it_was_asked_for(SnoozeKind kind, string at) =>
        Assert.Equal((SnoozeOutcome.Snoozed, at), Decide(new SnoozeChoice(kind), hours: null));

    [Theory]
    [InlineData(SnoozeKind.InAnHour, "2026-03-13 09:00")]
    [InlineData(SnoozeKind.Tomorrow, "2026-03-13 10:00")]
    public void Working_hours_move_a_reminder_to_their_next_beginning(SnoozeKind kind, string at) =>
        Assert.Equal((SnoozeOutcome.Snoozed, at), Decide(new SnoozeChoice(kind), Hours));

    [Fact]
    public void A_reminder_for_a_day_off_comes_on_the_next_working_day()
    {
        Assert.Equal((SnoozeOutcome.Snoozed, "2026-03-16 09:00"), Decide(new SnoozeChoice(SnoozeKind.Tomorrow), Hours, Now.AddDays(1)));
        Assert.Equal(
            (SnoozeOutcome.Snoozed, "2026-03-16 09:00"),
            Decide(new SnoozeChoice(SnoozeKind.At, new DateTime(2026, 3, 14, 12, 0, 0)), Hours));
    }

    [Theory]
    [InlineData(0, "2026-03-23 10:00")]
    [InlineData(1, "2026-03-23 10:00")]
    [InlineData(5, "2026-03-23 10:00")]
    [InlineData(6, "2026-03-23 10:00")]
    [InlineData(7, "2026-03-30 10:00")]
    public void Monday_is_the_next_one_and_on_a_monday_that_of_the_week_after(int daysAfterMonday, string at) => Assert.Equal(
        (SnoozeOutcome.Snoozed, at),
        Decide(new SnoozeChoice(SnoozeKind.Monday), hours: null, At(2026, 3, 16, 8, 0).AddDays(daysAfterMonday)));

    [Theory]
    [InlineData("2026-03-12 17:30", SnoozeOutcome.Past)]
    [InlineData("2026-03-11 18:00", SnoozeOutcome.Past)]
    [InlineData("2000-01-01 00:00", SnoozeOutcome.Past)]
    [InlineData("2027-03-14 10:00", SnoozeOutcome.TooFar)]
    [InlineData("8999-12-31 23:59", SnoozeOutcome.TooFar)]
    [InlineData("2026-03-12 17:31", SnoozeOutcome.Snoozed)]
    public void A_moment_that_is_over_or_more_than_a_year_away_is_refused(string at, SnoozeOutcome outcome) => Assert.Equal(
        outcome,
        Decide(
            new SnoozeChoice(SnoozeKind.At, DateTime.Parse(at, System.Globalization.CultureInfo.InvariantCulture)), hours: null).Outcome);

    [Fact]
    public void A_closed_ticket_gets_no_reminder_and_none_is_set_while_they_are_off_but_one_can_be_given_up_then()
    {
        var (choice, never) = (new SnoozeChoice(SnoozeKind.Tomorrow), new SnoozeChoice(SnoozeKind.Never));
        var closed = Open with { Status = TicketStatus.Closed };
        var snoozed = Open with { SnoozedUntil = Now.AddDays(1) };

        Assert.Equal(SnoozeOutcome.Closed, SnoozeRules.Decide(choice, closed, Now, Moscow, null).Outcome);
        Assert.Equal(SnoozeOutcome.Off, SnoozeRules.Decide(choice, Open, Now, Moscow, null, isOn: false).Outcome);
        Assert.Equal(SnoozeOutcome.Ended, SnoozeRules.Decide(never, snoozed, Now, Moscow, null, isOn: false).Outcome);
        Assert.Equal(SnoozeOutcome.NoReminder, SnoozeRules.Decide(never, Open, Now, Moscow, null).Outcome);
    }

    [Fact]
    public void A_reminder_never_comes_before_the_minute_that_the_card_shows() => Assert.Equal(
        At(2026, 3, 12, 18, 31), SnoozeRules.Decide(new(SnoozeKind.InAnHour), Open, Now.AddSeconds(1), Moscow, null).Until);

    [Fact]
    public void The_days_that_a_card_offers_begin_today_and_end_after_a_year()
    {
        Assert.Equal(new DateOnly(2026, 3, 12), SnoozeRules.FirstDay(null, Now, Moscow));
        Assert.Equal(new DateOnly(2026, 3, 12), SnoozeRules.FirstDay(new DateOnly(2026, 2, 28), Now, Moscow));
        Assert.Equal(new DateOnly(2026, 4, 1), SnoozeRules.FirstDay(new DateOnly(2026, 4, 1), Now, Moscow));
        Assert.Equal(new DateOnly(2027, 3, 13), SnoozeRules.FirstDay(new DateOnly(2030, 1, 1), Now, Moscow));
    }

    private static (SnoozeOutcome Outcome, string Until) Decide(SnoozeChoice choice, WorkingHours? hours, DateTimeOffset? now = null)
    {
        var (outcome, until) = SnoozeRules.Decide(choice, Open, now ?? Now, Moscow, hours);
        return (outcome, until is { } at
            ? TimeZoneInfo.ConvertTime(at, Moscow).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture)
            : "");
    }

    private static DateTimeOffset At(int year, int month, int day, int hour, int minute) =>
        new(year, month, day, hour, minute, 0, TimeSpan.FromHours(3));
}
