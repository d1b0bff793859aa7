namespace VizTeh.Actors.Sandbox.BotApi.Updates;

/// <summary>A waiting update.</summary>
/// <param name="Json">The whole object, all ASCII as Telegram escapes it: its length is its bytes.</param>
/// <param name="ExpiresAt">The last Unix second at which it is offered.</param>
internal sealed record QueuedUpdate(long Id, string Json, long ExpiresAt);

/// <summary>
/// The updates that wait for the bot, with the rules of tddb's TQueue: a poll with an offset erases the updates before the offset at once,
/// unless the offset is too far from the queue to be accepted. Not thread-safe.
/// </summary>
internal sealed class UpdateQueue(long firstId)
{
    public const int MaxUpdates = 100_000;
    public const long MaxTotalBytes = 1 << 27;
    public const int MaxUpdateBytes = 1 << 16;
    private const int BelievedAhead = 10;
    private const int AnswerByteLimit = 1 << 22;

    private readonly LinkedList<QueuedUpdate> _updates = new();
    private long _totalBytes;
    private long _earliestExpiry = long.MaxValue;

    /// <summary>The id that the next update will get.</summary>
    public long Tail { get; private set; } = firstId;

    public long Head => _updates.First?.Value.Id ?? Tail;

    public int Count => _updates.Count;

    /// <summary>The number of updates that were too big or found the queue full: Telegram drops the new ones.</summary>
    public long Dropped { get; private set; }

    public QueuedUpdate? Push(Func<long, string> json, long expiresAt)
    {
        var update = new QueuedUpdate(Tail, json(Tail), expiresAt);
        var bytes = update.Json.Length;
        if (_updates.Count >= MaxUpdates || bytes > MaxUpdateBytes || _totalBytes + bytes > MaxTotalBytes)
        {
            Dropped++;
            return null;
        }

        Tail++;
        _totalBytes += bytes;
        _earliestExpiry = Math.Min(_earliestExpiry, expiresAt);
        _updates.AddLast(update);
        return update;
    }

    /// <summary>Erases the updates that <paramref name="offset"/> confirms and returns those from the offset on.</summary>
    /// <returns>The updates, and whether the offset was accepted.</returns>
    public (List<QueuedUpdate> Batch, bool Believed) Get(long offset, int limit, long now)
    {
        var believed = IsBelieved(offset);
        var from = believed ? offset : Head;
        while (_updates.First is { } first && first.Value.Id < from)
            Remove(first);

        var batch = new List<QueuedUpdate>();
        var bytesLeft = AnswerByteLimit;
        for (var node = _updates.First; node is not null && batch.Count < limit;)
        {
            var next = node.Next;
            if (node.Value.ExpiresAt < now)
            {
                Remove(node);
            }
            else
            {
                bytesLeft -= 50 + node.Value.Json.Length;
                if (bytesLeft <= 0)
                    break;
                batch.Add(node.Value);
            }

            node = next;
        }

        return (batch, believed);
    }

    /// <summary>The ids that <see cref="Get"/> would erase for this offset.</summary>
    public IReadOnlyList<long> Before(long offset) =>
        IsBelieved(offset) ? [.. _updates.TakeWhile(update => update.Id < offset).Select(update => update.Id)] : [];

    public void KeepNewest(int count)
    {
        while (_updates.Count > count)
            Remove(_updates.First!);
    }

    public void RemoveExpired(long now)
    {
        if (_earliestExpiry >= now)
            return;
        _earliestExpiry = long.MaxValue;
        for (var node = _updates.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.ExpiresAt < now)
                Remove(node);
            else
                _earliestExpiry = Math.Min(_earliestExpiry, node.Value.ExpiresAt);
            node = next;
        }
    }

    public void RestartIdsAt(long id) => Tail = id;

    /// <summary>Whether the update is not confirmed yet.</summary>
    public bool Waits(long id) => _updates.Any(update => update.Id == id);

    private bool IsBelieved(long offset) => offset <= Tail + BelievedAhead && offset >= Head - MaxUpdates;

    private void Remove(LinkedListNode<QueuedUpdate> node)
    {
        _totalBytes -= node.Value.Json.Length;
        _updates.Remove(node);
    }
}
