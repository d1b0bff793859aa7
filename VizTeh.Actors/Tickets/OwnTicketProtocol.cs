using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

/// <summary>What a client wants to see of the own tickets, or to do with one. The answer names the update.</summary>
public interface IOwnTicketRequest
{
    /// <summary>The client: only the tickets of this person are found.</summary>
    long UserId { get; }

    long UpdateId { get; }
}

/// <summary>Asks for a page of the list of a client's tickets.</summary>
/// <param name="Page">From zero; the nearest one that exists is found.</param>
public sealed record FindOwnTickets(long UserId, long UpdateId, int Page) : IOwnTicketRequest;

/// <summary>Asks for one ticket, whole.</summary>
/// <param name="Check">The ticket's check (<see cref="TicketButton.CheckOf"/>); null for a ticket of an earlier bot.</param>
public sealed record FindOwnTicket(long UserId, long UpdateId, long TicketId, string? Check) : IOwnTicketRequest;

/// <summary>Closes a ticket as withdrawn by its client. Idempotent: an update withdraws once, and a repeat is answered alike.</summary>
/// <param name="Check"><inheritdoc cref="FindOwnTicket" path="/param[@name='Check']"/></param>
/// <param name="By">The client, as the card names the one who closed the ticket.</param>
public sealed record WithdrawTicket(long UserId, long UpdateId, long TicketId, string? Check, string By) : IOwnTicketRequest;

/// <summary>Opens a closed or withdrawn ticket again for its client. Idempotent: an update opens once.</summary>
/// <param name="Check"><inheritdoc cref="FindOwnTicket" path="/param[@name='Check']"/></param>
/// <param name="By">The client, as the card names the one who opened the ticket.</param>
public sealed record ReopenTicket(long UserId, long UpdateId, long TicketId, string? Check, string By) : IOwnTicketRequest;

/// <summary>
/// Asks what an update has done to a ticket of its client, before a crash that it was redelivered after. The answer is that of the request
/// which did it, or <see cref="OwnTicketUnchanged"/>.
/// </summary>
public sealed record FindOwnChange(long UserId, long UpdateId) : IOwnTicketRequest;

/// <summary>The answer to an <see cref="IOwnTicketRequest"/>.</summary>
public interface IOwnTicketAnswer
{
    long UpdateId { get; }
}

/// <summary>A page of the client's tickets, newest first.</summary>
/// <param name="Page">The page that it is, from zero.</param>
/// <param name="Pages">At least one.</param>
public sealed record OwnTicketsFound(long UpdateId, IReadOnlyList<OwnTicket> Tickets, int Page, int Pages) : IOwnTicketAnswer;

/// <param name="Ticket">With what was added to it; null when the client has no such ticket.</param>
public sealed record OwnTicketFound(long UpdateId, OwnTicket? Ticket) : IOwnTicketAnswer;

public enum Withdrawal
{
    /// <summary>This update closed the ticket, now or before.</summary>
    Done,

    WasWithdrawn,

    WasClosed,

    /// <summary>The client has no such ticket.</summary>
    NotFound,
}

/// <param name="Ticket">The ticket after it, as in <see cref="OwnTicketFound"/>.</param>
public sealed record OwnTicketWithdrawn(long UpdateId, Withdrawal Result, OwnTicket? Ticket) : IOwnTicketAnswer;

/// <param name="Ticket">The ticket after it, as in <see cref="OwnTicketFound"/>.</param>
public sealed record OwnTicketReopened(long UpdateId, OwnTicket? Ticket) : IOwnTicketAnswer;

/// <summary>The update has neither withdrawn a ticket nor opened one.</summary>
public sealed record OwnTicketUnchanged(long UpdateId) : IOwnTicketAnswer;

/// <summary>The tickets could not be read, and it is unknown whether one was changed; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
/// <param name="IsRefused">Whether the database itself refuses the request, so that a repeat is useless until somebody mends it.</param>
public sealed record OwnTicketsNotAnswered(long UpdateId, string Error, bool IsRefused) : IOwnTicketAnswer;

/// <summary>A ticket as its client may see it: without a manager's name.</summary>
/// <param name="SubmissionId">Identifies the ticket beyond its number; null for a ticket of an earlier bot.</param>
/// <param name="Answers">The client's words: untrusted.</param>
/// <param name="IsWithdrawn">Whether it is closed because the client withdrew it.</param>
/// <param name="CreatedAt">Null in rows of an earlier bot that kept none.</param>
/// <param name="ClosedAt">Null while it is open, and when the moment is unknown.</param>
public sealed record OwnTicket(
    long Id, Guid? SubmissionId, SentAnswers Answers, bool IsClosed, bool IsWithdrawn, DateTimeOffset? CreatedAt,
    DateTimeOffset? ClosedAt)
{
    /// <summary>What the client added later, the oldest first; null for nothing, and in a list.</summary>
    public IReadOnlyList<OwnAddition>? Added { get; init; }

    /// <summary>Whether the client added more than that, before it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool HasEarlier { get; init; }

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(OwnTicket)} {Id}";
}

/// <summary>What a client added to a ticket by one message.</summary>
/// <param name="Words">Untrusted; empty when only files were sent.</param>
public sealed record OwnAddition(string Words, DateTimeOffset SentAt)
{
    /// <summary>What is attached, in order; null for nothing.</summary>
    public IReadOnlyList<Attachment>? Files { get; init; }

    // A log must not hold what a client wrote.
    public override string ToString() => nameof(OwnAddition);
}
