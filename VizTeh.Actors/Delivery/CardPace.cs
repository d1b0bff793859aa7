namespace VizTeh.Actors.Delivery;

/// <summary>
/// When the next messages of the outbox may go to managers' chats. Each takes processor time and a part of a transaction, on which the
/// replies to clients depend too. So while clients are being served, the managers have a share: turns at fixed intervals, and at each as
/// many as the clients' updates since the last one entitle them to. Otherwise they have as many turns as there are messages.
/// </summary>
internal static class CardPace
{
    /// <summary>
    /// The time between two turns while clients are being served. Ten turns a second, the managers' share of Telegram's limit too: every
    /// third of 30 messages (<c>CommonTurns</c>).
    /// </summary>
    public static readonly TimeSpan KeptTurn = TimeSpan.FromMilliseconds(100);

    // A form takes eight updates: so the cards of a crowd come faster than its forms, and a backlog gets shorter while it writes.
    internal const int UpdatesPerMessage = 6;

    // Bounds what a long time without cards entitles the next ones to: 500 a second.
    internal const int MostPerTurn = 50;

    /// <summary>The wait before the next turn; zero for none. May have to be asked for again when it is over.</summary>
    /// <param name="sinceLast">The time since the last turn; null when there was none.</param>
    /// <param name="clients">For how long clients are sure to be served; null when that is unknown.</param>
    public static TimeSpan Wait(TimeSpan? sinceLast, TimeSpan? clients)
    {
        var turn = KeptTurn - sinceLast ?? TimeSpan.Zero;
        var wait = clients < turn ? clients.Value : turn;
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    /// <summary>The number of messages that a turn covers while clients are being served.</summary>
    /// <param name="handled">The updates of clients that were handled since the last turn.</param>
    public static int MessagesAfter(long handled) => (int)Math.Clamp(handled / UpdatesPerMessage, 1, MostPerTurn);
}
