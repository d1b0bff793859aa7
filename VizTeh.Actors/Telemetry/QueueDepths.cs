namespace VizTeh.Actors.Telemetry;

/// <summary>The queues in the database at one moment. Ages are by the database's clock.</summary>
/// <param name="Inbox">The number of updates that are not handled, those that are set aside left out.</param>
/// <param name="InboxAge">Since when the oldest of them is stored; zero when there is none.</param>
/// <param name="Outbox">The number of owed messages, those that are set aside left out.</param>
/// <param name="OutboxAge">Since when the oldest of them could have been sent; zero when none is due.</param>
public sealed record QueueDepths(long Inbox, TimeSpan InboxAge, long Outbox, TimeSpan OutboxAge);
