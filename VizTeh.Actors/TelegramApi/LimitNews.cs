namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// What one of several nodes learns of Telegram's limits while it sends, told to the others, which send for the same bot. Losing one costs
/// a 429 that is waited out.
/// </summary>
public interface ILimitNews;

/// <summary>Telegram lets the bot send nothing to a chat for a while.</summary>
/// <param name="Wait">What is left of it when this is told: the clocks of two machines differ.</param>
public sealed record ChatLimited(long ChatId, TimeSpan Wait) : ILimitNews;

/// <summary>Telegram lets the bot send nothing at all for a while.</summary>
/// <param name="Wait">As in <see cref="ChatLimited"/>.</param>
public sealed record AllChatsLimited(TimeSpan Wait) : ILimitNews;

/// <summary>
/// Messages to a group, which count towards its limit of a minute. One node at a time writes to groups; the one that follows it so knows
/// what is left of the minute.
/// </summary>
/// <remarks>
/// A message is told several times: by itself, with those after it, and to a node that asks. Whoever hears of it tells by
/// <paramref name="Total"/> which ones it has not counted yet.
/// </remarks>
/// <param name="Count">Of the last minute.</param>
/// <param name="By">The sender that has sent them.</param>
/// <param name="Total">Grows by each message of that sender to the group, and never shrinks.</param>
public sealed record GroupMessagesSent(long ChatId, int Count, Guid By, long Total) : ILimitNews;

/// <summary>Asks a node for all that it knows of the limits now; it answers with <see cref="ILimitNews"/>, any number of them.</summary>
public sealed record LimitsAsked
{
    public static readonly LimitsAsked Instance = new();
}
