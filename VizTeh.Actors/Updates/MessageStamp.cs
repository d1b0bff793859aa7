namespace VizTeh.Actors.Updates;

/// <summary>The position of a message in a private chat.</summary>
/// <param name="Id">Telegram's message_id, which grows from message to message of the chat, whoever sends them.</param>
/// <param name="SentAt">Unix seconds, by Telegram's clock.</param>
public sealed record MessageStamp(long Id, long SentAt)
{
    // A person who types ahead, or sends all answers at once, has a question in mind that is not on screen yet. Since Telegram limits the
    // bot to a message a second, the last reply to such a burst comes after some seconds.
    private const int MostSecondsOfHaste = 8;

    /// <summary>Whether the message was sent so long before that moment that it is no answer to what the bot says then.</summary>
    /// <param name="moment">By the bot's clock. A wrong clock only makes haste look like delay, or the other way round.</param>
    public bool IsLateAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() - SentAt >= MostSecondsOfHaste;
}

/// <summary>A message that the bot sent.</summary>
/// <param name="At">By the bot's clock.</param>
public sealed record SaidMessage(long Id, DateTimeOffset At);
