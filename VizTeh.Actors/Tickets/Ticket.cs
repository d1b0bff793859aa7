using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

public enum TicketStatus
{
    Open,
    Closed,
}

/// <summary>A row of <c>tickets</c>.</summary>
/// <param name="Username">Without @; null when the client has none.</param>
/// <param name="Answers">What a client typed: untrusted, and maybe not all in rows of the bot that this one replaced.</param>
/// <param name="ClosedAt">When it was closed; null while it is open.</param>
/// <param name="SubmissionId">What it is beyond its number; null in rows of an earlier bot.</param>
/// <param name="AccountName">What the client's account calls itself; null when it has a username, and in rows of an earlier
/// version.</param>
public sealed record Ticket(
    long Id, long UserId, string? Username, Answers Answers, TicketStatus Status, DateTimeOffset? ClosedAt, Guid? SubmissionId = null,
    string? AccountName = null)
{
    // What a client wrote must not reach a log.
    public override string ToString() => $"ticket {Id} ({Status})";
}

/// <summary>The last change of a ticket's status by a person, from <c>ticket_history</c>.</summary>
/// <param name="UpdateId">The press that caused it; null when unknown.</param>
/// <param name="ActorName">As the person calls themselves in Telegram: untrusted.</param>
public sealed record StatusChange(TicketStatus Status, long? ActorId, string? ActorName, long? UpdateId, DateTimeOffset At);

/// <summary>A ticket with what is known of its last status change; null for one that was never toggled here.</summary>
public sealed record TicketState(Ticket Ticket, StatusChange? LastChange);

internal static class TicketStatuses
{
    public static string ToColumn(this TicketStatus status) => status == TicketStatus.Closed ? "closed" : "open";

    // The bot that this one replaced wrote the same two words; anything else it may hold counts as not closed.
    public static TicketStatus FromColumn(string? status) => status == "closed" ? TicketStatus.Closed : TicketStatus.Open;
}
