namespace VizTeh.Actors.Outbox;

/// <summary>Names the outbox's actor to those who only tell it that there is something to send.</summary>
public sealed class OutboxKey;

/// <summary>Tells the outbox that rows were committed; losing it only costs time.</summary>
/// <param name="ChatHeardFrom">
/// A managers' chat that showed signs of life: what it refused before is tried again at once. Null when it is only about rows.
/// </param>
public sealed record OutboxFilled(long? ChatHeardFrom = null)
{
    public static readonly OutboxFilled Instance = new();
}
