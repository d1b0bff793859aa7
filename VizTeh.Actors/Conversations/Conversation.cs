using VizTeh.Actors.Forms;

namespace VizTeh.Actors.Conversations;

/// <summary>The whole state of a conversation: the form, and the ids of the updates that have changed it.</summary>
/// <param name="HandledUpdates">
/// The newest last. A list in the order of arrival, since Telegram's ids may start again at lower numbers.
/// </param>
public sealed record Conversation(Form Form, IReadOnlyList<long> HandledUpdates)
{
    /// <summary>The messages around the open question, as far as known.</summary>
    public Screen Screen { get; init; } = Screen.Blank;

    /// <summary>The ticket of the last form that was sent, while a later form is open or cancelled; null for none.</summary>
    public Form.Accepted? EarlierTicket { get; init; }

    /// <summary>
    /// How many recent update ids are kept for deduplication. An update is redelivered only while its row is in the inbox, and the poller
    /// never leaves more rows of handled updates of one client there than half of this number.
    /// </summary>
    public const int Remembered = 32;

    public static Conversation New { get; } = new(new Form.NotStarted(), []);

    /// <summary>The update that caused the newest event; null before the first.</summary>
    public long? LastUpdate => HandledUpdates.Count > 0 ? HandledUpdates[^1] : null;

    public bool HasHandled(long updateId) => HandledUpdates.Contains(updateId);

    /// <summary>The conversation after an event.</summary>
    /// <exception cref="InvalidOperationException">The event is unknown, or cannot have happened in this state.</exception>
    public Conversation Evolve(ConversationEvent happened)
    {
        var form = FormEvolution.Evolve(Form, happened);
        return new Conversation(
            form, happened.UpdateId == LastUpdate ? HandledUpdates : [.. HandledUpdates.TakeLast(Remembered - 1), happened.UpdateId])
        {
            Screen = Screen.Evolve(happened, Form),
            EarlierTicket = form is Form.Accepted ? null : Form as Form.Accepted ?? EarlierTicket,
        };
    }
}
