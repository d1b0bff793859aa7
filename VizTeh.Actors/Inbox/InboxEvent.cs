using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>Something that happened to the inbox or its updates: the input of <see cref="InboxState"/>.</summary>
internal abstract record InboxEvent
{
    private InboxEvent()
    {
    }

    /// <summary>Telegram answered a poll with updates, which are not stored yet.</summary>
    public sealed record Fetched(FetchedUpdates Updates) : InboxEvent;

    /// <summary>An update is in the inbox and has been read.</summary>
    public sealed record Arrived(InboxRow Row, ReadRow Read) : InboxEvent;

    /// <summary>All updates of a batch have arrived.</summary>
    public sealed record BatchArrived : InboxEvent
    {
        public static readonly BatchArrived Instance = new();
    }

    /// <summary>A receiver reported.</summary>
    public sealed record Reported(IUpdateReport Report) : InboxEvent;

    /// <summary>The row of an update says that it is set aside.</summary>
    public sealed record SetAsideRecorded(long UpdateId) : InboxEvent;

    /// <summary>The notice that ends a flood was said, or refused for good.</summary>
    public sealed record NoticeSaid(long UpdateId) : InboxEvent;

    /// <summary>The notice was not said, or nobody knows whether it was.</summary>
    /// <param name="RetryAfter">How long its turn is away; null when that is not known.</param>
    /// <param name="Error">For the log; null when nothing failed.</param>
    public sealed record NoticeNotSaid(long UpdateId, TimeSpan? RetryAfter, string? Error) : InboxEvent;

    /// <summary>The row of an update says that it ends a flood.</summary>
    public sealed record EndOfFloodNoted(PendingUpdate End) : InboxEvent;

    /// <summary>The rows of updates are deleted.</summary>
    public sealed record Deleted(long[] UpdateIds) : InboxEvent;

    /// <summary>The rows could not be deleted, or nobody knows whether they were.</summary>
    public sealed record DeleteFailed(long[] UpdateIds) : InboxEvent;

    /// <summary>The wait of <see cref="InboxEffect.DeleteSoon"/> is over.</summary>
    public sealed record DeleteDue : InboxEvent
    {
        public static readonly DeleteDue Instance = new();
    }

    /// <summary>Some time passed: deadlines may be over.</summary>
    public sealed record TimePassed : InboxEvent
    {
        public static readonly TimePassed Instance = new();
    }

    /// <summary>The program stops: updates that are out may be finished, no other is sent.</summary>
    public sealed record StopBegun : InboxEvent
    {
        public static readonly StopBegun Instance = new();
    }
}
