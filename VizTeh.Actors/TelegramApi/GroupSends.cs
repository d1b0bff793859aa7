namespace VizTeh.Actors.TelegramApi;

/// <summary>The messages to groups of the last window, for a node that joins and may write to these groups next. Thread-safe.</summary>
internal sealed class GroupSends(TimeSpan window, TimeProvider clock)
{
    // Far more groups than managers have. Of a group there are no more messages than its limit.
    private const int MostGroups = 100;

    private readonly Lock _lock = new();
    private readonly Dictionary<long, Queue<long>> _groups = [];

    public void Add(long chatId, int count)
    {
        lock (_lock)
        {
            Prune();
            if (!_groups.TryGetValue(chatId, out var sent))
            {
                if (_groups.Count >= MostGroups)
                    return;
                _groups[chatId] = sent = [];
            }

            for (var message = 0; message < count; message++)
                sent.Enqueue(clock.GetTimestamp());
        }
    }

    public IReadOnlyList<GroupMessagesSent> Recent()
    {
        lock (_lock)
        {
            Prune();
            return [.. _groups.Select(group => new GroupMessagesSent(group.Key, group.Value.Count))];
        }
    }

    private void Prune()
    {
        foreach (var (chatId, sent) in _groups)
        {
            while (sent.TryPeek(out var at) && clock.GetElapsedTime(at) >= window)
                sent.Dequeue();
            if (sent.Count == 0)
                _groups.Remove(chatId);
        }
    }
}
