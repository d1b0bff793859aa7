using System.Text.Json.Serialization;

namespace VizTeh.Actors.Tickets;

/// <summary>Asks for the tickets that a client may add something to.</summary>
/// <param name="UpdateId">The update that needs them; repeated in the answer.</param>
/// <param name="Named">A ticket that is read too if it is the client's, open or closed; null for none.</param>
public sealed record FindClientTickets(long UserId, long UpdateId, long? Named = null)
{
    /// <summary>A message of the bot to the client, whose ticket is read too if it holds a manager's answer; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Quoted { get; init; }
}

/// <summary>The client's newest open tickets, newest first, then the newest closed one, and the named one.</summary>
public sealed record ClientTicketsFound(long UpdateId, IReadOnlyList<ClientTicket> Tickets)
{
    /// <summary>The ticket of the manager's answer that was asked for; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Answered { get; init; }
}

/// <summary>The tickets could not be read; the request has to be repeated.</summary>
/// <param name="Error">For the log; no personal data.</param>
public sealed record ClientTicketsNotFound(long UpdateId, string Error);

/// <summary>A client's own ticket, in short.</summary>
/// <param name="SubmissionId">Identifies the ticket beyond its number; null for a ticket of an earlier bot.</param>
/// <param name="Subject">What it is about, in one line: untrusted; null when it has no such answer.</param>
public sealed record ClientTicket(long Id, Guid? SubmissionId, string? Subject, bool IsClosed)
{
    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(ClientTicket)} {Id}";
}
