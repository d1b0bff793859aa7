namespace VizTeh.Actors.Tickets;

/// <summary>
/// A client edited a message in the chat with the bot: if that message was added to a ticket of the client, the new words are stored.
/// Idempotent: an update corrects once, and a repeat is answered alike.
/// </summary>
/// <param name="UserId">The client, whose message and ticket they must be.</param>
/// <param name="UpdateId">The idempotency key.</param>
/// <param name="MessageId">The edited message in the client's chat.</param>
/// <param name="Text">The client's new words: untrusted; not empty.</param>
/// <param name="EditedAt">When the client edited it, by Telegram's clock.</param>
public sealed record CorrectTicketMessage(long UserId, long UpdateId, long MessageId, string Text, DateTimeOffset EditedAt)
{
    // Undelivered messages are logged, and a log must not hold what a client wrote.
    public override string ToString() => $"edit of message {MessageId} of user {UserId} by update {UpdateId}";
}

/// <summary>The edit is dealt with.</summary>
/// <param name="TicketId">
/// The ticket that the message was added to; null when it was added to none of the client's. A withdrawn ticket is not changed.
/// </param>
/// <param name="IsNews">
/// Whether the client is to hear of it: the words are new, and the ticket had no other correction shortly before.
/// </param>
public sealed record TicketMessageCorrected(long UpdateId, long? TicketId, bool IsNews);

/// <summary>It is unknown whether the new words are stored; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether the database itself refuses the row, which lasts until somebody changes the database.</param>
public sealed record TicketMessageNotCorrected(long UpdateId, string Error, bool IsRefused);
