using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>Adds what a client says to the client's own ticket. Idempotent: an update adds one message.</summary>
/// <param name="SubmissionId">
/// The ticket's submission: a number alone may belong to another ticket after an older dump was restored. Null for a ticket of an earlier
/// bot.
/// </param>
/// <param name="UserId">The client, who must be the ticket's.</param>
/// <param name="UpdateId">The idempotency key.</param>
/// <param name="Text">A client's words: untrusted; empty only when there are files.</param>
/// <param name="SentAt">The time at which the client sent them.</param>
/// <param name="MessageId">The message in the client's chat; null when Telegram did not name it.</param>
public sealed record AddTicketMessage(
    long TicketId, Guid? SubmissionId, long UserId, long UpdateId, string Text, DateTimeOffset SentAt, long? MessageId = null)
{
    /// <summary>Who opens the ticket again by it, as the card names them; null leaves the ticket as it is.</summary>
    public string? ReopenedBy { get; init; }

    /// <summary>What the client attached, in the order it was sent; null for nothing.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    /// <summary>The album that it is a part of; null for none.</summary>
    public string? AlbumId { get; init; }

    // Undelivered messages are logged, and a log must not hold what a client wrote.
    public override string ToString() => $"message of user {UserId} to ticket {TicketId} by update {UpdateId}";
}

/// <summary>The message is stored, and so are the outbox rows that show it to the managers.</summary>
public sealed record TicketMessageAdded(long TicketId, long UpdateId);

/// <summary>It is unknown whether the message is stored; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether the database itself refuses the row, which lasts until somebody changes the database.</param>
public sealed record TicketMessageNotAdded(
    long TicketId, long UpdateId, string Error,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRefused = false);

/// <summary>Nothing is stored: this person has no such ticket.</summary>
public sealed record TicketOfMessageNotFound(long TicketId, long UpdateId);
