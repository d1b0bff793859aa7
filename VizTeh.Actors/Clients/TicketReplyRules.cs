using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// A Telegram reply to a message of the bot about a ticket: it is added to that ticket without a question, in the middle of a form too. A
/// closed ticket stays so until the client presses the button that opens it. Each reply is an event, so that of an album, or of a burst,
/// one is confirmed. Pure.
/// </summary>
internal static class TicketReplyRules
{
    /// <param name="last">What the newest event added in this way; null when it was another event.</param>
    /// <param name="tickets">The client's own.</param>
    /// <returns>Null when the message is no reply about a ticket of the client.</returns>
    public static Decision? OfMessage(
        ConversationEvent.AdditionProgressed? last, Form form, ClientUpdate update, IReadOnlyList<ClientTicket> tickets,
        FormContext context)
    {
        if (MessageRules.QuotedTicket(update) is not { } number
            || tickets.FirstOrDefault(ticket => ticket.Id == number) is not { } quoted
            || MessageRules.MessageOf(form, update, context) is not { } message)
        {
            return null;
        }

        var continues = last is { SentAt: { } sent } && last.Ticket.Id == quoted.Id
            && MessageRules.IsBurst(message, sent, last.AlbumId);
        var added = new ConversationEvent.AdditionProgressed(
            context.UpdateId, context.At, continues ? AdditionStage.QuotedAgain : AdditionStage.Quoted,
            new OfferedTicket(quoted.Id, quoted.SubmissionId, IsClosed: quoted.IsClosed))
        {
            SentAt = message.SentAt,
            AlbumId = message.AlbumId,
        };
        return new(
            added, PromptOf(added, form, context.Company, context.Today, context.Menu),
            Addition: new Addition(quoted.Id, quoted.SubmissionId, [message]));
    }

    /// <summary>What the client hears, for a repeat after a crash too.</summary>
    /// <param name="form">In the middle of a form its question stands again below, and its keyboard stays.</param>
    /// <param name="menu">The menu to show outside of a form; null leaves the one that is on the screen.</param>
    public static IReadOnlyList<Reply> PromptOf(
        ConversationEvent.AdditionProgressed added, Form form, CompanySettings company, DateOnly today, Keyboard? menu = null)
    {
        if (added.Stage == AdditionStage.QuotedAgain)
            return [];
        var texts = company.Texts;
        if (added.Ticket is { IsClosed: true } closed)
        {
            Reply offered = FormPrompt.Say(texts.OfTicket(Phrases.AddedToClosed, closed.Id), ToReopen(closed, texts));
            return form is Form.Draft open
                ? [offered, .. FormPrompt.Of(open, company, today, note: null, menuOnScreen: true)]
                : [offered];
        }

        var said = texts.OfTicket(Phrases.AddedToTicket, added.Ticket.Id);
        return form is Form.Draft draft
            ? FormPrompt.Of(draft, company, today, said, menuOnScreen: true)
            : [FormPrompt.Say(said, menu)];
    }

    private static Keyboard.Inline ToReopen(OfferedTicket ticket, FirmTexts texts) => new(
    [
        [
            new InlineButton(
                texts.OfTicket(Phrases.OfferReopen, ticket.Id), OwnTicketButton.To(OwnTicketStep.Reopen, ticket.Id, ticket.SubmissionId)),
        ],
    ]);
}
