using System.Collections.Concurrent;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The times until which Telegram has asked the bot not to send, per chat and for all chats.</summary>
internal sealed class FloodWaits(TimeProvider clock)
{
    private const int PruneAbove = 1_000;
    private const int MostTold = 200;

    // Several calls that are under way together get 429 one after another, and the later ones tell nothing new.
    private static readonly TimeSpan Nothing = TimeSpan.FromSeconds(1);

    private readonly SteadyClock _clock = new(clock);
    private readonly ConcurrentDictionary<long, TimeSpan> _chats = new();
    private readonly Lock _lock = new();
    private TimeSpan _allUntil;

    /// <summary>Blocks one chat.</summary>
    /// <returns>Whether this is news: the chat was not blocked for as long already.</returns>
    public bool AskFor(long chatId, TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        var isNews = !_chats.TryGetValue(chatId, out var before) || until - before > Nothing;
        _chats.AddOrUpdate(chatId, until, (_, known) => known > until ? known : until);
        if (_chats.Count > PruneAbove)
            Prune();
        return isNews;
    }

    /// <summary>Blocks all chats.</summary>
    /// <returns>As <see cref="AskFor"/>.</returns>
    public bool AskForAll(TimeSpan retryAfter)
    {
        var until = _clock.Now + retryAfter;
        lock (_lock)
        {
            var isNews = until - _allUntil > Nothing;
            _allUntil = until > _allUntil ? until : _allUntil;
            return isNews;
        }
    }

    /// <summary>The waits that are not over, the longest first.</summary>
    public IReadOnlyList<ILimitNews> Known()
    {
        var forAll = Remaining(null);
        var chats = _chats.Keys.Select(chatId => new ChatLimited(chatId, Remaining(chatId)))
            .Where(limited => limited.Wait > forAll)
            .OrderByDescending(limited => limited.Wait)
            .Take(MostTold);
        return forAll > TimeSpan.Zero ? [new AllChatsLimited(forAll), .. chats] : [.. chats];
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
