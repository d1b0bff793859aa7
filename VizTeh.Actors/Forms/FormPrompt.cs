using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Forms;

/// <summary>The messages of each state of the form.</summary>
public static class FormPrompt
{
    // The limit of one message (Bot API, sendMessage: 4096 after parsing). It is compared with the length before parsing, which is never
    // less.
    private const int MaxMessage = 4096;

    /// <summary>
    /// The state's messages, independent of what was sent before: for a repeat after a crash, when the client's screen is unknown. None for
    /// <see cref="Form.Submitting"/>, which is silent until the ticket exists.
    /// </summary>
    public static IReadOnlyList<Reply> Of(Form form, CompanySettings company) => form.WithoutGaps() switch
    {
        Form.NotStarted => [Say(FormText.Greeting(company), FormKeyboard.Main)],
        Form.Draft draft => Of(draft, company, note: null, menuOnScreen: false),
        Form.Submitting => [],
        Form.Accepted(_, var ticketId) => [Say(FormText.Accepted(ticketId, company), FormKeyboard.Main)],
        Form.Cancelled => [Say(FormText.Cancelled, FormKeyboard.Main)],
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "A state without a prompt."),
    };

    /// <summary>The question of a form in progress.</summary>
    /// <param name="note">An HTML sentence to begin with.</param>
    /// <param name="menuOnScreen">
    /// Whether the right menu is certainly on screen. A message carries one keyboard, so a question with inline buttons otherwise needs a
    /// message before it that brings the menu.
    /// </param>
    internal static IReadOnlyList<Reply> Of(Form.Draft draft, CompanySettings company, string? note, bool menuOnScreen)
    {
        var (question, keyboard) = Ask(draft, company);
        if (keyboard is Keyboard.Inline && !menuOnScreen)
            return [Say(note ?? FormText.GoOn, MenuOf(draft)), Say(question, keyboard)];
        if (note is null)
            return [Say(question, keyboard)];

        var together = $"{note}\n\n{question}";
        return together.Length <= MaxMessage ? [Say(together, keyboard)] : [Say(note), Say(question, keyboard)];
    }

    /// <summary>The menu of a form in progress.</summary>
    internal static Keyboard.Menu MenuOf(Form.Draft draft) =>
        draft is Form.Asking { Question.Kind: QuestionKind.Phone } ? FormKeyboard.StepsWithContact : FormKeyboard.Steps;

    /// <summary>The choices: the firm's list, and the form's own answer, which may have left the list since.</summary>
    internal static IEnumerable<string> ChoicesFor(Form.Asking asking, CompanySettings company) =>
        asking.EarlierAnswer is { } held && !company.Directions.Any(listed => AnswerText.SameLabel(listed, held))
            ? company.Directions.Append(held)
            : company.Directions;

    internal static Reply Say(string html, Keyboard? keyboard = null) => new Reply.Say(new Message(html, keyboard));

    private static (string Html, Keyboard Keyboard) Ask(Form.Draft draft, CompanySettings company) => draft switch
    {
        Form.Asking asking => (
            FormText.Question(asking.Question, asking.EarlierAnswer),
            asking.Question.Kind == QuestionKind.Choice
                ? FormKeyboard.Choices(asking, ChoicesFor(asking, company))
                : MenuOf(asking)),
        Form.Reviewing review => (FormText.Review(review.Answers), FormKeyboard.Review(review)),
        _ => throw new ArgumentOutOfRangeException(nameof(draft), draft.GetType().Name, "A form in progress without a question."),
    };
}
