namespace VizTeh.Actors.Nodes;

/// <summary>
/// The times by which nodes are judged. They are coupled: a node stops sending (<see cref="Permit"/>) before the others take over what it
/// was doing (<see cref="Alive"/>), and the others act within the ten seconds that a client may wait.
/// </summary>
/// <param name="Beat">How often a node renews its row.</param>
/// <param name="BeatLimit">How long a statement on table <c>nodes</c> may take.</param>
/// <param name="Alive">
/// A node whose row was not renewed for so long is dead. A node that has not seen the table for so long judges nobody.
/// </param>
/// <param name="Permit">How long after it has begun to renew its row a node may send to Telegram.</param>
/// <param name="JoinAgain">How long a node waits to be let in before it looks anew whom it could join.</param>
/// <param name="PredecessorLimit">
/// How long a node waits until the others have removed the node that had its address before; it is on them if they have not by then.
/// </param>
public sealed record NodeTimes(
    TimeSpan Beat, TimeSpan BeatLimit, TimeSpan Alive, TimeSpan Permit, TimeSpan JoinAgain, TimeSpan PredecessorLimit)
{
    public static NodeTimes Default { get; } = new(
        Beat: TimeSpan.FromMilliseconds(500),
        BeatLimit: TimeSpan.FromSeconds(2),
        Alive: TimeSpan.FromSeconds(4),
        Permit: TimeSpan.FromSeconds(3),
        JoinAgain: TimeSpan.FromSeconds(5),
        PredecessorLimit: TimeSpan.FromSeconds(10));
}
