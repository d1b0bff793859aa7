using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Tickets;

public enum TicketStatus
{
    Open,
    Closed,
}

/// <summary>A row of <c>tickets</c>.</summary>
/// <param name="Username">Without @; null when the client has none.</param>
/// <param name="Answers">A client's words under the questions' labels: untrusted, maybe incomplete in rows of an earlier bot.</param>
/// <param name="ClosedAt">The time of closing; null while the ticket is open.</param>
/// <param name="SubmissionId">Identifies the ticket beyond its number; null in rows of an earlier bot.</param>
/// <param name="AccountName">
/// The display name of the client's account; null when it has a username, and in rows of an earlier version.
/// </param>
/// <param name="CreatedAt">The time at which the client sent the form; null in rows of an earlier bot that kept none.</param>
public sealed record Ticket(
    long Id, long UserId, string? Username, SentAnswers Answers, TicketStatus Status, DateTimeOffset? ClosedAt,
    Guid? SubmissionId = null, string? AccountName = null, DateTimeOffset? CreatedAt = null)
{
    /// <summary>The payload of the link by which the client came: untrusted; null for none, and in rows of earlier versions.</summary>
    public string? Source { get; init; }

    /// <summary>Who has the ticket in work; of a closed ticket, who had it; null for nobody.</summary>
    public TicketOwner? Owner { get; init; }

    /// <summary>When a manager is to be reminded of it; null for no reminder.</summary>
    public DateTimeOffset? SnoozedUntil { get; init; }

    /// <summary>The moment of a reminder that the client's message has ended, which is offered again; null for none.</summary>
    public DateTimeOffset? SnoozeOffer { get; init; }

    /// <summary>When the client's data was erased: little is left of it then; null otherwise.</summary>
    public DateTimeOffset? ErasedAt { get; init; }

    /// <summary>Of an erased ticket, whether its data had been kept for long enough; if not, its client wished it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsExpired { get; init; }

    /// <summary>The <see cref="Outcome"/> of a ticket that its client withdrew.</summary>
    public const string Withdrawn = "withdrawn";

    /// <summary>
    /// How a closed ticket ended: <see cref="Withdrawn"/>, or a label of the firm's of then; null for a plain close, and while it is open.
    /// </summary>
    public string? Outcome { get; init; }

    /// <summary>The outcome that a manager chose; null for none.</summary>
    [JsonIgnore]
    public string? ChosenOutcome => Status == TicketStatus.Closed && Outcome != Withdrawn ? Outcome : null;

    [JsonIgnore]
    public bool IsWithdrawn => Status == TicketStatus.Closed && Outcome == Withdrawn;

    /// <summary>All that the client attached to the form, in the order of the answers.</summary>
    [JsonIgnore]
    public IReadOnlyList<Attachment> Files => [.. Answers.Given.Concat(Answers.Removed).SelectMany(answer => answer.Files ?? [])];

    // A log must not hold what a client wrote.
    public override string ToString() => $"ticket {Id} ({Status})";
}

/// <summary>The last change of a ticket's status by a person, from <c>ticket_history</c>.</summary>
/// <param name="UpdateId">The press that caused it; null when unknown.</param>
/// <param name="ActorName">The person's display name in Telegram: untrusted.</param>
public sealed record StatusChange(TicketStatus Status, long? ActorId, string? ActorName, long? UpdateId, DateTimeOffset At);

/// <summary>A ticket with its last status change; that is null when its status was never changed here.</summary>
public sealed record TicketState(Ticket Ticket, StatusChange? LastChange);

internal static class TicketStatuses
{
    public static string ToColumn(this TicketStatus status) => status == TicketStatus.Closed ? "closed" : "open";

    // An earlier bot wrote the same two words; any other value counts as open.
    public static TicketStatus FromColumn(string? status) => status == "closed" ? TicketStatus.Closed : TicketStatus.Open;
}
