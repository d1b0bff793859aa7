namespace VizTeh.Actors.Inbox;

/// <summary>An effect to run because of an <see cref="InboxEvent"/>: the output of <see cref="InboxState"/>.</summary>
internal abstract record InboxEffect
{
    private InboxEffect()
    {
    }

    /// <summary>Store the updates, delete the rows in the same transaction, and report <see cref="InboxEvent.Deleted"/>.</summary>
    public sealed record Store(FetchedUpdates Updates, long[] Leaving) : InboxEffect;

    /// <summary>Send an update to its receiver.</summary>
    /// <param name="EarlierMayBeRedelivered">Whether rows of handled updates of its chat are still in the inbox.</param>
    public sealed record Send(PendingUpdate Update, bool EarlierMayBeRedelivered) : InboxEffect;

    /// <summary>Send the notice that ends a flood, and report the outcome.</summary>
    public sealed record SayNotice(PendingUpdate End) : InboxEffect;

    /// <summary>An update is handled, and its row is not deleted yet.</summary>
    public sealed record UpdateHandled : InboxEffect
    {
        public static readonly UpdateHandled Instance = new();
    }

    /// <summary>Delete the rows, and report the outcome.</summary>
    public sealed record Delete(long[] UpdateIds) : InboxEffect;

    /// <summary>Report <see cref="InboxEvent.DeleteDue"/> after a short wait.</summary>
    public sealed record DeleteSoon : InboxEffect
    {
        public static readonly DeleteSoon Instance = new();
    }

    /// <summary>Updates are deleted: more may be fetched if there was no room.</summary>
    public sealed record RoomFreed : InboxEffect
    {
        public static readonly RoomFreed Instance = new();
    }

    /// <summary>Record in the row that the update failed by its own fault.</summary>
    public sealed record RecordFault(long UpdateId, int Attempts, string Error) : InboxEffect;

    /// <summary>Record in the row why its conversation cannot be recovered.</summary>
    public sealed record RecordNotRecovered(long UpdateId, int Attempts, string Error) : InboxEffect;

    /// <summary>Set the row aside, with retries until that succeeds, and report <see cref="InboxEvent.SetAsideRecorded"/>.</summary>
    public sealed record SetAside(long UpdateId, int Attempts, string Error, bool IsUnreadable = false) : InboxEffect;

    /// <summary>
    /// Mark the row as the end of a flood, with retries until that succeeds, and report <see cref="InboxEvent.EndOfFloodNoted"/>.
    /// </summary>
    public sealed record NoteEndOfFlood(PendingUpdate End) : InboxEffect;

    /// <summary>Log that an update was interrupted by no fault of its own, and will be sent again.</summary>
    public sealed record TellInterrupted(long UpdateId, string Error) : InboxEffect;

    /// <summary>Log that a chat sends more updates than are answered one by one.</summary>
    public sealed record TellFlood(long ChatId) : InboxEffect;

    /// <summary>Log how many updates of a chat were answered by the notice.</summary>
    public sealed record TellFloodEnded(long ChatId, int Count) : InboxEffect;

    /// <summary>Log that the notice could not be sent.</summary>
    public sealed record TellNoticeFailed(long ChatId, string Error) : InboxEffect;
}
