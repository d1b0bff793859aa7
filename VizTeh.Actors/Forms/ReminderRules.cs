using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The reminder of an unfinished form: what it says, and what its buttons do. Pure.</summary>
internal static class ReminderRules
{
    /// <summary>The reminder.</summary>
    public static Message Reminder(Guid formId, FirmTexts texts) => new(
        texts[ReminderPhrases.Reminder],
        new Keyboard.Inline(
        [
            [
                new InlineButton(texts[ReminderPhrases.Continue], ReminderButton.ToContinue(formId).ToData()),
                new InlineButton(texts[Labels.Cancel], ReminderButton.ToCancel(formId).ToData()),
            ],
        ]));

    /// <summary>The client's form was cancelled because it was not touched for so long.</summary>
    public static Message Expired(FirmTexts texts) => new(texts[ReminderPhrases.Expired], FormKeyboard.AfterCancel(texts));

    /// <summary>
    /// The client pressed a button of a reminder, or wrote what stands on it in answer to the reminder. «Отменить» is understood at any
    /// time, so only the other button is recognised here when it is typed.
    /// </summary>
    /// <param name="isJustReminded">Whether the reminder of this form is the newest thing that happened.</param>
    /// <returns>Null for any other input.</returns>
    public static Decision? Decide(Form form, bool isJustReminded, ClientInput input, FormContext context) => input switch
    {
        ClientInput.Press(_, var data, _) when ReminderButton.Parse(data) is { } button => Pressed(form, button, context),
        ClientInput.Text(var typed) when isJustReminded && form is Form.Draft draft
            && AnswerText.SameLabel(typed, context.Texts[ReminderPhrases.Continue]) => GoneOn(draft, context),
        _ => null,
    };

    private static Decision Pressed(Form form, ReminderButton button, FormContext context) => form switch
    {
        Form.Draft draft when button.IsOf(draft.FormId) =>
            (button.Cancels ? FormRules.Cancelled(draft, context) : GoneOn(draft, context)) with { Used = FormRules.NoButtons },
        Form.Submitting => new(null, [], context.Texts[Phrases.ToastBeingSent], FormRules.NoButtons),
        Form.Accepted accepted when button.IsOf(accepted.SubmissionId) =>
            new(null, [], context.Texts.ToastAccepted(accepted.TicketId), FormRules.NoButtons),
        _ => new(null, [], context.Texts[ReminderPhrases.ToastOver], FormRules.NoButtons),
    };

    private static Decision GoneOn(Form.Draft draft, FormContext context) =>
        new(null, FormPrompt.Of(draft, context.Company, context.Today, context.Texts[Phrases.GoOn], menuOnScreen: false));
}
