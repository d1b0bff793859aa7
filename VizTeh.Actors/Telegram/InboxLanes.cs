namespace VizTeh.Actors.Telegram;

/// <summary>
/// The updates that are stored but not handled, in lanes: one a chat, in which only the first is out with its receiver and the rest
/// wait. So a chat's updates are handled in the order they came, whatever is repeated, and no chat waits for another.
/// </summary>
/// <remarks>Pure bookkeeping of one poller: no clock, no actors.</remarks>
internal sealed class InboxLanes
{
    private readonly Dictionary<long, Queue<PendingUpdate>> _lanes = [];
    private readonly Dictionary<long, PendingUpdate> _out = [];
    private readonly HashSet<long> _ids = [];

    /// <summary>Updates in all lanes.</summary>
    public int Count => _ids.Count;

    /// <summary>Whether an update of this id is in a lane, out or waiting.</summary>
    public bool Contains(long updateId) => _ids.Contains(updateId);

    /// <summary>Adds an update; returns it when its lane was empty, so that it is to be sent now.</summary>
    /// <exception cref="ArgumentException">It is in a lane already.</exception>
    public PendingUpdate? Add(PendingUpdate update)
    {
        if (!_ids.Add(update.UpdateId))
            throw new ArgumentException($"update {update.UpdateId} is in a lane already", nameof(update));
        if (_lanes.TryGetValue(update.ChatId, out var lane))
        {
            lane.Enqueue(update);
            return null;
        }

        _lanes.Add(update.ChatId, new Queue<PendingUpdate>([update]));
        _out.Add(update.UpdateId, update);
        return update;
    }

    /// <summary>The update that is out under this id; null when it is not, or no longer, out.</summary>
    public PendingUpdate? Find(long updateId) => _out.GetValueOrDefault(updateId);

    /// <summary>Takes a finished update out of its lane; returns the next of the lane, which is to be sent now.</summary>
    public PendingUpdate? Finish(PendingUpdate update)
    {
        if (!_out.Remove(update.UpdateId))
            return null;
        _ids.Remove(update.UpdateId);
        var lane = _lanes[update.ChatId];
        lane.Dequeue();
        if (!lane.TryPeek(out var next))
        {
            _lanes.Remove(update.ChatId);
            return null;
        }

        _out.Add(next.UpdateId, next);
        return next;
    }

    /// <summary>The updates that are out and have not been heard of by their deadline.</summary>
    public IReadOnlyList<PendingUpdate> Overdue(DateTimeOffset now) => [.. _out.Values.Where(update => update.DueAt <= now)];
}

/// <summary>An update on its way to being handled.</summary>
/// <param name="updateId">Telegram's id.</param>
/// <param name="chatId">The lane.</param>
/// <param name="incoming">What is sent to the receiver.</param>
/// <param name="attempts">How often it has failed.</param>
internal sealed class PendingUpdate(long updateId, long chatId, IncomingUpdate incoming, int attempts)
{
    public long UpdateId { get; } = updateId;

    public long ChatId { get; } = chatId;

    public IncomingUpdate Incoming { get; } = incoming;

    /// <summary>Failures that were the update's own fault.</summary>
    public int Faults { get; set; } = attempts;

    /// <summary>Sends that came to nothing for any reason since the last sign of life; for the backoff.</summary>
    public int Interruptions { get; set; }

    /// <summary>When it is sent again unless something is heard of it.</summary>
    public DateTimeOffset DueAt { get; set; }
}
