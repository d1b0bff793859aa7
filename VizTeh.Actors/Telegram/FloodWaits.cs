using System.Collections.Concurrent;

namespace VizTeh.Actors.Telegram;

/// <summary>Until when Telegram has asked not to be written to, by chat and over all.</summary>
internal sealed class FloodWaits(TimeProvider clock)
{
    private const int PruneAbove = 1_000;

    private readonly ConcurrentDictionary<long, DateTimeOffset> _chats = new();
    private DateTimeOffset _allUntil = DateTimeOffset.MinValue;
    private readonly Lock _lock = new();

    public void Ask(long? chatId, TimeSpan retryAfter)
    {
        var until = clock.GetUtcNow() + retryAfter;
        if (chatId is { } id)
        {
            _chats.AddOrUpdate(id, until, (_, known) => known > until ? known : until);
            if (_chats.Count > PruneAbove)
                Prune();
            return;
        }

        lock (_lock)
            _allUntil = until > _allUntil ? until : _allUntil;
    }

    /// <summary>How long a call to the chat has to wait from now; zero when it may go.</summary>
    public TimeSpan Remaining(long? chatId)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset until;
        lock (_lock)
            until = _allUntil;
        if (chatId is { } id && _chats.TryGetValue(id, out var chatUntil) && chatUntil > until)
            until = chatUntil;
        // Whole milliseconds, upwards: a delay counts in them, and one that is cut short would be asked for again and again.
        return until > now ? TimeSpan.FromMilliseconds(Math.Ceiling((until - now).TotalMilliseconds)) : TimeSpan.Zero;
    }

    private void Prune()
    {
        var now = clock.GetUtcNow();
        foreach (var (id, until) in _chats)
        {
            if (until <= now)
                _chats.TryRemove(KeyValuePair.Create(id, until));
        }
    }
}
