using System.Collections.Concurrent;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Until when Telegram has asked not to be written to, by chat and over all.</summary>
internal sealed class FloodWaits(TimeProvider clock)
{
    private const int PruneAbove = 1_000;

    private readonly SteadyClock _clock = new(clock);
    private readonly ConcurrentDictionary<long, TimeSpan> _chats = new();
    private readonly Lock _lock = new();
    private TimeSpan _allUntil;

    /// <summary>One chat may not be written to.</summary>
    public void AskFor(long chatId, TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        _chats.AddOrUpdate(chatId, until, (_, known) => known > until ? known : until);
        if (_chats.Count > PruneAbove)
            Prune();
    }

    /// <summary>Nothing gets through.</summary>
    public void AskForAll(TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        lock (_lock)
            _allUntil = until > _allUntil ? until : _allUntil;
    }

    /// <summary>How long a call to the chat has to wait from now; zero when it may go.</summary>
    public TimeSpan Remaining(long? chatId)
    {
        var now = _clock.Now;
        TimeSpan until;
        lock (_lock)
            until = _allUntil;
        if (chatId is { } id && _chats.TryGetValue(id, out var chatUntil) && chatUntil > until)
            until = chatUntil;
        // Whole milliseconds, upwards: a delay counts in them, and one that is cut short would be asked for again and again.
        return until > now ? TimeSpan.FromMilliseconds(Math.Ceiling((until - now).TotalMilliseconds)) : TimeSpan.Zero;
    }

    private void Prune()
    {
        var now = _clock.Now;
        foreach (var (id, until) in _chats)
        {
            if (until <= now)
                _chats.TryRemove(KeyValuePair.Create(id, until));
        }
    }
}
