using VizTeh.Actors.Forms;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Clients;

/// <summary>
/// What the bot cannot read, such as a sticker or a poll, from a client with tickets: the client hears which ticket words would go to.
/// Pure.
/// </summary>
internal static class UnreadableRules
{
    public static bool IsUnreadable(ClientUpdate update) =>
        update.Input is ClientInput.Unsupported { Caption: var caption } && AnswerText.IsBlank(caption ?? "");

    /// <summary>In reply to a message of the bot about a ticket. In the middle of a form its question stands again below.</summary>
    /// <param name="tickets">The client's own.</param>
    /// <returns>Null for any other update.</returns>
    public static Decision? OfReply(Form form, ClientUpdate update, IReadOnlyList<ClientTicket> tickets, FormContext context)
    {
        if (!IsUnreadable(update) || MessageRules.QuotedTicket(update) is not { } quoted || tickets.All(ticket => ticket.Id != quoted))
            return null;
        var said = context.Texts.NotPassedOn(((ClientInput.Unsupported)update.Input).Kind, quoted);
        return form is Form.Draft draft ? FormRules.Again(draft, said, context) : FormRules.Menu(said, context);
    }

    /// <summary>Outside of a form.</summary>
    /// <param name="addition">The newest step of «Дополнить»; null for none.</param>
    /// <param name="tickets">The client's own.</param>
    /// <returns>Null for any other update, and when the client has no ticket.</returns>
    public static Decision? OfMessage(
        ConversationEvent.AdditionProgressed? addition, Form form, ClientUpdate update, IReadOnlyList<ClientTicket> tickets,
        FormContext context)
    {
        if (!IsUnreadable(update) || tickets.Count == 0)
            return null;
        if (OfReply(form, update, tickets, context) is { } reply)
            return reply;
        var kind = ((ClientInput.Unsupported)update.Input).Kind;
        var open = tickets.Where(ticket => !ticket.IsClosed).ToList();
        // Of several tickets, words would be asked about.
        var named = AdditionRules.Chosen(addition, context.At)?.Id ?? (open is [var only] ? only.Id : null);
        return FormRules.Menu(named is { } ticket ? context.Texts.NotPassedOn(kind, ticket) : context.Texts.NotPassedOn(kind), context);
    }
}
