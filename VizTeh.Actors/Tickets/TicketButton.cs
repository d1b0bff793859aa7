using System.Globalization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>The button of a ticket's card, as it travels in its data.</summary>
public static class TicketButton
{
    private const string Prefix = "question_status:";

    /// <summary>Whether a button is, or pretends to be, that of a ticket's card.</summary>
    public static bool Is(string? data) => data?.StartsWith(Prefix, StringComparison.Ordinal) == true;

    /// <summary>
    /// The button that gives the ticket a status. The data's shape is that of the bot that this one replaced, so that its cards go on
    /// working.
    /// </summary>
    public static InlineButton For(long ticketId, TicketStatus status) => status == TicketStatus.Closed
        ? new InlineButton("Закрыть заявку", string.Create(CultureInfo.InvariantCulture, $"{Prefix}close:{ticketId}"))
        : new InlineButton("Открыть заявку", string.Create(CultureInfo.InvariantCulture, $"{Prefix}reopen:{ticketId}"));
}
