namespace VizTeh.Actors.Updates;

/// <summary>Where a message stands in a private chat.</summary>
/// <param name="Id">Telegram's message_id: it grows from message to message of the chat, whoever sends them.</param>
/// <param name="SentAt">Unix seconds, by Telegram's clock.</param>
public sealed record MessageStamp(long Id, long SentAt)
{
    // Who types ahead, or sends all answers at once, has the question in mind though not on screen. With Telegram's limit of a message a
    // second, the last reply to such a burst comes after some seconds.
    private const int MostSecondsOfHaste = 8;

    /// <summary>Whether at that moment it was sent so long ago that it was not meant for what is said then.</summary>
    /// <param name="moment">By the bot's clock: if it is wrong, haste is taken for delay or the other way round, no more.</param>
    public bool IsLateAt(DateTimeOffset moment) => moment.ToUnixTimeSeconds() - SentAt >= MostSecondsOfHaste;
}

/// <summary>A message that was said.</summary>
/// <param name="At">By the bot's clock.</param>
public sealed record SaidMessage(long Id, DateTimeOffset At);
