using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>A ticket with all that happened to it and was said about it.</summary>
/// <param name="Events">In the order of their time.</param>
/// <param name="HasEarlier">Whether there is more before them, which is left out.</param>
public sealed record TicketStory(Ticket Ticket, IReadOnlyList<TicketEvent> Events, bool HasEarlier)
{
    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(TicketStory)} {Ticket.Id}";
}

/// <summary>A row of <c>ticket_history</c> or of <c>ticket_messages</c>.</summary>
/// <param name="Kind">
/// <c>ticket_history.action</c> or, for what was said, <c>ticket_messages.author</c>. A later version may know others.
/// </param>
/// <param name="By">The person's name as it was stored: untrusted; null when there is none.</param>
public sealed record TicketEvent(string Kind, DateTimeOffset At, long? ActorId, string? By)
{
    /// <summary>Of a change of the status: the new status; null for anything else.</summary>
    public TicketStatus? Status { get; init; }

    /// <summary>Of a closing: how it ended, as in <c>tickets.outcome</c>; null for none, and in rows of earlier versions.</summary>
    public string? Outcome { get; init; }

    /// <summary>Of a reminder that was asked for, or moved: its moment; null for anything else.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>Whether it is the first row of the ticket's history, the creation.</summary>
    public bool IsCreation { get; init; }

    /// <summary>Of a take-over or a release: who had the ticket before; null for anything else.</summary>
    public (long? Id, string? Name)? Former { get; init; }

    /// <summary>What was said: untrusted; empty for files alone, and for what happened.</summary>
    public string Words { get; init; } = "";

    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>Whether they are new words of what was said before.</summary>
    public bool IsCorrection { get; init; }

    /// <summary>Whether the words were changed later.</summary>
    public bool IsEdited { get; init; }

    /// <summary>Whether it could not be delivered to the client.</summary>
    public bool IsUndelivered { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => $"{nameof(TicketEvent)} {Kind}";
}
