namespace VizTeh.Actors.Inbox;

/// <summary>Something that is to be done because of an <see cref="InboxEvent"/>: the output of <see cref="InboxState"/>.</summary>
internal abstract record InboxEffect
{
    private InboxEffect()
    {
    }

    /// <summary>Store the updates, delete the rows in the same transaction, and answer with <see cref="InboxEvent.Deleted"/>.</summary>
    public sealed record Store(FetchedUpdates Updates, long[] Leaving) : InboxEffect;

    /// <summary>Send an update to its receiver.</summary>
    /// <param name="EarlierMayBeRedelivered">Whether rows of handled updates of its chat are still in the inbox.</param>
    public sealed record Send(PendingUpdate Update, bool EarlierMayBeRedelivered) : InboxEffect;

    /// <summary>Say the notice that ends a flood, and answer with the outcome.</summary>
    public sealed record SayNotice(PendingUpdate End) : InboxEffect;

    /// <summary>An update is handled, and its row is still there.</summary>
    public sealed record UpdateHandled : InboxEffect
    {
        public static readonly UpdateHandled Instance = new();
    }

    /// <summary>Delete the rows, and answer with the outcome.</summary>
    public sealed record Delete(long[] UpdateIds) : InboxEffect;

    /// <summary>Answer with <see cref="InboxEvent.DeleteDue"/> in a moment.</summary>
    public sealed record DeleteSoon : InboxEffect
    {
        public static readonly DeleteSoon Instance = new();
    }

    /// <summary>Updates are gone: there may be room for more.</summary>
    public sealed record RoomFreed : InboxEffect
    {
        public static readonly RoomFreed Instance = new();
    }

    /// <summary>Write into the row that the update failed by its own fault.</summary>
    public sealed record RecordFault(long UpdateId, int Attempts, string Error) : InboxEffect;

    /// <summary>Write into the row why its conversation cannot be recovered.</summary>
    public sealed record RecordNotRecovered(long UpdateId, int Attempts, string Error) : InboxEffect;

    /// <summary>Set the row aside until that succeeds, and answer with <see cref="InboxEvent.SetAsideRecorded"/>.</summary>
    public sealed record SetAside(long UpdateId, int Attempts, string Error, bool IsUnreadable = false) : InboxEffect;

    /// <summary>
    /// Write into the row that the update ends a flood until that succeeds, and answer with <see cref="InboxEvent.EndOfFloodNoted"/>.
    /// </summary>
    public sealed record NoteEndOfFlood(PendingUpdate End) : InboxEffect;

    /// <summary>For the log: an update was interrupted by no fault of its own, and will be sent again.</summary>
    public sealed record TellInterrupted(long UpdateId, string Error) : InboxEffect;

    /// <summary>For the log: a chat sends more than is answered one by one.</summary>
    public sealed record TellFlood(long ChatId) : InboxEffect;

    /// <summary>For the log: how many updates of a chat were answered by the notice.</summary>
    public sealed record TellFloodEnded(long ChatId, int Count) : InboxEffect;

    /// <summary>For the log: the notice could not be said.</summary>
    public sealed record TellNoticeFailed(long ChatId, string Error) : InboxEffect;
}
