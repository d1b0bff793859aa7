using System.Collections.Concurrent;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The times until which Telegram has asked the bot not to send, per chat and for all chats.</summary>
internal sealed class FloodWaits(TimeProvider clock)
{
    private const int PruneAbove = 1_000;

    private readonly SteadyClock _clock = new(clock);
    private readonly ConcurrentDictionary<long, TimeSpan> _chats = new();
    private readonly Lock _lock = new();
    private TimeSpan _allUntil;

    /// <summary>Blocks one chat.</summary>
    public void AskFor(long chatId, TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        _chats.AddOrUpdate(chatId, until, (_, known) => known > until ? known : until);
        if (_chats.Count > PruneAbove)
            Prune();
    }

    /// <summary>Blocks all chats.</summary>
    public void AskForAll(TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        lock (_lock)
            _allUntil = until > _allUntil ? until : _allUntil;
    }

    /// <summary>The remaining wait of a call to the chat; zero when it may be made now.</summary>
    public TimeSpan Remaining(long? chatId)
    {
        var now = _clock.Now;
        TimeSpan until;
        lock (_lock)
            until = _allUntil;
        if (chatId is { } id && _chats.TryGetValue(id, out var chatUntil) && chatUntil > until)
            until = chatUntil;
        // Rounded up to whole milliseconds, the unit of a delay: rounded down, the delay would end early and be asked for again and again.
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
