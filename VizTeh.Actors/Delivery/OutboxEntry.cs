using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <param name="Id">Rows of a chat are sent in the order of their ids.</param>
/// <param name="MessageId">The message to edit; null for a card that is yet to be sent.</param>
/// <param name="Attempts">How often it has been refused so far.</param>
/// <param name="IsHeldBack">Whether it lets the chat's other rows pass, since the chat took one of them while it refused this.</param>
/// <param name="TopicId">The topic of a forum that a card is to be sent to; null for General and outside of forums.</param>
public sealed record OutboxRow(
    long Id, long ChatId, long TicketId, long? MessageId, int Attempts, bool IsHeldBack = false, int? TopicId = null);

/// <summary>One message to send or to edit, as it was when it was claimed.</summary>
/// <param name="Row">The first row that asks for it.</param>
/// <param name="State">What the card is drawn from.</param>
/// <param name="RowIds">All rows that it settles: its own, and the edits of the same message that wait behind it.</param>
/// <param name="Changes">How many rows the ticket's history has; it only ever gets more.</param>
public sealed record OutboxEntry(OutboxRow Row, TicketState State, IReadOnlyList<long> RowIds, long Changes)
{
    public bool IsEdit => Row.MessageId is not null;
}

/// <summary>An entry that Telegram has accepted.</summary>
/// <param name="NewMessageId">The message of a new card; null for an edit.</param>
public sealed record SentEntry(OutboxEntry Entry, long? NewMessageId);
