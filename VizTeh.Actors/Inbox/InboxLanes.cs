using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that are stored but not handled, in lanes: one a chat (a managers' chat has several, <see cref="ManagerLanes"/>), in which
/// only the first is out with its receiver and the rest wait. So a lane's updates are handled in the order they came, whatever is repeated,
/// and no chat waits for another.
/// </summary>
/// <remarks>
/// A chat that sends more than can be meant is bounded: behind <paramref name="mostWaiting"/> updates one more takes the lane's last
/// place, to be answered by a single notice, and what comes while that one waits is surplus. Pure bookkeeping of one poller: no clock,
/// no actors.
/// </remarks>
/// <param name="mostWaiting">Updates of one chat that are handled each; those of a trusted chat are not counted.</param>
internal sealed class InboxLanes(int mostWaiting)
{
    private readonly Dictionary<LaneKey, Lane> _lanes = [];
    private readonly Dictionary<long, PendingUpdate> _out = [];
    private readonly HashSet<long> _ids = [];

    /// <summary>The update that ends the flood of a chat, and has not been handled; null when there is no flood.</summary>
    public PendingUpdate? EndOfFlood(long chatId) =>
        _lanes.TryGetValue(new LaneKey(chatId), out var lane) && lane.Last is { EndsFlood: true, IsHandled: false } end ? end : null;

    /// <summary>Updates in all lanes.</summary>
    public int Count => _ids.Count;

    /// <summary>The updates that are out.</summary>
    public IReadOnlyCollection<PendingUpdate> Out => _out.Values;

    /// <summary>Whether an update of this id is in a lane, out or waiting.</summary>
    public bool Contains(long updateId) => _ids.Contains(updateId);

    /// <summary>Adds an update, unless it is surplus.</summary>
    /// <exception cref="ArgumentException">It is in a lane already.</exception>
    public Place Add(PendingUpdate update)
    {
        if (_ids.Contains(update.UpdateId))
            throw new ArgumentException($"update {update.UpdateId} is in a lane already", nameof(update));
        if (!_lanes.TryGetValue(update.Lane, out var lane))
        {
            _lanes.Add(update.Lane, new Lane(update));
            _out.Add(update.UpdateId, update);
            _ids.Add(update.UpdateId);
            return Place.First;
        }

        if (lane.Last is { EndsFlood: true, IsHandled: false })
        {
            lane.Last.LetGoOf(update.UpdateId);
            return Place.Surplus;
        }

        lane.Append(update);
        _ids.Add(update.UpdateId);
        if (update.IsTrusted || lane.Updates.Count <= mostWaiting)
            return Place.Waiting;
        update.EndsFlood = true;
        return Place.EndOfFlood;
    }

    /// <summary>Whether another update of its lane waits for this one, which is out.</summary>
    public bool HasNext(PendingUpdate update) => _lanes.TryGetValue(update.Lane, out var lane) && lane.Updates.Count > 1;

    /// <summary>The newest late message of a client that waits behind an update of theirs, which is out; null when there is none.</summary>
    public MessageStamp? NewestLateMessageBehind(PendingUpdate update, DateTimeOffset now) =>
        HasNext(update)
            ? _lanes[update.Lane].Updates.Skip(1).Select(waiting => (waiting.Incoming as IncomingUpdate.ForClient)?.Update.Message)
                .LastOrDefault(message => message?.IsLateAt(now) == true)
            : null;

    /// <summary>The update that is out under this id; null when it is not, or no longer, out.</summary>
    public PendingUpdate? Find(long updateId) => _out.GetValueOrDefault(updateId);

    /// <summary>Takes a finished update out of its lane; returns the next of the lane, which is to be sent now.</summary>
    public PendingUpdate? Finish(PendingUpdate update)
    {
        if (!_out.Remove(update.UpdateId))
            return null;
        _ids.Remove(update.UpdateId);
        var lane = _lanes[update.Lane].Updates;
        lane.Dequeue();
        if (!lane.TryPeek(out var next))
        {
            _lanes.Remove(update.Lane);
            return null;
        }

        _out.Add(next.UpdateId, next);
        return next;
    }

    /// <summary>The updates that are out and have not been heard of by their deadline.</summary>
    public IReadOnlyList<PendingUpdate> Overdue(TimeSpan now) => [.. _out.Values.Where(update => update.DueAt <= now)];

    /// <summary>Where an update went.</summary>
    public enum Place
    {
        /// <summary>Its lane was empty: it is out, and to be sent now.</summary>
        First,

        Waiting,

        /// <summary>One too many: it waits like the others, but is answered by the notice.</summary>
        EndOfFlood,

        /// <summary>In no lane: it is not handled.</summary>
        Surplus,
    }

    private sealed class Lane(PendingUpdate first)
    {
        public Queue<PendingUpdate> Updates { get; } = new([first]);

        public PendingUpdate Last { get; private set; } = first;

        public void Append(PendingUpdate update)
        {
            Updates.Enqueue(update);
            Last = update;
        }
    }
}

/// <summary>An update on its way to being handled.</summary>
/// <param name="updateId">Telegram's id.</param>
/// <param name="chatId">Where it came from.</param>
/// <param name="incoming">What is sent to the receiver.</param>
/// <param name="attempts">How often it has failed.</param>
/// <param name="isTrusted">Whether its chat may send any number of updates: a manager's.</param>
/// <param name="lane">Behind what it waits; null for whatever came from its chat.</param>
internal sealed class PendingUpdate(
    long updateId, long chatId, IncomingUpdate incoming, int attempts, bool isTrusted = false, LaneKey? lane = null)
{
    private List<long>? _heldSurplus;

    public long UpdateId { get; } = updateId;

    public long ChatId { get; } = chatId;

    public LaneKey Lane { get; } = lane ?? new LaneKey(chatId);

    public IncomingUpdate Incoming { get; } = incoming;

    public bool IsTrusted { get; } = isTrusted;

    /// <summary>Whether it is the one too many: answered by a notice, not by its receiver.</summary>
    public bool EndsFlood { get; set; }

    /// <summary>Whether its row says so.</summary>
    public bool IsNotedAsEnd { get; set; }

    /// <summary>Whether all that it leads to is done, and only its row is still to go.</summary>
    public bool IsHandled { get; set; }

    /// <summary>How many updates came behind it, and are let go of.</summary>
    public int Surplus { get; private set; }

    /// <summary>
    /// Those of them that keep their rows, until the row of this one says that it ends a flood: by then a crash takes away no notice.
    /// </summary>
    public IReadOnlyCollection<long> HeldSurplus => _heldSurplus ?? [];

    /// <summary>Counts an update that came behind it.</summary>
    public void LetGoOf(long updateId)
    {
        Surplus++;
        (_heldSurplus ??= []).Add(updateId);
    }

    /// <summary>The held ones, whose rows may go now.</summary>
    public IReadOnlyCollection<long> TakeHeldSurplus()
    {
        var taken = HeldSurplus;
        _heldSurplus = null;
        return taken;
    }

    /// <summary>Failures that were the update's own fault.</summary>
    public int Faults { get; set; } = attempts;

    /// <summary>Sends that came to nothing for any reason since the last sign of life; for the backoff.</summary>
    public int Interruptions { get; set; }

    /// <summary>Whether its receiver has it; false while it waits to be sent again.</summary>
    public bool IsWithReceiver { get; set; }

    /// <summary>What stands in its row's <c>last_error</c> as far as this process wrote it; null when it wrote nothing.</summary>
    public string? NotedError { get; set; }

    /// <summary>When it is sent again unless something is heard of it, by the poller's steady clock.</summary>
    public TimeSpan DueAt { get; set; }
}

/// <summary>Updates with the same key wait for each other.</summary>
internal readonly record struct LaneKey(long ChatId, LanePart Part = LanePart.Speech, long TicketId = 0);
