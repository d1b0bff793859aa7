namespace VizTeh.Actors.TelegramApi;

/// <summary>Which of the messages to groups that other nodes tell of were counted already. Thread-safe.</summary>
internal sealed class HeardGroupSends(TimeSpan window, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(Guid By, long ChatId), (long Total, long HeardAt)> _heard = [];

    /// <returns>How many of the messages have not been heard of; they count as heard from now on.</returns>
    public long NewOf(GroupMessagesSent sent)
    {
        lock (_lock)
        {
            Prune();
            var before = _heard.TryGetValue((sent.By, sent.ChatId), out var last) ? last.Total : 0;
            if (sent.Total <= before)
                return 0;
            _heard[(sent.By, sent.ChatId)] = (sent.Total, clock.GetTimestamp());
            return Math.Min(sent.Count, sent.Total - before);
        }
    }

    // What is told after a window counts none of the messages that were heard of before it.
    private void Prune()
    {
        foreach (var (key, (_, heardAt)) in _heard)
        {
            if (clock.GetElapsedTime(heardAt) >= window)
                _heard.Remove(key);
        }
    }
}
