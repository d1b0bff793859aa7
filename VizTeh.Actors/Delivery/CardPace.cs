namespace VizTeh.Actors.Delivery;

/// <summary>
/// When the next message of the outbox may go to a managers' chat. Each takes processor time and a transaction, on which the replies to
/// clients depend too. So while clients are being served, the managers have a fixed number of turns a second, and otherwise as many as
/// there are messages.
/// </summary>
internal static class CardPace
{
    /// <summary>
    /// The time between two turns while clients are being served. Ten turns a second, the managers' share of Telegram's limit too: every
    /// third of 30 messages (<c>CommonTurns</c>).
    /// </summary>
    public static readonly TimeSpan KeptTurn = TimeSpan.FromMilliseconds(100);

    /// <summary>The wait before the next turn; zero for none. May have to be asked for again when it is over.</summary>
    /// <param name="sinceLast">The time since the last turn; null when there was none.</param>
    /// <param name="clients">For how long clients are sure to be served; null when that is unknown.</param>
    public static TimeSpan Wait(TimeSpan? sinceLast, TimeSpan? clients)
    {
        var turn = KeptTurn - sinceLast ?? TimeSpan.Zero;
        var wait = clients < turn ? clients.Value : turn;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }
}
