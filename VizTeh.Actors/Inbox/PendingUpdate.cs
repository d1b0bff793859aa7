namespace VizTeh.Actors.Inbox;

/// <summary>An update in a lane, from its arrival until its row is deleted or set aside.</summary>
/// <param name="updateId">Telegram's id.</param>
/// <param name="chatId">The chat that the update came from.</param>
/// <param name="incoming">The message to its receiver.</param>
/// <param name="attempts">How often its receiver has failed, by its row.</param>
/// <param name="isTrusted">Whether its chat may send any number of updates: a manager's.</param>
/// <param name="lane">The lane in which the update waits; null for that of its chat.</param>
internal sealed class PendingUpdate(
    long updateId, long chatId, IncomingUpdate incoming, int attempts, bool isTrusted = false, LaneKey? lane = null)
{
    public long UpdateId { get; } = updateId;

    public long ChatId { get; } = chatId;

    public LaneKey Lane { get; } = lane ?? new LaneKey(chatId);

    public IncomingUpdate Incoming { get; } = incoming;

    public bool IsTrusted { get; } = isTrusted;

    /// <summary>
    /// The flood that the update ends, being answered by the notice instead of by its receiver; null for any other update.
    /// </summary>
    public FloodEnd? Flood { get; set; }

    public UpdateStage Stage { get; set; }

    public bool IsHandled => Stage == UpdateStage.Handled;

    /// <summary>
    /// Whether the receiver was told, when the update was last sent, that earlier updates may be redelivered: only then can it have
    /// deferred the update.
    /// </summary>
    public bool MayBeDeferred { get; set; }

    /// <summary>Failures that were the update's own fault.</summary>
    public int Faults { get; set; } = attempts;

    /// <summary>Deliveries that failed for any reason since the receiver was last at work on the update; for the backoff.</summary>
    public int Interruptions { get; set; }

    /// <summary>The error that this process wrote into the row's <c>last_error</c>; null when it wrote none.</summary>
    public string? NotedError { get; set; }

    /// <summary>When the update is sent again unless a report comes before, by the poller's steady clock.</summary>
    public TimeSpan DueAt { get; set; }
}

/// <summary>How far an update has come.</summary>
internal enum UpdateStage
{
    /// <summary>Not sent yet, or to be sent again when it is due.</summary>
    Waiting,

    /// <summary>With its receiver; of the end of a flood, the notice is being said.</summary>
    Sent,

    /// <summary>To be sent again when no row of a handled update of its chat is left.</summary>
    Deferred,

    /// <summary>Failed too often; its row is being told so.</summary>
    BeingSetAside,

    /// <summary>Everything that the update caused is done; its row is yet to be deleted.</summary>
    Handled,
}
