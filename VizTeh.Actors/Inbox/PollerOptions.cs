namespace VizTeh.Actors.Inbox;

/// <summary>How the poller works; the defaults are what the program runs with.</summary>
/// <param name="LongPoll">How long Telegram keeps an empty answer back; at most 50 s (Bot API, getUpdates).</param>
/// <param name="AnswerDeadline">How long a receiver may be silent before its update is sent again.</param>
/// <param name="FaultsBeforeSetAside">After how many failures of its own an update is set aside.</param>
/// <param name="MostUnhandled">Above this many unhandled updates no more are taken from Telegram, where they keep for 24 hours.</param>
/// <param name="MostOfOneChat">
/// How many updates of one client may wait at a time. Nobody means more than that, and each is a reply that Telegram lets through at
/// one a second: updates beyond it are dropped, and the client is told so once.
/// </param>
public sealed record PollerOptions(
    TimeSpan LongPoll, TimeSpan AnswerDeadline, int FaultsBeforeSetAside, int MostUnhandled, int MostOfOneChat = 30)
{
    // A poll whose connection was lost is deaf for its length and ten seconds more.
    public static PollerOptions Default { get; } = new(TimeSpan.FromSeconds(25), TimeSpan.FromSeconds(2), 10, 10_000);
}
