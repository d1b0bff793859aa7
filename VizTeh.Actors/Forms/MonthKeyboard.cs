using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The keyboard of a month, from which a day is chosen.</summary>
internal static class MonthKeyboard
{
    private const string NoDay = "·";

    private static readonly string[] Months =
    [
        "Январь", "Февраль", "Март", "Апрель", "Май", "Июнь", "Июль", "Август", "Сентябрь", "Октябрь", "Ноябрь", "Декабрь",
    ];

    private static readonly string[] Weekdays = ["Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"];

    /// <summary>The month that is shown first: that of the first day that can be chosen.</summary>
    public static DateOnly FirstShown(Question question, DateOnly today) => FirstOf(DateBounds.Of(question, today).Clamp(today));

    /// <param name="month">Its first day.</param>
    public static IReadOnlyList<InlineButton[]> For(Form.Asking asking, DateOnly month, DateOnly today)
    {
        var bounds = DateBounds.Of(asking.Question, today);
        var nothing = FormButton.ToWord(asking.FormId, asking.Question, FormButton.Nothing);
        var before = Turn("‹", month.AddMonths(-1), month > FirstOf(bounds.First));
        var after = Turn("›", month.AddMonths(1), month < FirstOf(bounds.Last));
        var title = new InlineButton(string.Create(CultureInfo.InvariantCulture, $"{Months[month.Month - 1]} {month.Year}"), nothing);
        // Monday is the first day of the week.
        var blanks = ((int)month.DayOfWeek + 6) % Weekdays.Length;
        var days = Enumerable.Range(0, DateTime.DaysInMonth(month.Year, month.Month)).Select(month.AddDays).Select(Day);
        InlineButton[] cells = [.. Enumerable.Repeat(new InlineButton(NoDay, nothing), blanks), .. days];
        return
        [
            [before, title, after],
            [.. Weekdays.Select(name => new InlineButton(name, nothing))],
            .. cells.Chunk(Weekdays.Length).Select(week =>
                week.Concat(Enumerable.Repeat(new InlineButton(NoDay, nothing), Weekdays.Length - week.Length)).ToArray()),
        ];

        InlineButton Turn(string label, DateOnly to, bool isPossible) => isPossible
            ? new(label, FormButton.ToMonth(asking.FormId, asking.Question, to))
            : new(NoDay, nothing);

        InlineButton Day(DateOnly day) => bounds.Contain(day)
            ? new(day.Day.ToString(CultureInfo.InvariantCulture), FormButton.ToPick(asking.FormId, asking.Question, day))
            : new(NoDay, nothing);
    }

    /// <summary>The month that a turn of the keyboard leads to, within the days that can be chosen.</summary>
    public static DateOnly Reached(Question question, DateOnly month, DateOnly today) =>
        FirstOf(DateBounds.Of(question, today).Clamp(month));

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);
}

/// <summary>The days that a question takes, both ends included.</summary>
internal readonly record struct DateBounds(DateOnly First, DateOnly Last)
{
    // Without a bound in the form: birthdays on the one side, and what somebody plans on the other.
    private const int MostYearsBack = 100;
    private const int MostYearsAhead = 10;

    /// <summary>A bound that the form does not give is as far beyond the other one as beyond today.</summary>
    public static DateBounds Of(Question question, DateOnly today)
    {
        DateOnly? first = question.Min is { } min ? today.AddDays(min) : null;
        DateOnly? last = question.Max is { } max ? today.AddDays(max) : null;
        return new(
            first ?? (last < today ? last.Value : today).AddYears(-MostYearsBack),
            last ?? (first > today ? first.Value : today).AddYears(MostYearsAhead));
    }

    public bool Contain(DateOnly day) => day >= First && day <= Last;

    public DateOnly Clamp(DateOnly day) => day < First ? First : day > Last ? Last : day;
}
