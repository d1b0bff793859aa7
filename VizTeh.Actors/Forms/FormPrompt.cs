using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>What a state of the form says to the client.</summary>
public static class FormPrompt
{
    // One message (Bot API, sendMessage: 4096 after parsing), counted before parsing, which can only be more.
    private const int MaxMessage = 4096;

    /// <summary>
    /// The prompt of a state, whatever was said before: for a repeat after a crash, when it is unknown what the client has on the screen.
    /// Empty for <see cref="Form.Submitting"/>, which says nothing until the ticket exists.
    /// </summary>
    /// <param name="today">The day where the firm is.</param>
    public static IReadOnlyList<Reply> Of(Form form, CompanySettings company, DateOnly today) => form switch
    {
        Form.NotStarted => [Say(company.Texts[Phrases.Greeting], FormKeyboard.MainMenu(company.Texts))],
        Form.Draft draft => Of(draft, company, today, note: null, menuOnScreen: false),
        Form.Submitting => [],
        Form.Accepted accepted => [Say(ThankYou(accepted, company), FormKeyboard.MainMenu(company.Texts))],
        Form.Cancelled { Kept: null } => [Say(company.Texts[Phrases.Cancelled], FormKeyboard.MainMenu(company.Texts))],
        Form.Cancelled { IsExpired: true } => [new Reply.Say(ReminderRules.Expired(company.Texts))],
        Form.Cancelled => [Say(company.Texts[Phrases.Cancelled], FormKeyboard.AfterCancel(company.Texts))],
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "A state without a prompt."),
    };

    /// <summary>The day at a moment where the firm is.</summary>
    public static DateOnly DayOf(DateTimeOffset at, CompanySettings company) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, company.TimeZone).DateTime);

    /// <summary>What a form in progress asks.</summary>
    /// <param name="note">A sentence to begin with, as HTML.</param>
    /// <param name="menuOnScreen">
    /// Whether the menu of a form is on the screen for certain. A message carries one keyboard, so a question with buttons of its own is
    /// preceded by a message that brings the menu.
    /// </param>
    internal static IReadOnlyList<Reply> Of(
        Form.Draft draft, CompanySettings company, DateOnly today, string? note, bool menuOnScreen)
    {
        var (text, keyboard) = Ask(draft, company, today);
        if (keyboard is Keyboard.Inline && !menuOnScreen)
            return [Say(note ?? company.Texts[Phrases.GoOn], FormKeyboard.Steps(company.Texts)), Say(text, keyboard)];
        if (note is null)
            return [Say(text, keyboard)];

        var together = $"{note}\n\n{text}";
        return together.Length <= MaxMessage ? [Say(together, keyboard)] : [Say(note), Say(text, keyboard)];
    }

    /// <summary>The text of a question or of the review.</summary>
    internal static string TextOf(Form.Draft draft, CompanySettings company) => draft switch
    {
        Form.Asking asking => company.Texts.Question(asking.Question, asking.SoFar, PlaceOf(asking, company.Form)),
        Form.Reviewing review => company.Texts.Review(review.Answers, company.Form),
        _ => throw new ArgumentOutOfRangeException(nameof(draft), draft.GetType().Name, "A form in progress without a question."),
    };

    /// <summary>The buttons under a question or the review; null when they are in the menu, or there are none.</summary>
    /// <param name="page">The page of a long list of choices, from zero.</param>
    internal static Keyboard.Inline? ButtonsOf(Form.Draft draft, CompanySettings company, DateOnly today, int page = 0) => draft switch
    {
        Form.Asking { Question.Kind: QuestionKind.Phone } => null,
        Form.Asking asking => FormKeyboard.Under(asking, ChoicesFor(asking, company.Form), today, company.Texts, page),
        Form.Reviewing review => FormKeyboard.Review(review, company.Texts),
        _ => null,
    };

    /// <summary>The labels that can be chosen, or are offered beside typing.</summary>
    internal static IReadOnlyList<string> ChoicesFor(Form.Asking asking, FormDefinition form) => asking.Question switch
    {
        { Kind: QuestionKind.YesNo } => [Answer.Yes, Answer.No],
        { Kind: QuestionKind.Choice or QuestionKind.Choices, Choices: { } asked } => asked,
        // Versions that had the questions in code recorded no choices.
        { Kind: QuestionKind.Choice or QuestionKind.Choices } question => form.Find(question.Id)?.Choices ?? SixQuestions.Directions,
        var question => question.Quick ?? [],
    };

    // A repeat after a crash depends on the time of the ticket, not on that of the repeat.
    private static string ThankYou(Form.Accepted accepted, CompanySettings company) =>
        company.Hours is { } hours && accepted.At is { } at && AnswerMoment.Of(at, hours) is { } answer
            ? company.Texts.AcceptedOutsideHours(accepted.TicketId, answer, company.Additions)
            : company.Texts.Accepted(accepted.TicketId, company.Additions);

    internal static Reply Say(string html, Keyboard? keyboard = null) => new Reply.Say(new Message(html, keyboard));

    private static (string Html, Keyboard Keyboard) Ask(Form.Draft draft, CompanySettings company, DateOnly today) =>
        (TextOf(draft, company), draft is Form.Asking { Question.Kind: QuestionKind.Phone } asking
            ? FormKeyboard.ForContact(asking, company.Texts)
            : (Keyboard?)ButtonsOf(draft, company, today) ?? FormKeyboard.Steps(company.Texts));

    // Only on the way to the review the first time: a change has no place in the form. What the source has answered is not counted, unless
    // the client went back to it.
    private static (int Place, int Count)? PlaceOf(Form.Asking asking, FormDefinition form)
    {
        if (asking.ForReview)
            return null;
        Question[] questions =
        [
            .. form.Applicable(asking.Answers).Where(question =>
                question.Id == asking.Question.Id || asking.Answers.To(question) is not { IsOfSource: true }),
        ];
        var place = Array.FindIndex(questions, question => question.Id == asking.Question.Id);
        return place < 0 ? null : (place + 1, questions.Length);
    }
}
