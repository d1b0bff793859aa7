using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <param name="Id">Rows of a chat are sent in the order of their ids.</param>
/// <param name="Owed">What is to be sent or edited.</param>
/// <param name="Attempts">How often it has been refused so far.</param>
/// <param name="IsHeldBack">Whether it lets the chat's other rows pass, since the chat took one of them while it refused this.</param>
/// <param name="IsExpired">Whether it is too late for it.</param>
public sealed record OutboxRow(long Id, long ChatId, OwedMessage Owed, int Attempts, bool IsHeldBack = false, bool IsExpired = false);

/// <summary>One message to send or to edit, as it was when it was claimed.</summary>
/// <param name="Row">The first row that asks for it.</param>
/// <param name="Kind">How it is sent and settled.</param>
/// <param name="Ticket">The ticket that it is about; null when it is about none.</param>
/// <param name="RowIds">All rows that it settles: its own, and the edits of the same message that wait behind it.</param>
/// <param name="Changes">How many rows the ticket's history has; it only ever gets more.</param>
public sealed record OutboxEntry(OutboxRow Row, MessageKind Kind, TicketState? Ticket, IReadOnlyList<long> RowIds, long Changes);

/// <summary>An entry that Telegram has accepted.</summary>
/// <param name="NewMessageId">The new message; null for an edit, and when Telegram did not say.</param>
public sealed record SentEntry(OutboxEntry Entry, long? NewMessageId);
