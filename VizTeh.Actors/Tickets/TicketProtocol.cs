using System.Text.Json.Serialization;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>Asks for the ticket of a submitted form; asking again is safe and gives the same ticket.</summary>
/// <param name="SubmissionId">One submission is one row.</param>
/// <param name="SubmittedAt">When the client sent it.</param>
/// <param name="AccountName">What the client's account calls itself; null when it has a username.</param>
public sealed record CreateTicket(
    Guid SubmissionId, long UserId, string? Username, Answers Answers, DateTimeOffset SubmittedAt, string? AccountName = null)
{
    // Undelivered messages are logged; what a client wrote must not be.
    public override string ToString() => $"submission {SubmissionId} of user {UserId}";
}

/// <summary>The ticket is durable, and so are its cards on their way to the managers.</summary>
public sealed record TicketCreated(Guid SubmissionId, long TicketId);

/// <summary>The ticket may or may not exist; ask again.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether PostgreSQL itself says no, and goes on until somebody changes the database.</param>
public sealed record TicketNotCreated(
    Guid SubmissionId, string Error, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsRefused = false);

/// <summary>Asks to close or reopen a ticket, by a person whose right to do so was checked.</summary>
/// <param name="CardChatId">The card that was pressed: it becomes one of the ticket's cards if it was not.</param>
/// <param name="CardCheck">What the card's button knows of its ticket beyond the number; null when it knows no more.</param>
/// <param name="CardTopicId">The topic of a forum that the pressed card is in; null in General and outside of forums.</param>
public sealed record ChangeTicketStatus(
    long TicketId, TicketStatus Status, long ActorId, string ActorName, long UpdateId, long CardChatId, long? CardMessageId,
    string? CardCheck = null, int? CardTopicId = null);

/// <summary>The ticket has the status; this very press gave it, now or when it was handled before.</summary>
public sealed record TicketStatusChanged(TicketState State);

/// <summary>The ticket had the status before this press; <see cref="TicketState.LastChange"/> says since when and by whom.</summary>
public sealed record TicketStatusUnchanged(TicketState State);

public sealed record TicketNotFound(long TicketId);

/// <summary>
/// Nothing was changed: the pressed message is not known to be a card of this ticket, and may be that of a lost one which had the same
/// number. The ticket's own card is in the chat, or on its way there.
/// </summary>
public sealed record TicketCardUnknown(TicketState State);

/// <summary>The status may or may not have changed; ask again.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsTransient">Whether it is the database that is in trouble, not the request.</param>
public sealed record TicketStatusUnknown(long TicketId, string Error, bool IsTransient);
