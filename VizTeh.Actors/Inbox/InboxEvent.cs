using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>An event of the inbox or its updates: the input of <see cref="InboxState"/>.</summary>
internal abstract record InboxEvent
{
    private InboxEvent()
    {
    }

    /// <summary>Telegram answered a poll with updates, which are not stored yet.</summary>
    public sealed record Fetched(FetchedUpdates Updates) : InboxEvent;

    /// <summary>An update is stored in the inbox, and its row has been parsed.</summary>
    public sealed record Arrived(InboxRow Row, ReadRow Read) : InboxEvent;

    /// <summary>All updates of a batch have arrived.</summary>
    public sealed record BatchArrived : InboxEvent
    {
        public static readonly BatchArrived Instance = new();
    }

    /// <summary>A receiver reported.</summary>
    public sealed record Reported(IUpdateReport Report) : InboxEvent;

    /// <summary>The row of an update is set aside.</summary>
    public sealed record SetAsideRecorded(long UpdateId) : InboxEvent;

    /// <summary>The notice that ends a flood was sent, or refused for good.</summary>
    public sealed record NoticeSaid(long UpdateId) : InboxEvent;

    /// <summary>The notice was not sent, or it is unknown whether it was.</summary>
    /// <param name="RetryAfter">The wait for its turn; null when that is unknown.</param>
    /// <param name="Error">For the log; null when nothing failed.</param>
    public sealed record NoticeNotSaid(long UpdateId, TimeSpan? RetryAfter, string? Error) : InboxEvent;

    /// <summary>The row of an update is marked as the end of a flood.</summary>
    public sealed record EndOfFloodNoted(PendingUpdate End) : InboxEvent;

    /// <summary>The rows of updates are deleted.</summary>
    public sealed record Deleted(long[] UpdateIds) : InboxEvent;

    /// <summary>The deletion failed, or it is unknown whether it succeeded.</summary>
    public sealed record DeleteFailed(long[] UpdateIds) : InboxEvent;

    /// <summary>The wait of <see cref="InboxEffect.DeleteSoon"/> is over.</summary>
    public sealed record DeleteDue : InboxEvent
    {
        public static readonly DeleteDue Instance = new();
    }

    /// <summary>Time has passed: deadlines may be over.</summary>
    public sealed record TimePassed : InboxEvent
    {
        public static readonly TimePassed Instance = new();
    }

    /// <summary>The program stops: updates that are out may finish, no further one is sent.</summary>
    public sealed record StopBegun : InboxEvent
    {
        public static readonly StopBegun Instance = new();
    }
}
