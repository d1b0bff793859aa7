namespace VizTeh.Actors.Inbox;

/// <summary>An update in a lane, from its arrival until its row is deleted or set aside.</summary>
/// <param name="updateId">Telegram's id.</param>
/// <param name="chatId">The chat that the update came from.</param>
/// <param name="incoming">The message for its receiver.</param>
/// <param name="attempts">The number of failures of its receiver, from its row.</param>
/// <param name="isTrusted">Whether its chat may send any number of updates: a managers' chat.</param>
/// <param name="lane">The update's lane; null for that of its chat.</param>
internal sealed class PendingUpdate(
    long updateId, long chatId, IncomingUpdate incoming, int attempts, bool isTrusted = false, LaneKey? lane = null)
{
    public long UpdateId { get; } = updateId;

    public long ChatId { get; } = chatId;

    public LaneKey Lane { get; } = lane ?? new LaneKey(chatId);

    public IncomingUpdate Incoming { get; } = incoming;

    public bool IsTrusted { get; } = isTrusted;

    /// <summary>The flood that the update ends, answered by the notice instead of by its receiver; null for any other update.</summary>
    public FloodEnd? Flood { get; set; }

    /// <summary>Whether it came behind another part of the same album.</summary>
    public bool IsFurtherPart { get; set; }

    public UpdateStage Stage { get; set; }

    public bool IsHandled => Stage == UpdateStage.Handled;

    /// <summary>
    /// Whether the receiver was told, when the update was last sent, that earlier updates may be redelivered: only then can it have
    /// deferred the update.
    /// </summary>
    public bool MayBeDeferred { get; set; }

    /// <summary>Failures that were the update's own fault.</summary>
    public int Faults { get; set; } = attempts;

    /// <summary>Consecutive failed deliveries for any reason, since the receiver last reported progress; for the backoff.</summary>
    public int Interruptions { get; set; }

    /// <summary>How many times it was sent since its receiver last reported anything.</summary>
    public int UnansweredSends { get; set; }

    /// <summary>The error that this process wrote into the row's <c>last_error</c>; null for none.</summary>
    public string? NotedError { get; set; }

    /// <summary>The time at which the update is sent again unless it is reported before, by the poller's steady clock.</summary>
    public TimeSpan DueAt { get; set; }
}

/// <summary>The progress of an update.</summary>
internal enum UpdateStage
{
    /// <summary>Not sent yet, or to be sent again when it is due.</summary>
    Waiting,

    /// <summary>With its receiver; for the end of a flood, its notice is being sent.</summary>
    Sent,

    /// <summary>To be sent again when no row of a handled update of its chat is left.</summary>
    Deferred,

    /// <summary>Failed too often; its row is being set aside.</summary>
    BeingSetAside,

    /// <summary>Everything that the update caused is done; its row is not deleted yet.</summary>
    Handled,
}
