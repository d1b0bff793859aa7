using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>After the thank-you: what a client writes is added to the ticket. Pure.</summary>
internal static class AcceptedRules
{
    /// <returns>Null for an input that is answered as without a form.</returns>
    public static Decision? Decide(Form.Accepted accepted, ClientIntent intent, FormContext context) => intent switch
    {
        ClientIntent.Press { Button: { } button } when button.IsOf(accepted.SubmissionId) =>
            new(null, [], context.Texts.ToastAccepted(accepted.TicketId), FormRules.NoButtons),
        ClientIntent.Text(var typed) when context.Texts.IsLabel(Labels.Send, typed) =>
            FormRules.Menu(context.Texts[Phrases.AlreadyAccepted], context),
        ClientIntent.Text(var typed) => Added(accepted, typed, context.Texts.AddedToTicket(accepted.TicketId), context),
        ClientIntent.Contact(var number) when number.Any(char.IsAsciiDigit) =>
            Added(accepted, context.Texts.SharedContact(number), context.Texts.AddedToTicket(accepted.TicketId), context),
        ClientIntent.Unsupported(var kind, var caption) =>
            Added(accepted, caption, context.Texts.AddedWithoutFile(accepted.TicketId), context)
            ?? FormRules.Menu(context.Texts.NotPassedOn(kind, accepted.TicketId), context),
        ClientIntent.UnknownCommand => FormRules.Menu(context.Texts.UnknownCommandAfterSending(), context),
        ClientIntent.Cancel => FormRules.Menu(context.Texts.CancelAfterSending(accepted.TicketId), context),
        _ => null,
    };

    // Null for words without a visible character.
    private static Decision? Added(Form.Accepted accepted, string? words, string html, FormContext context) =>
        words is null || AnswerText.IsBlank(words)
            ? null
            : FormRules.Menu(html, context) with { Addition = new Addition(accepted, AnswerText.MultiLine(words)) };
}
