using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>Who may take a ticket, take it over and give it back.</summary>
public sealed class ClaimRulesTests
{
    private const long Petr = 9;
    private const long Maria = 10;
    private const long Ivan = 11;

    // A Tuesday.
    private static readonly DateTimeOffset Noon = new(2026, 3, 3, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ticket Open = new(34, 42, "anna", TicketSamples.Answers, TicketStatus.Open, null);

    private static readonly Ticket Petrs = Open with { Owner = new TicketOwner(Petr, "Пётр", Noon) };

    private static readonly WorkingHours Hours = new(
        TimeZoneInfo.Utc,
        Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<WorkingSpan>)[new WorkingSpan(9 * 60, 13 * 60)]),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(1));

    [Theory]
    [InlineData(ClaimAction.Claim)]
    [InlineData(ClaimAction.TakeOver)]
    public void A_ticket_that_nobody_has_is_taken_also_by_a_button_that_names_a_former_owner(ClaimAction action) =>
        Assert.Equal(ClaimOutcome.Taken, Decide(Open, action, Maria, from: Petr));

    [Theory]
    [InlineData(ClaimAction.Claim, Petr, ClaimOutcome.Yours)]
    [InlineData(ClaimAction.TakeOver, Petr, ClaimOutcome.Yours)]
    [InlineData(ClaimAction.Release, Petr, ClaimOutcome.Released)]
    [InlineData(ClaimAction.Claim, Maria, ClaimOutcome.Held)]
    [InlineData(ClaimAction.TakeOver, Maria, ClaimOutcome.TakenOver)]
    [InlineData(ClaimAction.Release, Maria, ClaimOutcome.Held)]
    public void A_ticket_that_somebody_has_stays_theirs_unless_it_is_taken_over_or_given_back(
        ClaimAction action, long actor, ClaimOutcome outcome) => Assert.Equal(outcome, Decide(Petrs, action, actor, from: Petr));

    [Fact]
    public void Nobody_takes_over_from_a_manager_whom_the_pressed_card_did_not_name() =>
        Assert.Equal(ClaimOutcome.Held, Decide(Petrs, ClaimAction.TakeOver, Ivan, from: Maria));

    [Fact]
    public void Nobody_gives_back_a_ticket_that_nobody_has() => Assert.Equal(ClaimOutcome.Free, Decide(Open, ClaimAction.Release, Petr));

    [Theory]
    [InlineData(ClaimAction.Claim)]
    [InlineData(ClaimAction.TakeOver)]
    [InlineData(ClaimAction.Release)]
    public void A_closed_ticket_is_not_taken_nor_any_while_claims_are_off(ClaimAction action)
    {
        Assert.Equal(ClaimOutcome.Closed, Decide(Petrs with { Status = TicketStatus.Closed }, action, Maria, from: Petr));
        Assert.Equal(ClaimOutcome.Off, Decide(Petrs, action, Maria, from: Petr, settings: ClaimSettings.Off));
    }

    [Fact]
    public void Where_nobody_may_take_over_the_owner_can_still_give_it_back()
    {
        var settings = new ClaimSettings(IsOn: true, TakeOverAfter: null);

        Assert.Equal(ClaimOutcome.Never, Decide(Petrs, ClaimAction.TakeOver, Maria, from: Petr, settings: settings));
        Assert.Equal(ClaimOutcome.Released, Decide(Petrs, ClaimAction.Release, Petr, settings: settings));
    }

    [Theory]
    [InlineData(119, false)]
    [InlineData(120, true)]
    public void After_some_time_a_colleague_may_take_over(int minutes, bool isAllowed)
    {
        var (outcome, from) = ClaimRules.Decide(
            Request(ClaimAction.TakeOver, Maria, Petr), Petrs, Noon.AddMinutes(minutes), new(true, TimeSpan.FromHours(2)), hours: null);

        Assert.Equal(isAllowed ? ClaimOutcome.TakenOver : ClaimOutcome.TooEarly, outcome);
        Assert.Equal(isAllowed ? null : Noon.AddHours(2), from);
    }

    [Fact]
    public void The_time_is_working_time_where_the_firm_has_hours()
    {
        // One hour of the two is left of this day.
        var allowed = new DateTimeOffset(2026, 3, 4, 10, 0, 0, TimeSpan.Zero);
        var settings = new ClaimSettings(true, TimeSpan.FromHours(2));

        Assert.Equal(
            (ClaimOutcome.TooEarly, allowed),
            ClaimRules.Decide(Request(ClaimAction.TakeOver, Maria, Petr), Petrs, allowed.AddSeconds(-1), settings, Hours));
        Assert.Equal(
            ClaimOutcome.TakenOver, ClaimRules.Decide(Request(ClaimAction.TakeOver, Maria, Petr), Petrs, allowed, settings, Hours).Outcome);
    }

    private static ClaimOutcome Decide(Ticket ticket, ClaimAction action, long actor, long? from = null, ClaimSettings? settings = null) =>
        ClaimRules.Decide(Request(action, actor, from), ticket, Noon, settings ?? ClaimSettings.Shipped, hours: null).Outcome;

    private static ClaimTicket Request(ClaimAction action, long actor, long? from = null) => new(34, action, actor, "?", 5, 900, 70, from);
}
