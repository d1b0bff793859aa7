namespace VizTeh.Actors.TelegramApi;

/// <summary>This process's messages to groups of the last window, for the nodes that may write to these groups next. Thread-safe.</summary>
internal sealed class GroupSends(TimeSpan window, TimeProvider clock)
{
    // Far more groups than managers have. Of a group there are no more messages than its limit.
    private const int MostGroups = 100;

    private readonly Guid _by = Guid.NewGuid();
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Sent> _groups = [];

    // Over all groups: a group that was forgotten and is written to again goes on from here, which is no less than its total was.
    private long _total;

    /// <returns>What is to be told; null if too many groups are written to.</returns>
    public GroupMessagesSent? Add(long chatId, int count)
    {
        lock (_lock)
        {
            Prune();
            if (!_groups.TryGetValue(chatId, out var sent))
            {
                if (_groups.Count >= MostGroups)
                    return null;
                _groups[chatId] = sent = new Sent { Total = _total };
            }

            for (var message = 0; message < count; message++)
                sent.Times.Enqueue(clock.GetTimestamp());
            sent.Total += count;
            _total += count;
            return NewsOf(chatId, sent);
        }
    }

    public IReadOnlyList<GroupMessagesSent> Recent()
    {
        lock (_lock)
        {
            Prune();
            return [.. _groups.Select(group => NewsOf(group.Key, group.Value))];
        }
    }

    private GroupMessagesSent NewsOf(long chatId, Sent sent) => new(chatId, sent.Times.Count, _by, sent.Total);

    private void Prune()
    {
        foreach (var (chatId, sent) in _groups)
        {
            while (sent.Times.TryPeek(out var at) && clock.GetElapsedTime(at) >= window)
                sent.Times.Dequeue();
            if (sent.Times.Count == 0)
                _groups.Remove(chatId);
        }
    }

    private sealed class Sent
    {
        public Queue<long> Times { get; } = [];

        public long Total { get; set; }
    }
}
