using VizTeh.Actors.Reports;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>The digest comes on the mornings of working days, and never late.</summary>
public sealed class DigestRulesTests
{
    private static readonly CompanySettings Firm =
        FirmHours.In(TestSettings.WithoutServers(ShippedForm.Company)).Company with { DigestAt = new TimeOnly(9, 0) };

    private static readonly DateTimeOffset Monday = FirmHours.Monday.AddHours(-12);

    [Fact]
    public void It_comes_at_its_time_and_tells_of_the_days_since_the_last_working_day()
    {
        Assert.Null(DigestRules.Decide(Monday.AddHours(8.99), Firm));
        var due = DigestRules.Decide(Monday.AddHours(9), Firm)!;

        Assert.Equal(new DateOnly(2027, 1, 18), due.Day);
        Assert.Equal(new ReportPeriod(new DateOnly(2027, 1, 15), new DateOnly(2027, 1, 17)), due.Period);
        Assert.Equal(
            new ReportPeriod(new DateOnly(2027, 1, 18), new DateOnly(2027, 1, 18)), DigestRules.Decide(Monday.AddHours(33), Firm)!.Period);
    }

    [Fact]
    public void Three_hours_late_it_is_not_sent_any_more()
    {
        var due = DigestRules.Decide(Monday.AddHours(11.99), Firm)!;

        Assert.Equal(Monday.AddHours(12), due.SendBefore);
        Assert.Null(DigestRules.Decide(Monday.AddHours(12), Firm));
    }

    [Theory]
    [InlineData(-48)]
    [InlineData(-24)]
    public void On_a_day_off_there_is_none(int hours)
    {
        Assert.Null(DigestRules.Decide(Monday.AddHours(9 + hours), Firm));
        Assert.Null(DigestRules.Decide(Monday.AddHours(9 + hours), Firm with { Hours = null }));
    }

    [Fact]
    public void It_waits_until_the_firm_opens()
    {
        var firm = Firm with { DigestAt = new TimeOnly(7, 30) };

        Assert.Null(DigestRules.Decide(Monday.AddHours(8.5), firm));
        Assert.NotNull(DigestRules.Decide(Monday.AddHours(9), firm));
        Assert.NotNull(DigestRules.Decide(Monday.AddHours(7.5), firm with { Hours = null }));
    }

    [Fact]
    public void A_day_whose_work_is_over_before_it_has_one_all_the_same()
    {
        var firm = Firm with { DigestAt = new TimeOnly(20, 0) };

        Assert.Equal(new DateOnly(2027, 1, 18), DigestRules.Decide(Monday.AddHours(20), firm)!.Day);
        Assert.Null(DigestRules.Decide(Monday.AddHours(33), firm));
    }

    [Fact]
    public void Holidays_and_moved_working_days_count()
    {
        var dates = new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>
        {
            [new DateOnly(2027, 1, 18)] = [],
            [new DateOnly(2027, 1, 16)] = [new WorkingSpan(10 * 60, 15 * 60)],
        };
        var week = Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            .ToDictionary(day => day, _ => (IReadOnlyList<WorkingSpan>)[new WorkingSpan(9 * 60, 18 * 60)]);
        var firm = Firm with { Hours = new WorkingHours(Firm.TimeZone, week, dates, TimeSpan.FromHours(2)) };

        Assert.Null(DigestRules.Decide(Monday.AddHours(9), firm));
        Assert.Null(DigestRules.Decide(Monday.AddHours(9 - 48), firm));
        Assert.Equal(new DateOnly(2027, 1, 16), DigestRules.Decide(Monday.AddHours(10 - 48), firm)!.Day);
        Assert.Equal(
            new ReportPeriod(new DateOnly(2027, 1, 16), new DateOnly(2027, 1, 18)), DigestRules.Decide(Monday.AddHours(33), firm)!.Period);
    }

    [Fact]
    public void Switched_off_there_is_none() => Assert.Null(DigestRules.Decide(Monday.AddHours(9), Firm with { DigestAt = null }));
}
