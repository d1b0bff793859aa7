using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>How alerts are looked for and sent; the program runs with the defaults.</summary>
/// <param name="Tick">The time between two looks at what this process knows without a statement.</param>
/// <param name="LookInterval">The time between two looks at the tables.</param>
/// <param name="StatementLimit">How long a statement may take.</param>
/// <param name="ChatPatience">How long a message to the ops chat waits for its turn.</param>
/// <param name="ChatLimit">How long the ops chat is waited for altogether.</param>
/// <param name="MailAttempts">How often an alert's letter is tried in a row.</param>
/// <param name="Lease">
/// How long a claim keeps others away: longer than a message takes on all ways. Only a process that is killed in the middle leaves it to
/// run out.
/// </param>
/// <param name="TicketTime">How long letters with tickets may take at a time: the next look must not wait for them.</param>
/// <param name="Retry">The waits before a way is tried again with a kind of alert that failed there.</param>
/// <param name="Grace">How long a message to the ops chat that is under way is waited for when the program stops.</param>
/// <param name="ClosingLimit">How long each of the last statements may take when the program stops.</param>
internal sealed record AlertOptions(
    TimeSpan Tick, TimeSpan LookInterval, TimeSpan StatementLimit, TimeSpan ChatPatience, TimeSpan ChatLimit, int MailAttempts,
    TimeSpan Lease, TimeSpan TicketTime, Backoff Retry, TimeSpan Grace, TimeSpan ClosingLimit)
{
    public static AlertOptions Default { get; } = new(
        Tick: TimeSpan.FromSeconds(5), LookInterval: TimeSpan.FromMinutes(1), StatementLimit: TimeSpan.FromSeconds(5),
        ChatPatience: TimeSpan.FromSeconds(10), ChatLimit: TimeSpan.FromSeconds(20), MailAttempts: 3, Lease: TimeSpan.FromMinutes(3),
        TicketTime: TimeSpan.FromMinutes(1), Retry: new Backoff(TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(15)),
        Grace: TimeSpan.FromSeconds(3), ClosingLimit: TimeSpan.FromSeconds(2));
}
