namespace VizTeh.Actors.Inbox;

/// <summary>The poller's options; the program runs with the defaults.</summary>
/// <param name="LongPoll">How long Telegram delays an empty answer; at most 50 s (Bot API, getUpdates).</param>
/// <param name="AnswerDeadline">How long a receiver may be silent before its update is sent again, each time.</param>
/// <param name="FaultsBeforeSetAside">The number of its own failures after which an update is set aside.</param>
/// <param name="MostUnhandled">
/// The limit of unhandled updates; above it no more are fetched from Telegram, which keeps them for 24 hours.
/// </param>
/// <param name="MostOfOneChat">
/// The limit of waiting updates of one client, of which an album counts as one. Nobody needs more, and each is a reply, of which Telegram
/// accepts one a second: further updates are dropped, and the client is told once.
/// </param>
/// <param name="FirstAnswerDeadline">
/// How long a receiver may be silent before its update is sent again for the first time; the wait doubles with each further time, up to
/// <paramref name="AnswerDeadline"/>. Null: that one from the first time on.
/// </param>
public sealed record PollerOptions(
    TimeSpan LongPoll, TimeSpan AnswerDeadline, int FaultsBeforeSetAside, int MostUnhandled, int MostOfOneChat = 30,
    TimeSpan? FirstAnswerDeadline = null)
{
    // A poll on a lost connection lasts for its own length and ten seconds more, during which nothing is received.
    public static PollerOptions Default { get; } = new(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(2), 10, 10_000);

    /// <summary>
    /// For one node of several. While a shard moves from one node to another, Akka drops messages to it that it has buffered, so that they
    /// do not come after later ones; a move takes less than half a second.
    /// </summary>
    public static PollerOptions OfSeveralNodes { get; } = Default with { FirstAnswerDeadline = TimeSpan.FromMilliseconds(500) };

    /// <summary>How long a receiver may be silent after the update was sent.</summary>
    /// <param name="unanswered">The number of times that it was sent before, since the receiver last reported anything.</param>
    internal TimeSpan DeadlineAfter(int unanswered)
    {
        if (FirstAnswerDeadline is not { } first)
            return AnswerDeadline;
        var deadline = first * (1L << Math.Min(unanswered, 30));
        return deadline < AnswerDeadline ? deadline : AnswerDeadline;
    }
}
