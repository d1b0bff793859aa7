using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

/// <summary>The wait before the next poll. Pure.</summary>
/// <param name="longPoll">How long Telegram is asked to delay an empty answer.</param>
internal sealed class PollPace(TimeSpan longPoll)
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));
    private static readonly Backoff IdleBackoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    // Telegram asks for minutes or hours; an absurd number must not stop the bot for ever.
    private static readonly TimeSpan LongestFloodWait = TimeSpan.FromDays(1);

    private readonly TimeSpan _atOnce = longPoll / 2 < TimeSpan.FromSeconds(1) ? longPoll / 2 : TimeSpan.FromSeconds(1);
    private int _idleAnswers;

    /// <summary>The wait from now until the next poll.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Consecutive failed polls.</summary>
    public int Failures { get; private set; }

    /// <summary>Telegram answered.</summary>
    /// <param name="took">The duration of the call.</param>
    /// <param name="hasNews">
    /// Whether the answer held an update that had not come before. Some proxies answer a long poll at once without an update, or always
    /// with the same ones.
    /// </param>
    public void Answered(TimeSpan took, bool hasNews)
    {
        Failures = 0;
        _idleAnswers = hasNews || took >= _atOnce ? 0 : _idleAnswers + 1;
        Wait = _idleAnswers == 0 ? TimeSpan.Zero : IdleBackoff.Before(_idleAnswers);
    }

    /// <summary>The poll failed. After a 429 the wait is at least as long as Telegram asks.</summary>
    public void Failed(Exception error)
    {
        Wait = FaultBackoff.Before(++Failures);
        if (SendFailure.Of(error) is not SendFailure.Flood { RetryAfter: var asked })
            return;
        asked = asked < LongestFloodWait ? asked : LongestFloodWait;
        Wait = asked > Wait ? asked : Wait;
    }
}
