using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The updates that are stored but not handled, in lanes: one per chat (a managers' chat has several, <see cref="ManagerLanes"/>). Only the
/// first update of a lane is out, that is, sent or to be sent to its receiver; the others wait. So the updates of a lane are handled in the
/// order of their arrival, whatever is sent again, and chats do not wait for each other.
/// </summary>
/// <remarks>
/// A chat's queue is bounded: after <paramref name="mostWaiting"/> updates, of which an album counts as one, one more takes the lane's last
/// place, to be answered by a single notice, and later ones are surplus while that one waits (<see cref="FloodEnd"/>). Pure: no clock, no
/// actors.
/// </remarks>
/// <param name="mostWaiting">The limit of waiting updates of one chat; a trusted chat has none.</param>
internal sealed class InboxLanes(int mostWaiting)
{
    // Of the messages that wait in a lane, the parts of albums among them.
    private const int MostParts = 100;

    private readonly Dictionary<LaneKey, Lane> _lanes = [];
    private readonly Dictionary<long, PendingUpdate> _out = [];
    private readonly HashSet<long> _ids = [];

    /// <summary>The unhandled update that ends the lane's flood; null when there is no flood.</summary>
    public PendingUpdate? EndOfFlood(LaneKey key) =>
        _lanes.TryGetValue(key, out var lane) && lane.Last is { Flood: not null, IsHandled: false } end ? end : null;

    /// <summary>The number of updates in all lanes.</summary>
    public int Count => _ids.Count;

    /// <summary>The updates that are out.</summary>
    public IReadOnlyCollection<PendingUpdate> Out => _out.Values;

    /// <summary>Whether an update of this id is in a lane, out or waiting.</summary>
    public bool Contains(long updateId) => _ids.Contains(updateId);

    /// <summary>Adds an update, unless it is surplus.</summary>
    /// <exception cref="ArgumentException">The update is in a lane already.</exception>
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

        if (lane.Last is { Flood: { } flood, IsHandled: false })
        {
            flood.Add(update.UpdateId);
            return Place.Surplus;
        }

        lane.Append(update);
        _ids.Add(update.UpdateId);
        if (update.IsTrusted || (lane.Counted <= mostWaiting && lane.Updates.Count <= Math.Max(mostWaiting, MostParts)))
            return Place.Waiting;
        // An update that ended a flood before a restart ends this one too; its row is marked already.
        update.Flood ??= new FloodEnd();
        return Place.EndOfFlood;
    }

    /// <summary>Whether the update is out and another one waits behind it.</summary>
    public bool IsWaitedFor(long updateId) =>
        _out.TryGetValue(updateId, out var update) && _lanes[update.Lane].Updates.Count > 1;

    /// <summary>The newest late message of a client that waits behind an update that is out; null when there is none.</summary>
    public MessageStamp? NewestLateMessageBehind(PendingUpdate update, DateTimeOffset now) =>
        IsWaitedFor(update.UpdateId)
            ? _lanes[update.Lane].Updates.Skip(1).Select(MessageOf).LastOrDefault(message => message?.IsLateAt(now) == true)
            : null;

    /// <summary>The update that is out under this id; null when none is.</summary>
    public PendingUpdate? Find(long updateId) => _out.GetValueOrDefault(updateId);

    /// <summary>Removes a finished update from its lane; returns the lane's next update, which has to be sent now.</summary>
    public PendingUpdate? Finish(PendingUpdate update)
    {
        if (!_out.Remove(update.UpdateId))
            return null;
        _ids.Remove(update.UpdateId);
        if (_lanes[update.Lane].Next() is not { } next)
        {
            _lanes.Remove(update.Lane);
            return null;
        }

        _out.Add(next.UpdateId, next);
        return next;
    }

    /// <summary>The updates that are out and whose deadline is over.</summary>
    public IReadOnlyList<PendingUpdate> Overdue(TimeSpan now) => [.. _out.Values.Where(update => update.DueAt <= now)];

    /// <summary>The place that an update took.</summary>
    public enum Place
    {
        /// <summary>The lane was empty: the update is out and has to be sent now.</summary>
        First,

        /// <summary>Behind other updates of the lane.</summary>
        Waiting,

        /// <summary>After as many updates as may wait: the update waits too, but is answered by the notice.</summary>
        EndOfFlood,

        /// <summary>In no lane: the update is surplus.</summary>
        Surplus,
    }

    // The stamp of an edited message is that of its first sending, which the bot has had before.
    private static MessageStamp? MessageOf(PendingUpdate waiting) =>
        waiting.Incoming is IncomingUpdate.ForClient { Update: { Input: not ClientInput.Edited, Message: var message } } ? message : null;

    private sealed class Lane(PendingUpdate first)
    {
        public Queue<PendingUpdate> Updates { get; } = new([first]);

        public PendingUpdate Last { get; private set; } = first;

        /// <summary>The number of updates, of which the parts of an album that follow each other count as one.</summary>
        public int Counted { get; private set; } = 1;

        public void Append(PendingUpdate update)
        {
            update.IsFurtherPart = AlbumOf(update) is { } album && album == AlbumOf(Last);
            Updates.Enqueue(update);
            Last = update;
            Counted += update.IsFurtherPart ? 0 : 1;
        }

        /// <summary>Removes the first update; returns the one that is first now, null for none.</summary>
        public PendingUpdate? Next()
        {
            Counted -= Updates.Dequeue().IsFurtherPart ? 0 : 1;
            return Updates.TryPeek(out var next) ? next : null;
        }

        private static string? AlbumOf(PendingUpdate waiting) =>
            (waiting.Incoming as IncomingUpdate.ForClient)?.Update.Input is ClientInput.File { AlbumId: var album } ? album : null;
    }
}

/// <summary>Updates with the same key wait for each other.</summary>
internal readonly record struct LaneKey(long ChatId, LanePart Part = LanePart.Speech, long TicketId = 0);
