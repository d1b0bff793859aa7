using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Chats;

/// <summary>
/// Logs which managers' chats are unreachable: once when a chat becomes so, once an hour while it lasts, once when it is over, however many
/// sends fail. Thread-safe.
/// </summary>
public sealed class ChatReachability(TimeProvider clock, ILogger<ChatReachability> logger)
{
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();

    // Only managers' chats are recorded, so the dictionary stays small.
    private readonly Dictionary<long, (DateTimeOffset Since, long SaidAt)> _lost = [];
    private readonly HashSet<long> _closed = [];

    /// <summary>Raised on any thread when a chat turns out to be out of reach.</summary>
    public event Action? OutOfReach;

    /// <summary>Whether any managers' chat is known to be out of reach.</summary>
    public bool IsAnyOutOfReach
    {
        get
        {
            lock (_lock)
                return _lost.Count + _closed.Count > 0;
        }
    }

    /// <summary>Records, without a line in the log, whether Telegram knows the bot in that chat: asked at the start.</summary>
    public void Asked(long chatId, bool isKnown)
    {
        lock (_lock)
        {
            if (isKnown)
                _closed.Remove(chatId);
            else
                _closed.Add(chatId);
        }

        if (!isKnown)
            OutOfReach?.Invoke();
    }

    /// <summary>Records that the chat cannot be written to.</summary>
    /// <param name="why">The reason, for the log.</param>
    public void Lost(long chatId, string why)
    {
        DateTimeOffset since;
        lock (_lock)
        {
            var isKnown = _lost.TryGetValue(chatId, out var lost);
            if (isKnown && clock.GetElapsedTime(lost.SaidAt) < ReminderInterval)
                return;
            since = isKnown ? lost.Since : clock.GetUtcNow();
            _lost[chatId] = (since, clock.GetTimestamp());
        }

        logger.LogError(
            "The managers' chat {ChatId} cannot be written to: its cards wait ({Description}; since {Since:u}). Check MANAGER_CHAT_ID and "
            + "vizteh.routes, and that the bot is in the chat, was started there and may write there: in a forum, in its topic General",
            chatId, why, since);
        OutOfReach?.Invoke();
    }

    /// <summary>Records that the chat can be written to; logs only if it could not before.</summary>
    public void Regained(long chatId)
    {
        (DateTimeOffset Since, long SaidAt) lost;
        lock (_lock)
        {
            _closed.Remove(chatId);
            if (!_lost.Remove(chatId, out lost))
                return;
        }

        logger.LogInformation("The managers' chat {ChatId} can be written to again, after an outage since {Since:u}", chatId, lost.Since);
    }
}
