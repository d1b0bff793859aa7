namespace VizTeh.Actors.Inbox;

/// <summary>The poller's options; the program runs with the defaults.</summary>
/// <param name="LongPoll">How long Telegram delays an empty answer; at most 50 s (Bot API, getUpdates).</param>
/// <param name="AnswerDeadline">How long a receiver may be silent before its update is sent again.</param>
/// <param name="FaultsBeforeSetAside">The number of its own failures after which an update is set aside.</param>
/// <param name="MostUnhandled">
/// The limit of unhandled updates; above it no more are fetched from Telegram, which keeps them for 24 hours.
/// </param>
/// <param name="MostOfOneChat">
/// The limit of waiting updates of one client, of which an album counts as one. Nobody needs more, and each is a reply, of which Telegram
/// accepts one a second: further updates are dropped, and the client is told once.
/// </param>
public sealed record PollerOptions(
    TimeSpan LongPoll, TimeSpan AnswerDeadline, int FaultsBeforeSetAside, int MostUnhandled, int MostOfOneChat = 30)
{
    // A poll on a lost connection lasts for its own length and ten seconds more, during which nothing is received.
    public static PollerOptions Default { get; } = new(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(2), 10, 10_000);
}
