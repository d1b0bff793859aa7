using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>Requests the ticket of a submitted form. Idempotent: a repeat gives the same ticket.</summary>
/// <param name="SubmissionId">The idempotency key: one submission is one row.</param>
/// <param name="Answers">A client's words: untrusted.</param>
/// <param name="SubmittedAt">The time at which the client sent the form.</param>
/// <param name="AccountName">The display name of the client's account; null when it has a username.</param>
public sealed record CreateTicket(
    Guid SubmissionId, long UserId, string? Username, SentAnswers Answers, DateTimeOffset SubmittedAt, string? AccountName = null)
{
    /// <summary>The payload of the link by which the client came; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>The consent under which the form was filled; null when none was asked for.</summary>
    public Consent? Consent { get; init; }

    // Undelivered messages are logged, and a log must not hold what a client wrote.
    public override string ToString() => $"submission {SubmissionId} of user {UserId}";
}

/// <summary>The ticket is stored, and so are the outbox rows of its cards.</summary>
public sealed record TicketCreated(Guid SubmissionId, long TicketId);

/// <summary>It is unknown whether the ticket exists; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether PostgreSQL itself refuses the row, which lasts until somebody changes the database.</param>
public sealed record TicketNotCreated(
    Guid SubmissionId, string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRefused = false);

/// <summary>Requests to close or reopen a ticket. The sender has checked the person's right to do so.</summary>
/// <param name="CardChatId">The chat of the pressed card, which becomes one of the ticket's cards if it was not.</param>
/// <param name="CardCheck">The check in the button's data; null when there is none.</param>
/// <param name="CardTopicId">The forum topic of the pressed card; null in General and outside of forums.</param>
public sealed record ChangeTicketStatus(
    long TicketId, TicketStatus Status, long ActorId, string ActorName, long UpdateId, long CardChatId, long? CardMessageId,
    string? CardCheck = null, int? CardTopicId = null)
{
    /// <summary>The person's name as a client may be told it: without the username; null for none.</summary>
    public string? PublicName { get; init; }

    /// <summary>How a ticket that is closed ended: a label of the firm's; null for a plain close, and for a reopening.</summary>
    public string? Outcome { get; init; }
}

/// <summary>The ticket has the requested status because of this press, handled now or before.</summary>
public sealed record TicketStatusChanged(TicketState State);

/// <summary>The ticket had the status before this press; <see cref="TicketState.LastChange"/> says since when and by whom.</summary>
public sealed record TicketStatusUnchanged(TicketState State);

public sealed record TicketNotFound(long TicketId);

/// <summary>
/// Nothing was changed: the pressed message is not a known card of this ticket, and may belong to a lost ticket with the same number. The
/// ticket's own card is in the chat, or on its way there.
/// </summary>
public sealed record TicketCardUnknown(TicketState State);

/// <summary>It is unknown whether the status was changed; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsTransient">Whether the database is at fault, not the request.</param>
public sealed record TicketStatusUnknown(long TicketId, string Error, bool IsTransient);
