using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>The keyboards of the client's dialogue.</summary>
public static class FormKeyboard
{
    internal const int PerRow = 2;

    // As long as a label in hocon.conf may be. Last time's answer may be longer; a press takes all of it.
    private const int LongestPick = 64;

    // Fifty questions with longer labels would exceed what Telegram takes as one keyboard.
    private const int LongestName = 32;

    /// <summary>The menu outside of a form.</summary>
    public static Keyboard.Menu MainMenu(FirmTexts texts) => new(
    [
        [new MenuButton(texts[Labels.NewForm])],
        [
            .. texts.HasOwnTickets ? [new MenuButton(texts[Labels.OwnTickets])] : Array.Empty<MenuButton>(),
            new MenuButton(texts[Labels.AboutCompany]),
        ],
    ]);

    /// <summary>The menu after a form was cancelled.</summary>
    public static Keyboard.Menu AfterCancel(FirmTexts texts) => new([[new MenuButton(texts[Labels.Resume])], .. MainMenu(texts).Rows]);

    /// <summary>The menu in a form.</summary>
    public static Keyboard.Menu Steps(FirmTexts texts) =>
        new([[new MenuButton(texts[Labels.Back]), new MenuButton(texts[Labels.Cancel])]]);

    /// <summary>
    /// The menu at a question that a shared contact answers. Only this menu can share a contact, so the question's other buttons are in it
    /// too: a message carries one keyboard.
    /// </summary>
    internal static Keyboard.Menu ForContact(Form.Asking asking, FirmTexts texts) => new(
    [
        [new MenuButton(texts[Labels.ShareContact], SharesContact: true)],
        .. (asking.Question.Quick ?? []).Chunk(PerRow).Select(row => row.Select(label => new MenuButton(label)).ToArray()),
        .. Beside(asking, texts).Select(button => new[] { new MenuButton(button.Label) }),
        .. Steps(texts).Rows,
    ]);

    /// <summary>The buttons under a question; null when it has none.</summary>
    /// <param name="page">The page of a long list, from zero.</param>
    internal static Keyboard.Inline? Under(
        Form.Asking asking, IReadOnlyList<string> choices, DateOnly today, FirmTexts texts, int page = 0)
    {
        IReadOnlyList<InlineButton[]> own = asking.Question.Kind switch
        {
            QuestionKind.Choices =>
                ChoicePages.Of(asking, InRows(choices.Select(choice => Pick(asking, choice, Tick(asking, choice)))), page),
            QuestionKind.Date => MonthKeyboard.For(asking, MonthKeyboard.FirstShown(asking.Question, today), today),
            QuestionKind.YesNo =>
                [[Pick(asking, Answer.Yes, texts[Labels.Yes]), Pick(asking, Answer.No, texts[Labels.No])]],
            _ => ChoicePages.Of(asking, InRows(choices.Select(choice => Pick(asking, choice))), page),
        };
        return Complete(asking, own, texts);
    }

    /// <summary>The buttons under a question for a day, at a month that the client chose.</summary>
    internal static Keyboard.Inline AtMonth(Form.Asking asking, DateOnly month, DateOnly today, FirmTexts texts) =>
        Complete(asking, MonthKeyboard.For(asking, month, today), texts)!;

    /// <summary>The button that ends an answer with files.</summary>
    internal static Keyboard.Inline ToEnd(Form.Asking asking, FirmTexts texts) => new([[Done(asking, texts)]]);

    /// <summary>The buttons under the review. «Отменить» stands in the menu only, apart from «Отправить».</summary>
    internal static Keyboard.Inline Review(Form.Reviewing review, FirmTexts texts) => new([
        [Choice(review, texts[Labels.Send], new ReviewChoice.Send())],
        [Choice(review, texts[Labels.Change], new ReviewChoice.Change())],
    ]);

    /// <summary>The answers that can be changed.</summary>
    internal static Keyboard.Inline Changes(Form.Reviewing review, FormDefinition form, FirmTexts texts)
    {
        var questions = form.Applicable(review.Answers)
            .Select(question => Choice(review, Short(question.Label), new ReviewChoice.ChangeAnswer(question.Id)));
        return new([.. InRows(questions), [Choice(review, texts[Labels.KeepAll], new ReviewChoice.KeepAll())]]);
    }

    private static Keyboard.Inline? Complete(Form.Asking asking, IReadOnlyList<InlineButton[]> own, FirmTexts texts)
    {
        InlineButton[][] rows =
        [
            .. own,
            .. Removals(asking, texts).Select(button => new[] { button }),
            .. asking.Question.Kind == QuestionKind.Choices || asking.Begun is not null
                ? new InlineButton[][] { [Done(asking, texts)] }
                : [],
            .. Beside(asking, texts).Select(button => new[] { button }),
        ];
        return rows.Length == 0 ? null : new(rows);
    }

    private static IEnumerable<InlineButton> Removals(Form.Asking asking, FirmTexts texts) => asking.SoFar?.Files is { } files
        ? files.Select((file, place) => new InlineButton(
            texts.RemoveFile(files, place), FormButton.ToRemove(asking.FormId, asking.Question, place, file)))
        : [];

    private static InlineButton Done(Form.Asking asking, FirmTexts texts) =>
        new(texts[Labels.Done], FormButton.ToWord(asking.FormId, asking.Question, FormButton.Done));

    // «Оставить как есть» and «Пропустить».
    private static IEnumerable<InlineButton> Beside(Form.Asking asking, FirmTexts texts)
    {
        if (asking.AnswerToKeep is not null)
            yield return new(texts[Labels.KeepAnswer], FormButton.ToWord(asking.FormId, asking.Question, FormButton.Keep));
        if (asking.Question.IsOptional)
            yield return new(texts[Labels.Skip], FormButton.ToWord(asking.FormId, asking.Question, FormButton.Skip));
    }

    private static string Short(string label, int longest = LongestName) =>
        label.Length <= longest ? label : CodePoints.Cut(label, longest - 1) + "…";

    private static string Tick(Form.Asking asking, string choice) =>
        asking.Ticked?.Split('\n').Contains(choice) is true ? $"{FormText.TickMark} {choice}" : choice;

    private static InlineButton Pick(Form.Asking asking, string choice, string? label = null) =>
        new(label ?? Short(choice, LongestPick), FormButton.ToPick(asking.FormId, asking.Question, choice));

    private static InlineButton Choice(Form.Reviewing review, string label, ReviewChoice choice) =>
        new(label, FormButton.ToReview(review.FormId, review.Revision, choice));

    private static IReadOnlyList<InlineButton[]> InRows(IEnumerable<InlineButton> buttons) => [.. buttons.Chunk(PerRow)];
}
