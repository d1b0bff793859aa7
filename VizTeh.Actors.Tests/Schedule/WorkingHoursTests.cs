using System.Globalization;
using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Tests.Schedule;

/// <summary>
/// The arithmetic of working time. The firm of most tests works from Monday to Friday with a break at noon; Monday 4 January 2027 is a day
/// off, and Saturday 20 February 2027 a short working day.
/// </summary>
public sealed class WorkingHoursTests
{
    private static readonly TimeZoneInfo Moscow = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
    private static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
    private static readonly TimeZoneInfo Cairo = TimeZoneInfo.FindSystemTimeZoneById("Africa/Cairo");

    private static readonly WorkingHours Firm = new(
        Moscow,
        new[] { DayOfWeek.Monday, DayOfWeek.Tuesday, DayOfWeek.Wednesday, DayOfWeek.Thursday, DayOfWeek.Friday }
            .ToDictionary(day => day, _ => Spans("9-13 14-18")),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>
        {
            [new(2027, 1, 4)] = [],
            [new(2027, 2, 20)] = Spans("10-15"),
        },
        TimeSpan.FromHours(2));

    [Theory]
    [InlineData("2027-01-11 08:59:59", false)] // Monday.
    [InlineData("2027-01-11 09:00", true)]
    [InlineData("2027-01-11 12:59:59", true)]
    [InlineData("2027-01-11 13:00", false)]
    [InlineData("2027-01-11 14:00", true)]
    [InlineData("2027-01-11 18:00", false)]
    [InlineData("2027-01-10 10:00", false)] // Sunday.
    [InlineData("2027-01-04 10:00", false)] // A day off.
    [InlineData("2027-02-20 10:00", true)] // A working Saturday, with hours of its own.
    [InlineData("2027-02-20 15:00", false)]
    [InlineData("2027-02-27 10:00", false)] // Any other Saturday.
    public void The_firm_works_from_the_beginning_of_a_span_until_its_end(string at, bool isOpen) =>
        Assert.Equal(isOpen, Firm.IsOpen(At(at, Moscow)));

    [Theory]
    [InlineData("2027-01-11 10:00", "2027-01-11 10:00")]
    [InlineData("2027-01-11 13:00", "2027-01-11 14:00")]
    [InlineData("2027-01-11 18:00", "2027-01-12 09:00")]
    [InlineData("2027-01-15 18:00", "2027-01-18 09:00")] // Over the weekend.
    [InlineData("2027-01-01 18:00", "2027-01-05 09:00")] // And a day off after it.
    [InlineData("2027-02-19 18:00", "2027-02-20 10:00")]
    public void The_next_opening_is_the_moment_itself_or_the_beginning_of_the_next_span(string at, string opening) =>
        Assert.Equal(At(opening, Moscow), Firm.NextOpening(At(at, Moscow)));

    [Theory]
    [InlineData("2027-01-11 10:00", "2027-01-11 13:00")]
    [InlineData("2027-01-11 12:59", "2027-01-11 13:00")]
    [InlineData("2027-01-11 14:00", "2027-01-11 18:00")]
    public void The_closing_is_the_end_of_the_span_that_a_moment_is_in(string at, string closing)
    {
        Assert.Equal(At(closing, Moscow), Firm.Closing(At(at, Moscow)));
        Assert.Null(Firm.Closing(At(closing, Moscow)));
    }

    [Theory]
    [InlineData("2027-01-11 09:30", 120, "2027-01-11 11:30")]
    [InlineData("2027-01-11 12:00", 120, "2027-01-11 15:00")] // Over the break.
    [InlineData("2027-01-11 12:00", 60, "2027-01-11 13:00")] // The end of a span, not the beginning of the next.
    [InlineData("2027-01-11 13:30", 60, "2027-01-11 15:00")]
    [InlineData("2027-01-15 17:00", 120, "2027-01-18 10:00")]
    [InlineData("2027-01-16 12:00", 120, "2027-01-18 11:00")]
    [InlineData("2027-02-19 17:00", 420, "2027-02-22 10:00")]
    [InlineData("2027-01-11 09:00", 2_400, "2027-01-15 18:00")] // A week of five days.
    [InlineData("2027-01-16 12:00", 0, "2027-01-16 12:00")]
    public void Working_time_passes_only_while_the_firm_works(string at, int minutes, string reached)
    {
        Assert.Equal(At(reached, Moscow), Firm.Add(At(at, Moscow), TimeSpan.FromMinutes(minutes)));
        Assert.Equal(TimeSpan.FromMinutes(minutes), Firm.Between(At(at, Moscow), At(reached, Moscow)));
    }

    [Theory]
    [InlineData("2027-01-11 13:00", "2027-01-11 14:00", 0)]
    [InlineData("2027-01-15 17:30", "2027-01-18 09:15", 45)]
    [InlineData("2027-01-11 10:00", "2027-01-11 10:00", 0)]
    [InlineData("2027-01-12 10:00", "2027-01-11 10:00", 0)]
    [InlineData("2026-12-31 00:00", "2027-01-08 00:00", 2_400)] // Thursday, Friday, and Tuesday to Thursday.
    public void Between_two_moments_only_working_time_counts(string from, string until, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Firm.Between(At(from, Moscow), At(until, Moscow)));

    [Fact]
    public void A_span_may_end_at_midnight_and_the_next_day_go_on_from_there()
    {
        var always = Daily(Moscow, "0-24");

        Assert.True(always.IsOpen(At("2027-01-11 23:59:59", Moscow)));
        Assert.True(always.IsOpen(At("2027-01-12 00:00", Moscow)));
        Assert.Equal(At("2027-01-13 02:00", Moscow), always.Add(At("2027-01-11 23:00", Moscow), TimeSpan.FromHours(27)));

        var late = Daily(Moscow, "20-24");
        Assert.False(late.IsOpen(At("2027-01-12 00:00", Moscow)));
        Assert.Equal(At("2027-01-12 00:00", Moscow), late.Add(At("2027-01-11 22:00", Moscow), TimeSpan.FromHours(2)));
    }

    [Theory]
    [InlineData("2027-03-28", 23)] // Berlin's clocks skip 2:00 to 3:00.
    [InlineData("2027-10-31", 25)] // And show it twice.
    [InlineData("2027-06-01", 24)]
    public void A_whole_day_has_the_hours_that_it_has(string day, int hours)
    {
        var always = Daily(Berlin, "0-24");
        var midnight = At($"{day} 00:00", Berlin);
        var next = At(DateOnly.Parse(day, CultureInfo.InvariantCulture).AddDays(1).ToString("O", CultureInfo.InvariantCulture), Berlin);

        Assert.Equal(TimeSpan.FromHours(hours), always.Between(midnight, next));
        Assert.Equal(next, always.Add(midnight, TimeSpan.FromHours(hours)));
    }

    [Fact]
    public void After_a_change_of_the_clocks_the_firm_opens_by_the_new_time()
    {
        var firm = Daily(Berlin, "9-18");

        Assert.Equal(
            new DateTimeOffset(2027, 3, 28, 7, 0, 0, TimeSpan.Zero),
            firm.NextOpening(new DateTimeOffset(2027, 3, 27, 20, 0, 0, TimeSpan.Zero)));
        Assert.Equal(
            new DateTimeOffset(2027, 10, 31, 8, 0, 0, TimeSpan.Zero),
            firm.NextOpening(new DateTimeOffset(2027, 10, 30, 20, 0, 0, TimeSpan.Zero)));
    }

    [Fact]
    public void A_time_that_the_clocks_skip_comes_when_they_are_set_forward()
    {
        var change = new DateTimeOffset(2027, 3, 28, 1, 0, 0, TimeSpan.Zero); // 2:00 becomes 3:00.

        Assert.Equal(change, Daily(Berlin, "2-5").NextOpening(change.AddHours(-3)));
        Assert.Equal(TimeSpan.FromHours(2), Daily(Berlin, "2-5").Between(change.AddHours(-3), change.AddHours(12)));
        // The whole span is skipped: the firm opens a day later.
        Assert.Equal(new DateTimeOffset(2027, 3, 29, 0, 0, 0, TimeSpan.Zero), Daily(Berlin, "2-3").NextOpening(change.AddMinutes(-30)));
    }

    [Fact]
    public void Of_a_time_that_the_clocks_show_twice_the_first_counts()
    {
        var firstTwo = new DateTimeOffset(2027, 10, 31, 0, 0, 0, TimeSpan.Zero);
        var firm = Daily(Berlin, "2-3");

        Assert.Equal(firstTwo, firm.NextOpening(firstTwo.AddHours(-1)));
        // Three is shown once, an hour after it would have been.
        Assert.Equal(TimeSpan.FromHours(2), firm.Between(firstTwo.AddHours(-1), firstTwo.AddHours(12)));
        Assert.Equal(firstTwo, Daily(Berlin, "1-2").Add(firstTwo.AddHours(-1), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void A_day_may_have_no_midnight()
    {
        // In Cairo the clocks go from 0:00 to 1:00 on 30 April 2027, a Friday.
        var noMidnight = new DateTimeOffset(2027, 4, 29, 22, 0, 0, TimeSpan.Zero);
        var always = Daily(Cairo, "0-24");

        Assert.Equal(TimeSpan.FromHours(23), always.Between(noMidnight, noMidnight.AddHours(23)));
        Assert.Equal(noMidnight, Daily(Cairo, "0-2").NextOpening(noMidnight.AddHours(-5)));
        Assert.Equal(noMidnight, Daily(Cairo, "20-24").Add(noMidnight.AddHours(-1), TimeSpan.FromHours(1)));
    }

    [Fact]
    public void When_all_days_to_come_are_off_there_is_no_opening_and_no_endless_search()
    {
        var once = new WorkingHours(
            Moscow, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [new(2027, 2, 20)] = Spans("10-15") }, TimeSpan.FromHours(2));

        Assert.Equal(At("2027-02-20 10:00", Moscow), once.NextOpening(At("2027-01-01 00:00", Moscow)));
        Assert.Null(once.NextOpening(At("2027-02-20 15:00", Moscow)));
        Assert.Null(once.NextOpening(At("9999-12-30 00:00", Moscow)));
        Assert.Null(once.Add(At("2027-02-20 14:00", Moscow), TimeSpan.FromHours(2)));
        Assert.False(once.IsOpen(At("2027-02-20 15:00", Moscow)));
        Assert.Equal(TimeSpan.FromHours(5), once.Between(At("2027-01-01 00:00", Moscow), At("2100-01-01 00:00", Moscow)));
        Assert.Null(Daily(Moscow, "").NextOpening(At("2027-01-01 00:00", Moscow)));
    }

    [Fact]
    public void What_is_added_is_what_lies_between_at_any_moment_of_a_year_with_changes_of_the_clocks()
    {
        var random = new Random(20270101);
        WorkingHours[] firms = [Daily(Berlin, "0-2 2-9 22-24"), Daily(Cairo, "0-1 3-24"), Firm];
        for (var tries = 0; tries < 3_000; tries++)
        {
            var firm = firms[tries % firms.Length];
            var at = new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(random.Next(525_600));
            var working = TimeSpan.FromMinutes(random.Next(1, 5_000));

            var reached = Assert.NotNull(firm.Add(at, working));
            Assert.Equal(working, firm.Between(at, reached));
            Assert.True(firm.IsOpen(reached.AddTicks(-1)));
            var opening = Assert.NotNull(firm.NextOpening(at));
            Assert.True(firm.IsOpen(opening));
            Assert.Equal(TimeSpan.Zero, firm.Between(at, opening));
            Assert.Equal(firm.IsOpen(at), opening == at);
        }
    }

    private static WorkingHours Daily(TimeZoneInfo zone, string spans) => new(
        zone, Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => Spans(spans)),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(1));

    // "9-13 14-18", in hours.
    private static IReadOnlyList<WorkingSpan> Spans(string hours) =>
    [
        .. hours.Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(span => span.Split('-').Select(hour => int.Parse(hour, CultureInfo.InvariantCulture) * 60).ToArray())
            .Select(span => new WorkingSpan(span[0], span[1])),
    ];

    private static DateTimeOffset At(string local, TimeZoneInfo zone)
    {
        var time = DateTime.Parse(local, CultureInfo.InvariantCulture);
        return new DateTimeOffset(time, zone.GetUtcOffset(time)).ToUniversalTime();
    }
}
