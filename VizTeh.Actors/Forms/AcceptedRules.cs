using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>After the thank-you: what a client does that is no message to a ticket. Pure.</summary>
internal static class AcceptedRules
{
    /// <returns>Null for an input that is answered as without a form.</returns>
    public static Decision? Decide(Form.Accepted accepted, ClientIntent intent, FormContext context) => intent switch
    {
        ClientIntent.Press { Button: { } button } when button.IsOf(accepted.SubmissionId) =>
            new(null, [], context.Texts.ToastAccepted(accepted.TicketId), FormRules.NoButtons),
        ClientIntent.Text(var typed) when context.Texts.IsLabel(Labels.Send, typed) =>
            FormRules.Menu(context.Texts[Phrases.AlreadyAccepted], context),
        ClientIntent.Unsupported(var kind, _) => FormRules.Menu(context.Texts.NotPassedOn(kind, accepted.TicketId), context),
        ClientIntent.UnknownCommand when context.Company.Additions =>
            FormRules.Menu(context.Texts.UnknownCommandAfterSending(), context),
        ClientIntent.Cancel => FormRules.Menu(context.Texts.CancelAfterSending(accepted.TicketId, context.Company.Additions), context),
        _ => null,
    };
}
