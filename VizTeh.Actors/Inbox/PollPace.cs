using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

/// <summary>How long the poller waits before it asks Telegram again. Pure.</summary>
/// <param name="longPoll">How long Telegram is asked to keep an empty answer back.</param>
internal sealed class PollPace(TimeSpan longPoll)
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));
    private static readonly Backoff IdleBackoff = new(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));

    // Telegram asks for minutes or hours; an absurd number must not silence the bot for ever.
    private static readonly TimeSpan LongestFloodWait = TimeSpan.FromDays(1);

    private readonly TimeSpan _atOnce = longPoll / 2 < TimeSpan.FromSeconds(1) ? longPoll / 2 : TimeSpan.FromSeconds(1);
    private int _idleAnswers;

    /// <summary>From now until the next question.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Polls that failed since the last answer.</summary>
    public int Failures { get; private set; }

    /// <summary>Telegram answered.</summary>
    /// <param name="took">How long the answer took.</param>
    /// <param name="hasNews">
    /// Whether the answer held an update that had not come before. Some proxies answer a long poll at once with no update, or always with
    /// the same ones.
    /// </param>
    public void Answered(TimeSpan took, bool hasNews)
    {
        Failures = 0;
        _idleAnswers = hasNews || took >= _atOnce ? 0 : _idleAnswers + 1;
        Wait = _idleAnswers == 0 ? TimeSpan.Zero : IdleBackoff.Before(_idleAnswers);
    }

    /// <summary>The poll failed. A 429 says when to come again, and the wait is no shorter than that.</summary>
    public void Failed(Exception error)
    {
        Wait = FaultBackoff.Before(++Failures);
        if (SendFailure.Of(error) is not SendFailure.Flood { RetryAfter: var asked })
            return;
        asked = asked < LongestFloodWait ? asked : LongestFloodWait;
        Wait = asked > Wait ? asked : Wait;
    }
}
