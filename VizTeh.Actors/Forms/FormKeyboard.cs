using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Forms;

/// <summary>The keyboards of the client's dialogue.</summary>
public static class FormKeyboard
{
    private const int PerRow = 2;

    /// <summary>The menu outside of a form.</summary>
    public static Keyboard.Menu Main { get; } = new([[new MenuButton(FormText.NewForm)], [new MenuButton(FormText.AboutCompany)]]);

    /// <summary>The menu after a form was cancelled.</summary>
    public static Keyboard.Menu AfterCancel { get; } = new([[new MenuButton(FormText.Resume)], .. Main.Rows]);

    /// <summary>The menu in a form.</summary>
    public static Keyboard.Menu Steps { get; } = new([[new MenuButton(FormText.Back), new MenuButton(FormText.Cancel)]]);

    /// <summary>
    /// The menu at a question that a shared contact answers. Only this menu can share a contact, so the question's other buttons are in it
    /// too: a message carries one keyboard.
    /// </summary>
    internal static Keyboard.Menu ForContact(Form.Asking asking) => new(
    [
        [new MenuButton(FormText.ShareContact, SharesContact: true)],
        .. (asking.Question.Quick ?? []).Chunk(PerRow).Select(row => row.Select(label => new MenuButton(label)).ToArray()),
        .. Beside(asking).Select(button => new[] { new MenuButton(button.Label) }),
        .. Steps.Rows,
    ]);

    /// <summary>The buttons under a question; null when it has none.</summary>
    internal static Keyboard.Inline? Under(Form.Asking asking, IReadOnlyList<string> choices, DateOnly today)
    {
        IReadOnlyList<InlineButton[]> own = asking.Question.Kind switch
        {
            QuestionKind.Choices => InRows(choices.Select(choice => Pick(asking, choice, Tick(asking, choice)))),
            QuestionKind.Date => MonthKeyboard.For(asking, MonthKeyboard.FirstShown(asking.Question, today), today),
            _ => InRows(choices.Select(choice => Pick(asking, choice))),
        };
        return Complete(asking, own);
    }

    /// <summary>The buttons under a question for a day, at a month that the client chose.</summary>
    internal static Keyboard.Inline AtMonth(Form.Asking asking, DateOnly month, DateOnly today) =>
        Complete(asking, MonthKeyboard.For(asking, month, today))!;

    internal static Keyboard.Inline Review(Form.Reviewing review) => new([
        [Choice(review, FormText.Send, new ReviewChoice.Send())],
        [Choice(review, FormText.Change, new ReviewChoice.Change()), Choice(review, FormText.Cancel, new ReviewChoice.Cancel())],
    ]);

    /// <summary>The answers that can be changed.</summary>
    internal static Keyboard.Inline Changes(Form.Reviewing review, FormDefinition form)
    {
        var questions = form.Applicable(review.Answers)
            .Select(question => Choice(review, question.Label, new ReviewChoice.ChangeAnswer(question.Id)));
        return new([.. InRows(questions), [Choice(review, FormText.KeepAll, new ReviewChoice.KeepAll())]]);
    }

    private static Keyboard.Inline? Complete(Form.Asking asking, IReadOnlyList<InlineButton[]> own)
    {
        InlineButton[][] rows =
        [
            .. own,
            .. asking.Question.Kind == QuestionKind.Choices
                ? new InlineButton[][] { [new(FormText.Done, FormButton.ToWord(asking.FormId, asking.Question, FormButton.Done))] } : [],
            .. Beside(asking).Select(button => new[] { button }),
        ];
        return rows.Length == 0 ? null : new(rows);
    }

    // «Оставить как есть» and «Пропустить».
    private static IEnumerable<InlineButton> Beside(Form.Asking asking)
    {
        if (asking.EarlierAnswer is not null)
            yield return new(FormText.KeepAnswer, FormButton.ToWord(asking.FormId, asking.Question, FormButton.Keep));
        if (asking.Question.IsOptional)
            yield return new(FormText.Skip, FormButton.ToWord(asking.FormId, asking.Question, FormButton.Skip));
    }

    private static string Tick(Form.Asking asking, string choice) =>
        asking.Ticked?.Split('\n').Contains(choice) is true ? $"{FormText.TickMark} {choice}" : choice;

    private static InlineButton Pick(Form.Asking asking, string choice, string? label = null) =>
        new(label ?? choice, FormButton.ToPick(asking.FormId, asking.Question, choice));

    private static InlineButton Choice(Form.Reviewing review, string label, ReviewChoice choice) =>
        new(label, FormButton.ToReview(review.FormId, review.Revision, choice));

    private static IReadOnlyList<InlineButton[]> InRows(IEnumerable<InlineButton> buttons) => [.. buttons.Chunk(PerRow)];
}

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
    // Without a bound in the form: what a keyboard of months can reasonably reach.
    private const int MostYears = 10;

    public static DateBounds Of(Question question, DateOnly today) => new(
        question.Min is { } min ? today.AddDays(min) : today.AddYears(-MostYears),
        question.Max is { } max ? today.AddDays(max) : today.AddYears(MostYears));

    public bool Contain(DateOnly day) => day >= First && day <= Last;

    public DateOnly Clamp(DateOnly day) => day < First ? First : day > Last ? Last : day;
}
