using System.Globalization;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>When managers are reminded of a client who waits, and what they read then.</summary>
public sealed class WaitRulesTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");

    // Monday to Friday, from nine to six; a day off on Tuesday the 17th.
    private static readonly WorkingHours Hours = new(
        Moscow,
        Enumerable.Range(1, 5).ToDictionary(day => (DayOfWeek)day, _ => (IReadOnlyList<WorkingSpan>)[new WorkingSpan(9 * 60, 18 * 60)]),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [new DateOnly(2026, 3, 17)] = [] }, TimeSpan.FromHours(2));

    private static readonly CompanySettings RoundTheClock =
        ShippedForm.Company with { TimeZone = Moscow, Hours = null, WaitingSteps = WaitingStepKeys.Shipped };

    private static readonly CompanySettings Working = RoundTheClock with { Hours = Hours };

    [Theory]
    // A Thursday.
    [InlineData("2026-03-12 10:00", "12 10:30", "12 12:00", "13 10:00")]
    [InlineData("2026-03-12 02:30", "12 03:00", "12 04:30", "13 10:00")]
    [InlineData("2026-03-12 23:00", "12 23:30", "13 01:00", "14 10:00")]
    public void Without_working_hours_time_is_counted_round_the_clock_and_the_morning_is_at_ten_of_the_next_day(
        string from, params string[] dues) => Assert.Equal(dues, Dues(from, RoundTheClock));

    [Theory]
    [InlineData("2026-03-12 10:00", "12 10:30", "12 12:00", "13 10:00")]
    // Half an hour before the end: the moment of closing is none of working time.
    [InlineData("2026-03-12 17:30", "13 09:00", "13 10:30", "16 10:00")]
    [InlineData("2026-03-12 17:50", "13 09:20", "13 10:50", "16 10:00")]
    [InlineData("2026-03-12 22:00", "13 09:30", "13 11:00", "16 10:00")]
    // Friday evening, and a Saturday.
    [InlineData("2026-03-13 17:45", "16 09:15", "16 10:45", "18 10:00")]
    [InlineData("2026-03-14 12:00", "16 09:30", "16 11:00", "18 10:00")]
    // On Monday, before a day off.
    [InlineData("2026-03-16 16:30", "16 17:00", "18 09:30", "19 10:00")]
    public void With_working_hours_only_they_count_and_the_morning_is_that_of_a_working_day(string from, params string[] dues) =>
        Assert.Equal(dues, Dues(from, Working));

    [Fact]
    public void A_firm_that_opens_late_or_never_closes_has_its_morning_when_it_opens_or_at_ten()
    {
        Assert.Equal(["13 12:00"], Dues("2026-03-12 13:00", Of([new WorkingSpan(12 * 60, 20 * 60)])));
        Assert.Equal(["13 10:00"], Dues("2026-03-12 13:00", Of([new WorkingSpan(0, WorkingSpan.MinutesOfDay)])));
        Assert.Equal(["14 07:00"], Dues("2026-03-12 08:00", Of([new WorkingSpan(7 * 60, 9 * 60)])));

        static CompanySettings Of(IReadOnlyList<WorkingSpan> spans) => RoundTheClock with
        {
            WaitingSteps = [WaitingStep.Morning],
            Hours = new WorkingHours(
                Moscow, Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => spans),
                new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.Zero),
        };
    }

    [Fact]
    public void Mornings_may_follow_one_another_and_without_steps_there_is_none()
    {
        Assert.Equal(
            ["13 10:00", "16 10:00", "18 10:00"],
            Dues("2026-03-12 10:00", Working with { WaitingSteps = [.. Enumerable.Repeat(WaitingStep.Morning, 3)] }));
        Assert.Empty(Dues("2026-03-12 10:00", Working with { WaitingSteps = [] }));
    }

    [Fact]
    public void Steps_that_were_missed_are_over_and_the_next_one_is_the_first_that_is_to_come()
    {
        var start = At("2026-03-12 10:00");

        Assert.Equal(At("2026-03-12 12:00"), WaitRules.NextDue(start, At("2026-03-12 10:30"), Working));
        Assert.Equal(At("2026-03-13 10:00"), WaitRules.NextDue(start, At("2026-03-12 15:00"), Working));
        Assert.Null(WaitRules.NextDue(start, At("2026-03-13 10:00"), Working));
    }

    [Fact]
    public void When_no_working_time_is_to_come_nobody_is_reminded()
    {
        var over = new WorkingHours(
            Moscow, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [new DateOnly(2026, 3, 12)] = [new WorkingSpan(9 * 60, 18 * 60)] },
            TimeSpan.Zero);

        Assert.Equal(["12 17:30"], Dues("2026-03-12 17:00", Working with { Hours = over, WaitingSteps = [.. Steps(30, 120)] }));
    }

    [Theory]
    [InlineData("2026-03-12 10:00", "01:00")]
    [InlineData("2026-03-12 17:40", "00:20")]
    public void A_reminder_that_cannot_be_sent_within_the_hour_or_before_the_firm_closes_is_decided_again(string now, string within)
    {
        Assert.Equal(within, WaitRules.ValidFor(At(now), Working).ToString(@"hh\:mm", CultureInfo.InvariantCulture));
        Assert.Equal(TimeSpan.FromHours(1), WaitRules.ValidFor(At(now), RoundTheClock));
    }

    [Fact]
    public void The_reminder_tells_how_long_the_client_waits_since_when_and_who_has_the_ticket()
    {
        Assert.Equal(
            "⏳ Заявка №34 ждёт ответа 30 мин: с 12.03 10:00.",
            Text("2026-03-12 10:00", "2026-03-12 10:30", RoundTheClock));
        Assert.Equal(
            "⏳ Заявка №34 ждёт ответа 1 ч 20 мин рабочего времени: с 13.03 17:00.\n👤 <a href=\"tg://user?id=9\">Пётр &lt;b&gt;</a>",
            Text("2026-03-13 17:00", "2026-03-16 09:20", Working, new TicketOwner(9, "Пётр <b>", default)));
        Assert.Equal(
            "⏳ Заявка №34 ждёт ответа 24 ч: с 31.12.2025 10:00.", Text("2025-12-31 10:00", "2026-01-01 10:00", RoundTheClock));
        // The two clocks may differ.
        Assert.Equal(
            "⏳ Заявка №34 ждёт ответа меньше минуты: с 12.03 10:00.", Text("2026-03-12 10:00", "2026-03-12 09:00", RoundTheClock));
    }

    private static string Text(string since, string now, CompanySettings company, TicketOwner? owner = null) =>
        WaitReminderText.Render(34, At(since), owner, company, At(now)).Html;

    private static IEnumerable<WaitingStep> Steps(params IEnumerable<int> minutes) =>
        minutes.Select(count => new WaitingStep(TimeSpan.FromMinutes(count)));

    private static IEnumerable<string> Dues(string from, CompanySettings company)
    {
        var start = At(from);
        for (var due = WaitRules.NextDue(start, start, company); due is { } at; due = WaitRules.NextDue(start, at, company))
            yield return TimeZoneInfo.ConvertTime(at, Moscow).ToString("dd HH:mm", CultureInfo.InvariantCulture);
    }

    private static DateTimeOffset At(string moscow) =>
        new(DateTime.Parse(moscow, CultureInfo.InvariantCulture), TimeSpan.FromHours(3));
}
