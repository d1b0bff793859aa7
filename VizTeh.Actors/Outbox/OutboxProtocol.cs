namespace VizTeh.Actors.Outbox;

/// <summary>Names the outbox's actor to those who only tell it that there is something to send.</summary>
public sealed class OutboxKey;

/// <summary>Tells the outbox that rows were committed; losing it only costs time.</summary>
public sealed record OutboxFilled
{
    public static readonly OutboxFilled Instance = new();
}

/// <summary>
/// Tells the outbox that a managers' chat showed a sign of life: what it refused before is tried again at once. Losing it only costs time.
/// </summary>
public sealed record ChatHeardFrom(long ChatId);
