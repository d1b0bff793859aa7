using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Conversations;

/// <summary>The whole state of a conversation: the form, and the ids of the updates that have changed it.</summary>
/// <param name="HandledUpdates">
/// The newest last. A list in the order of arrival, since Telegram's ids may start again at lower numbers.
/// </param>
public sealed record Conversation(Form Form, IReadOnlyList<long> HandledUpdates)
{
    /// <summary>The messages around the open question, as far as known.</summary>
    public Screen Screen { get; init; } = Screen.Blank;

    /// <summary>What the client sent outside of a form and has not given to a ticket yet.</summary>
    public KeptMessages Kept { get; init; } = KeptMessages.None;

    /// <summary>
    /// What the newest event added to a ticket; null when it was another event, or the ticket is that of the form which the same update
    /// sent: of that one the client is thanked for the form.
    /// </summary>
    public ConversationEvent.MessagesAdded? LastAdded { get; init; }

    /// <summary>The newest step of «Дополнить»; null when there was none, or something else has come after it.</summary>
    public ConversationEvent.AdditionProgressed? Addition { get; init; }

    /// <summary>What the newest event added by a reply to a message about a ticket; null when it was another event.</summary>
    public ConversationEvent.AdditionProgressed? LastReply { get; init; }

    /// <summary>Whether the newest event kept a message.</summary>
    public bool HasJustKept => !Kept.IsEmpty && Kept.Messages[^1].UpdateId == LastUpdate;

    /// <summary>Whether the newest event replaced the words of a kept message.</summary>
    public bool HasJustCorrectedKept =>
        LastUpdate is { } last && Kept.Messages.Any(message => message.CorrectedBy == last);

    /// <summary>Whether the ticket of a form exists to which the kept messages have to be added.</summary>
    public bool OwesMessages => Form is Form.Accepted accepted && Kept.ForForm == accepted.SubmissionId;

    /// <summary>The payload of the newest link by which the client came, for the next ticket; null for none.</summary>
    public string? Source { get; init; }

    /// <summary>How the client stands to the consent that a form needs.</summary>
    public ClientConsent Consent { get; init; } = ClientConsent.None;

    /// <summary>What the client answered in the form that was sent last, as far as it can be offered again.</summary>
    public Answers LastAnswers { get; init; } = Answers.None;

    /// <summary>When the client last did something that changed the conversation; null when that is unknown.</summary>
    public DateTimeOffset? LastInputAt { get; init; }

    /// <summary>The reminder of the form that was begun last; null when there was none.</summary>
    public ConversationEvent.Reminded? Reminded { get; init; }

    /// <summary>Whether the client did nothing since the reminder of the open form.</summary>
    public bool IsJustReminded =>
        Reminded is { } reminded && Form is Form.Draft draft && reminded.FormId == draft.FormId && !(LastInputAt > reminded.At);

    /// <summary>Where an erasure of the client's data stands, after the newest event; null when that was about something else.</summary>
    public Erasure? Erasure { get; init; }

    /// <summary>Whether an erasure is confirmed, and not done yet.</summary>
    public bool IsErasing => Erasure?.Stage == ErasureStage.Confirmed;

    /// <summary>Whether the newest event is that the erasure confirmed by the update is done; older events may still be stored.</summary>
    public bool IsErasedBy(long updateId) => Erasure is { Stage: ErasureStage.Done } done && done.UpdateId == updateId;

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
        if (happened is ConversationEvent.Erased)
            return new Conversation(new Form.NotStarted(), [happened.UpdateId]) { Erasure = Erasure.After(Erasure, happened) };
        var form = FormEvolution.Evolve(Form, happened);
        return new Conversation(
            form, happened.UpdateId == LastUpdate ? HandledUpdates : [.. HandledUpdates.TakeLast(Remembered - 1), happened.UpdateId])
        {
            Screen = Screen.Evolve(happened, Form),
            Kept = Kept.Evolve(happened, form),
            Erasure = Erasure.After(Erasure, happened),
            LastAdded = happened is ConversationEvent.MessagesAdded added && added.UpdateId != LastUpdate ? added : null,
            Addition = happened switch
            {
                ConversationEvent.AdditionProgressed { IsReply: false } progressed => progressed,
                ConversationEvent.Started or ConversationEvent.Resumed or ConversationEvent.MessageKept or ConversationEvent.ConsentAsked
                    or ConversationEvent.Erased => null,
                _ => Addition,
            },
            LastReply = happened is ConversationEvent.AdditionProgressed { IsReply: true } reply ? reply : null,
            LastAnswers = RememberedAnswers.After(LastAnswers, happened, form),
            LastInputAt = happened is ConversationEvent.Reminded or ConversationEvent.Cancelled { IsExpired: true }
                ? LastInputAt : happened.At,
            Reminded = happened switch
            {
                ConversationEvent.Reminded reminded => reminded,
                ConversationEvent.Started or ConversationEvent.Submitted => null,
                _ => Reminded,
            },
            Consent = Consent.Evolve(happened),
            Source = happened switch
            {
                ConversationEvent.SourceNoted noted => noted.Source,
                ConversationEvent.Submitted or ConversationEvent.ConsentRefused => null,
                _ => Source,
            },
        };
    }
}
