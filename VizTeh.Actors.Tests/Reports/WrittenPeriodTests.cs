using System.Globalization;
using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Tests.Reports;

/// <summary>A period is read as a manager writes it, and what is none is refused for its own reason.</summary>
public sealed class WrittenPeriodTests
{
    private const int MostDays = 366;

    // A Friday.
    private static readonly DateOnly Today = new(2027, 3, 12);

    [Theory]
    // The clock is set forward at midnight, so that the day begins at one; and back at two, within the day.
    [InlineData("America/Havana", "2027-03-14", "2027-03-14 05:00", "2027-03-15 04:00")]
    [InlineData("Europe/Berlin", "2027-10-31", "2027-10-30 22:00", "2027-10-31 23:00")]
    [InlineData("Europe/Berlin", "2027-03-28", "2027-03-27 23:00", "2027-03-28 22:00")]
    public void A_day_on_which_the_clock_is_set_has_all_its_moments_once(string zone, string day, string from, string until)
    {
        var period = new ReportPeriod(DateOnly.Parse(day, CultureInfo.InvariantCulture), DateOnly.Parse(day, CultureInfo.InvariantCulture));
        var local = TimeZoneInfo.FindSystemTimeZoneById(zone);

        Assert.Equal([from, until], new[] { period.From(local), period.Until(local) }.Select(
            moment => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("", "2027-03-08", "2027-03-12")]
    [InlineData("день", "2027-03-12", "2027-03-12")]
    [InlineData(" ДЕНЬ ", "2027-03-12", "2027-03-12")]
    [InlineData("сегодня", "2027-03-12", "2027-03-12")]
    [InlineData("вчера", "2027-03-11", "2027-03-11")]
    [InlineData("неделя", "2027-03-08", "2027-03-12")]
    [InlineData("за неделю", "2027-03-08", "2027-03-12")]
    [InlineData("прошлая  неделя", "2027-03-01", "2027-03-07")]
    [InlineData("месяц", "2027-03-01", "2027-03-12")]
    [InlineData("прошлый месяц", "2027-02-01", "2027-02-28")]
    [InlineData("год", "2027-01-01", "2027-03-12")]
    [InlineData("2026", "2026-01-01", "2026-12-31")]
    [InlineData("март", "2027-03-01", "2027-03-31")]
    [InlineData("в марте", "2027-03-01", "2027-03-31")]
    [InlineData("Мая", "2026-05-01", "2026-05-31")]
    [InlineData("май 2025", "2025-05-01", "2025-05-31")]
    [InlineData("дек", "2026-12-01", "2026-12-31")]
    [InlineData("апрель", "2026-04-01", "2026-04-30")]
    [InlineData("2026-02", "2026-02-01", "2026-02-28")]
    [InlineData("02.2024", "2024-02-01", "2024-02-29")]
    [InlineData("01.03-15.03", "2027-03-01", "2027-03-15")]
    [InlineData("1.3 — 15.3", "2027-03-01", "2027-03-15")]
    [InlineData("с 01.03 по 15.03", "2027-03-01", "2027-03-15")]
    [InlineData("01.04-15.04", "2026-04-01", "2026-04-15")]
    [InlineData("15.12-10.01", "2026-12-15", "2027-01-10")]
    [InlineData("15.12.2025-10.01", "2025-12-15", "2026-01-10")]
    [InlineData("15.12-10.01.2026", "2025-12-15", "2026-01-10")]
    [InlineData("01.03.26-15.03.26", "2026-03-01", "2026-03-15")]
    [InlineData("05.03", "2027-03-05", "2027-03-05")]
    [InlineData("2026-03-01 - 2026-03-15", "2026-03-01", "2026-03-15")]
    [InlineData("2026-03-01-2026-03-15", "2026-03-01", "2026-03-15")]
    public void A_period_is_read(string typed, string first, string last) =>
        Assert.Equal(new PeriodReading(new ReportPeriod(Day(first), Day(last))), WrittenPeriod.Read(typed, Today, MostDays));

    [Theory]
    [InlineData("позавчера", PeriodFault.Unclear, "")]
    [InlineData("майка", PeriodFault.Unclear, "")]
    [InlineData("ма", PeriodFault.Unclear, "")]
    [InlineData("01.03-", PeriodFault.Unclear, "")]
    [InlineData("1; drop table tickets", PeriodFault.Unclear, "")]
    [InlineData("99999999999999999999", PeriodFault.Unclear, "")]
    [InlineData("31.02", PeriodFault.NoSuchDay, "31.02")]
    [InlineData("31.02.2026", PeriodFault.NoSuchDay, "31.02.2026")]
    [InlineData("29.02-05.03", PeriodFault.NoSuchDay, "29.02.2027")]
    [InlineData("01.13-15.13", PeriodFault.NoSuchDay, "01.13")]
    [InlineData("00.03", PeriodFault.NoSuchDay, "00.03")]
    [InlineData("2026-13", PeriodFault.NoSuchDay, "2026-13")]
    [InlineData("2026-03-32", PeriodFault.NoSuchDay, "32.03.2026")]
    [InlineData("15.03-01.03", PeriodFault.Reversed, "")]
    [InlineData("15.03.2026-01.03.2026", PeriodFault.Reversed, "")]
    [InlineData("2027-04", PeriodFault.NotYet, "")]
    [InlineData("01.04.2027", PeriodFault.NotYet, "")]
    [InlineData("01.01.2025-31.12.2026", PeriodFault.TooLong, "")]
    public void What_is_no_period_is_refused_for_its_reason(string typed, PeriodFault fault, string day) =>
        Assert.Equal(new PeriodReading(null, fault, day), WrittenPeriod.Read(typed, Today, MostDays));

    [Theory]
    [InlineData("2027-03-12", "2027-03-12", "12.03.2027")]
    [InlineData("2027-03-01", "2027-03-15", "01.03–15.03.2027")]
    [InlineData("2026-12-15", "2027-01-10", "15.12.2026–10.01.2027")]
    public void A_period_is_told_in_full(string first, string last, string words) =>
        Assert.Equal(words, new ReportPeriod(Day(first), Day(last)).InWords());

    [Fact]
    public void Its_days_begin_and_end_at_midnight_of_the_firm()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow");
        var period = new ReportPeriod(Today, Today);

        Assert.Equal(new DateTimeOffset(2027, 3, 11, 21, 0, 0, TimeSpan.Zero), period.From(zone));
        Assert.Equal(new DateTimeOffset(2027, 3, 12, 21, 0, 0, TimeSpan.Zero), period.Until(zone));
    }

    private static DateOnly Day(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
