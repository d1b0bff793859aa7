namespace VizTeh.Actors.Outbox;

/// <summary>The key under which senders of wake-ups find the outbox's actor.</summary>
public sealed class OutboxKey;

/// <summary>Tells the outbox that rows were committed. Losing this message only costs time.</summary>
public sealed record OutboxFilled
{
    public static readonly OutboxFilled Instance = new();
}

/// <summary>
/// Tells the outbox of a sign of life from a managers' chat: rows that the chat refused before are retried at once. Losing this message
/// only costs time.
/// </summary>
public sealed record ChatHeardFrom(long ChatId);
