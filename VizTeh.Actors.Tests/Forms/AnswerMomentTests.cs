using System.Globalization;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Schedule;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.Forms;

/// <summary>The thank-you outside of the working hours, which names the moment of the answer.</summary>
public sealed class AnswerMomentTests
{
    private static readonly IReadOnlyList<WorkingSpan> Day = [new(9 * 60, 18 * 60)];

    // Monday to Friday; of January 2027, all days up to the 10th are off.
    private static readonly WorkingHours Hours = new(
        TimeZoneInfo.Utc,
        Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday)).ToDictionary(day => day, _ => Day),
        Enumerable.Range(1, 10).ToDictionary(day => new DateOnly(2027, 1, day), _ => (IReadOnlyList<WorkingSpan>)[]),
        TimeSpan.FromHours(2));

    [Theory]
    [InlineData("2027-01-18 08:00", "сегодня", "11:00")] // Monday, before the hours.
    [InlineData("2027-01-18 18:00", "завтра", "11:00")]
    [InlineData("2027-01-16 12:00", "в понедельник", "11:00")]
    [InlineData("2027-01-17 12:00", "завтра", "11:00")]
    [InlineData("2027-01-15 20:00", "в понедельник", "11:00")]
    [InlineData("2027-01-05 12:00", "в понедельник", "11:00")] // The sixth day.
    [InlineData("2027-01-04 12:00", "11 января", "11:00")] // The seventh is a Monday again.
    [InlineData("2026-12-31 18:00", "11 января", "11:00")]
    public void The_day_is_named_as_people_name_it(string at, string day, string time) =>
        Assert.Equal(new AnswerMoment(day, time), AnswerMoment.Of(At(at), Hours));

    [Theory]
    [InlineData(DayOfWeek.Monday, "в понедельник")]
    [InlineData(DayOfWeek.Tuesday, "во вторник")]
    [InlineData(DayOfWeek.Wednesday, "в среду")]
    [InlineData(DayOfWeek.Thursday, "в четверг")]
    [InlineData(DayOfWeek.Friday, "в пятницу")]
    [InlineData(DayOfWeek.Saturday, "в субботу")]
    [InlineData(DayOfWeek.Sunday, "в воскресенье")]
    public void Each_weekday_has_its_form(DayOfWeek weekday, string named)
    {
        var hours = new WorkingHours(
            TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>> { [weekday] = Day },
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromMinutes(90));
        var threeDaysBefore = Enumerable.Range(1, 7).Select(day => new DateTimeOffset(2027, 3, day, 12, 0, 0, TimeSpan.Zero))
            .First(day => day.AddDays(3).DayOfWeek == weekday);

        Assert.Equal(new AnswerMoment(named, "10:30"), AnswerMoment.Of(threeDaysBefore, hours));
    }

    [Theory]
    [InlineData("2027-01-18 09:00")]
    [InlineData("2027-01-18 17:59")]
    public void Within_the_working_hours_no_moment_is_named(string at) => Assert.Null(AnswerMoment.Of(At(at), Hours));

    [Fact]
    public void The_end_of_a_day_belongs_to_that_day()
    {
        var evenings = new WorkingHours(
            TimeZoneInfo.Utc,
            Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<WorkingSpan>)[new(20 * 60, 24 * 60)]),
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(4));

        Assert.Equal(new AnswerMoment("сегодня", "24:00"), AnswerMoment.Of(At("2027-01-18 12:00"), evenings));
    }

    [Fact]
    public void The_day_is_that_of_the_firm()
    {
        // 23:30 in London is 8:30 of Monday in Tokyo.
        var tokyo = new WorkingHours(
            TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"),
            new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>> { [DayOfWeek.Monday] = Day },
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(2));

        Assert.Equal(new AnswerMoment("сегодня", "11:00"), AnswerMoment.Of(At("2027-01-17 23:30"), tokyo));
    }

    [Fact]
    public void When_no_working_time_is_to_come_nothing_is_promised()
    {
        var past = new WorkingHours(
            TimeZoneInfo.Utc, new Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>>(),
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> { [new(2020, 1, 1)] = Day }, TimeSpan.FromHours(2));

        Assert.Null(AnswerMoment.Of(At("2027-01-18 20:00"), past));
    }

    [Fact]
    public void The_thank_you_outside_of_the_hours_names_the_moment_and_the_ticket()
    {
        var client = Dialogue.Sent();
        client.Company = Dialogue.Firm with { Hours = Hours };

        // The dialogue's tickets come into being on Thursday, 1 January 1970, at midnight.
        client.GetsTicket(15);

        Assert.Equal(
            "Спасибо! Заявка №15 принята.\n\nСейчас у нас нерабочее время, поэтому ответим сегодня до 11:00. Если захотите что-то "
            + "добавить, напишите сюда или позвоните +7 495 363-20-42.",
            Dialogue.Read(client.LastSaid));
        Dialogue.AssertSendable(client.Last);
    }

    [Theory]
    [InlineData("2027-01-18 12:00")] // Within the hours.
    [InlineData(null)] // As an earlier version has stored it.
    public void Otherwise_the_thank_you_is_the_ordinary_one(string? at)
    {
        var accepted = new Form.Accepted(Guid.NewGuid(), 15, at is null ? null : At(at));

        var said = Assert.IsType<Reply.Say>(Assert.Single(FormPrompt.Of(accepted, Dialogue.Firm with { Hours = Hours }, default)));
        Assert.Equal(Dialogue.Firm.Texts.With(Phrases.Accepted, ("number", "15")), said.Message.Html);
    }

    private static DateTimeOffset At(string utc) =>
        DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
