using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Forms;

/// <summary>What a state of the form says to the client.</summary>
public static class FormPrompt
{
    // One message (Bot API, sendMessage: 4096 after parsing), counted before parsing, which can only be more.
    private const int MaxMessage = 4096;

    /// <summary>
    /// What the state says of itself, whatever was said before: for a repeat after a crash, when it is not known what the client has on
    /// screen. Nothing for <see cref="Form.Submitting"/>, which says nothing until the ticket exists.
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

    /// <summary>What a form in progress asks.</summary>
    /// <param name="note">A sentence to begin with, as HTML.</param>
    /// <param name="menuOnScreen">
    /// Whether the right menu is certain to be there already. A message carries one keyboard, so a question with buttons of its own needs
    /// a message before it that brings the menu.
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

    /// <summary>The menu that belongs on screen while the form waits.</summary>
    internal static Keyboard.Menu MenuOf(Form.Draft draft) =>
        draft is Form.Asking { Question.Kind: QuestionKind.Phone } ? FormKeyboard.StepsWithContact : FormKeyboard.Steps;

    /// <summary>What may be chosen: the firm's list, and what the form holds already, though the list lost it since.</summary>
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
