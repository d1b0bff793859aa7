using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;
using static VizTeh.Actors.Tests.Settings.HoconSamples;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>The firm's working hours in hocon.conf: what is read of them, and what is refused.</summary>
public sealed class HoursKeysTests
{
    private const string Whole =
        """
        mon = ["9:00-13:00", "14:00-18:00"]
        tue = ["00:00 – 24:00"]
        wed = []
        days-off = ["2027-01-11"]
        working-days { 2027-02-20 = ["10:00-15:30"], "2027-02-27" = ["10:00-15:30"] }
        answer-within = 2h
        """;

    [Fact]
    public void The_file_as_shipped_has_no_hours() => Assert.Null(HoconFile.Parse(Real, "hocon.conf").Company.Hours);

    [Fact]
    public void The_example_in_the_file_as_shipped_can_be_taken_as_it_is()
    {
        var example = Real.Split('\n').SkipWhile(line => line != "  # hours {")
            .TakeWhile(line => line.StartsWith("  #", StringComparison.Ordinal)).Select(line => line["  #".Length..]);

        var hours = HoconFile.Parse($"{Real}\nvizteh {{\n{string.Join('\n', example)}\n}}\n", "hocon.conf").Company.Hours;

        Assert.True(Assert.IsType<WorkingHours>(hours).IsOpen(At(2027, 3, 1, 12)));
    }

    [Fact]
    public void Weekdays_days_off_and_working_days_are_read_in_the_zone_of_the_firm()
    {
        var hours = Assert.IsType<WorkingHours>(Parse(Whole).Hours);

        Assert.Equal(TimeSpan.FromHours(2), hours.AnswerWithin);
        Assert.Equal("Europe/Moscow", hours.Zone.Id);
        Assert.Equal(At(2027, 1, 4, 9), hours.NextOpening(At(2027, 1, 1, 0)));
        Assert.False(hours.IsOpen(At(2027, 1, 4, 13)));
        Assert.Equal(At(2027, 1, 6, 0), hours.Add(At(2027, 1, 5, 0), TimeSpan.FromDays(1)));
        Assert.False(hours.IsOpen(At(2027, 1, 11, 10)));
        Assert.True(hours.IsOpen(At(2027, 2, 20, 15)));
        Assert.True(hours.IsOpen(At(2027, 2, 27, 15)));
        Assert.False(hours.IsOpen(At(2027, 3, 6, 15)));
    }

    [Theory]
    [InlineData("90m", 90)]
    [InlineData("1 min", 1)]
    [InlineData("\"3 hours\"", 180)]
    [InlineData("168h", 10_080)]
    public void The_time_until_an_answer_is_in_hours_or_minutes(string written, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Parse($"mon = [\"9:00-18:00\"]\nanswer-within = {written}").Hours?.AnswerWithin);

    [Theory]
    [InlineData("mon = [\"9:00-13:00\", \"12:59-18:00\"]", "mon has \"9:00-13:00\" and \"12:59-18:00\", which overlap")]
    [InlineData("mon = [\"14:00-18:00\", \"9:00-15:00\"]", "mon has \"9:00-15:00\" and \"14:00-18:00\", which overlap")]
    [InlineData("mon = [\"18:00-9:00\"]", "mon has \"18:00-9:00\", which does not end after its beginning")]
    [InlineData("mon = [\"9:00-9:00\"]", "mon has \"9:00-9:00\", which does not end after its beginning")]
    [InlineData("mon = [\"9-18\"]", "mon has \"9-18\": write times of a day like 9:00-18:00, the last one 24:00")]
    [InlineData("mon = [\"9:00-24:01\"]", "mon has \"9:00-24:01\": write times of a day like 9:00-18:00, the last one 24:00")]
    [InlineData("mon = [\"9:60-18:00\"]", "mon has \"9:60-18:00\": write times of a day like 9:00-18:00, the last one 24:00")]
    [InlineData("mon = \"9:00-18:00\"", "mon must be a list of texts: [\"9:00-13:00\", \"14:00-18:00\"]")]
    [InlineData("mon = [[1]]", "mon must be a list of texts: [\"9:00-13:00\", \"14:00-18:00\"]")]
    [InlineData("monday = [\"9:00-18:00\"]", "monday is not known: known are sun, mon, tue, wed, thu, fri, sat, days-off, working-days, ")]
    [InlineData("day-off = []", "day-off is not known: did you mean days-off")]
    [InlineData("days-off = [\"2027-02-30\"]", "days-off has \"2027-02-30\", which is no date: write it like 2027-01-31")]
    [InlineData("days-off = [\"01.01.2027\"]", "days-off has \"01.01.2027\", which is no date: write it like 2027-01-31")]
    [InlineData("days-off = \"2027-02-30\"", "days-off must be a list of texts: [\"2027-01-01\", \"2027-01-02\"]")]
    [InlineData("working-days { 2027-13-01 = [\"9:00-18:00\"] }", "working-days.2027-13-01 is no date: write it like 2027-01-31")]
    [InlineData("working-days { 2027-02-20 = [] }", "working-days.2027-02-20 has no working time: a day off belongs in days-off")]
    [InlineData("working-days { 2027-02-20 = [\"9\"] }", "working-days.2027-02-20 has \"9\": write times of a day like 9:00-18:00")]
    [InlineData("working-days = [\"2027-02-20\"]", "working-days must be a section: { \"2027-02-20\" = ")]
    [InlineData(
        "days-off = [\"2027-02-20\"]\nworking-days { 2027-02-20 = [\"9:00-18:00\"] }", "working-days.2027-02-20 is in days-off too")]
    [InlineData("answer-within = 0h", "answer-within is \"0h\", which is not positive")]
    [InlineData("answer-within = -5m", "answer-within is \"-5m\", which is not positive")]
    [InlineData("answer-within = 169h", "answer-within is \"169h\", which is longer than a week, 168h")]
    [InlineData("answer-within = 1d", "answer-within is \"1d\": write hours or minutes of working time, such as 2h or 90m")]
    [InlineData("answer-within = [2h]", "answer-within is no duration: write hours or minutes of working time, such as 2h or 90m")]
    public void A_mistake_is_refused_with_its_key(string hours, string mistake)
    {
        var refusal = Refused($"sat = [\"9:00-18:00\"]\nanswer-within = 2h\n{hours}");

        Assert.StartsWith($"hocon.conf: vizteh.hours.{mistake}", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refusal);
    }

    [Theory]
    [InlineData("answer-within = 2h", "vizteh.hours has no working time: write it under a weekday")]
    [InlineData("answer-within = 2h\nmon = []\ndays-off = [\"2027-01-01\"]", "vizteh.hours has no working time: write it under a weekday")]
    [InlineData("mon = [\"9:00-18:00\"]", "vizteh.hours.answer-within is missing: write hours or minutes of working time")]
    public void Hours_without_working_time_or_without_a_time_until_the_answer_are_refused(string hours, string mistake) =>
        Assert.StartsWith($"hocon.conf: {mistake}", Refused(hours), StringComparison.Ordinal);

    [Fact]
    public void The_section_is_no_text() => Assert.StartsWith(
        "hocon.conf: vizteh.hours must be a section", Assert.Throws<SettingsException>(
            () => HoconFile.Parse($"{Real}\nvizteh.hours = \"9-18\"\n", "hocon.conf")).Message, StringComparison.Ordinal);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var refusal = Refused("mon = [\"9\"]\ntues = []\ndays-off = [\"?\"]\nanswer-within = 0m");

        Assert.Equal(
            ["tues", "mon", "days-off", "answer-within"],
            refusal.Split('\n').Select(line => line["hocon.conf: vizteh.hours.".Length..].Split(' ')[0]));
    }

    private static DateTimeOffset At(int year, int month, int day, int hour) => new(year, month, day, hour, 0, 0, TimeSpan.FromHours(3));

    private static CompanySettings Parse(string hours) => HoconFile.Parse($"{Real}\nvizteh.hours {{\n{hours}\n}}\n", "hocon.conf").Company;

    private static string Refused(string hours) => Assert.Throws<SettingsException>(() => Parse(hours)).Message;
}
