using System.Collections.Immutable;
using System.Text.Json.Serialization;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// A conversation's snapshot, stored in place of the events that led to it. Separate from <see cref="Form"/>, so that the form's type can
/// change. Stored for ever, like the events: a member may be added, none may be renamed or change its meaning.
/// </summary>
/// <param name="HandledUpdates">The newest last.</param>
/// <param name="Screen">Null when nothing is known.</param>
/// <param name="EarlierTicket">Of earlier versions, which added words to that ticket unasked; no longer used.</param>
/// <param name="Kept">Null when no messages are kept.</param>
/// <param name="LastAdded">What the newest event added to a ticket; null when it was another event.</param>
/// <param name="LastAnswers">
/// What can be offered again of the form that was sent last; null for nothing, and in snapshots older than this member.
/// </param>
public sealed record ConversationSnapshot(
    SavedForm Form, IReadOnlyList<long> HandledUpdates, Screen? Screen = null, SavedForm? EarlierTicket = null,
    SavedMessages? Kept = null, ConversationEvent.MessagesAdded? LastAdded = null, ImmutableArray<Answer>? LastAnswers = null)
{
    /// <summary>The payload of the link by which the client came; null for none, and in snapshots older than this member.</summary>
    public string? Source { get; init; }

    /// <summary>
    /// When the client of a form in progress last did something; null for any other form, and in snapshots older than this member.
    /// </summary>
    public DateTimeOffset? LastInputAt { get; init; }

    /// <summary>The reminder of the form; null for none.</summary>
    public ConversationEvent.Reminded? Reminded { get; init; }

    /// <summary>Null when the newest event was about something else, and in snapshots older than this member.</summary>
    public Erasure? Erasure { get; init; }

    /// <summary>Null when the client was never asked for one, and in snapshots older than this member.</summary>
    public ClientConsent? Consent { get; init; }

    /// <summary>The newest step of «Дополнить»; null for none, and in snapshots older than this member.</summary>
    public ConversationEvent.AdditionProgressed? Addition { get; init; }

    /// <summary>What the newest event added by a reply; null when it was another event, and in snapshots older than this member.</summary>
    public ConversationEvent.AdditionProgressed? LastReply { get; init; }

    public static ConversationSnapshot Of(Conversation conversation) => new(
        SavedForm.Of(conversation.Form), conversation.HandledUpdates,
        conversation.Screen == Forms.Screen.Blank ? null : conversation.Screen,
        Kept: conversation.Kept.IsEmpty ? null : new(conversation.Kept.Messages, conversation.Kept.Offered, conversation.Kept.ForForm),
        LastAdded: conversation.LastAdded,
        LastAnswers: conversation.LastAnswers.Current is { IsEmpty: false } last ? last : null)
    {
        Source = conversation.Source,
        LastInputAt = conversation.Form is Forms.Form.Draft ? conversation.LastInputAt : null,
        Reminded = conversation.Reminded,
        Erasure = conversation.Erasure,
        Consent = conversation.Consent == ClientConsent.None ? null : conversation.Consent,
        Addition = conversation.Addition,
        LastReply = conversation.LastReply,
    };

    public Conversation Restore() => new(Form.Restore(), HandledUpdates)
    {
        Screen = Screen ?? Forms.Screen.Blank,
        Kept = Kept is { } kept ? kept.Restore(Form) : KeptMessages.None,
        LastAdded = LastAdded,
        LastAnswers = new Answers(LastAnswers ?? [], []),
        Consent = Consent ?? ClientConsent.None,
        Source = Source,
        LastInputAt = LastInputAt,
        Reminded = Reminded,
        Erasure = Erasure,
        Addition = Addition,
        LastReply = LastReply,
    };

    // A log must not hold what a client wrote.
    public override string ToString() => $"{nameof(ConversationSnapshot)} {Form.GetType().Name}";
}

/// <summary>Kept messages in a snapshot.</summary>
public sealed record SavedMessages(
    ImmutableArray<KeptMessage> Messages, ImmutableArray<OfferedTicket> Offered, Guid? ForForm = null)
{
    public bool Equals(SavedMessages? other) =>
        other is not null && Messages.SequenceEqual(other.Messages) && Offered.SequenceEqual(other.Offered) && ForForm == other.ForForm;

    public override int GetHashCode() => HashCode.Combine(Messages.Length, ForForm);

    // What a client wrote must not reach a log.
    public override string ToString() => $"{Messages.Length} kept messages";

    // Earlier versions left them for a form that was cancelled.
    internal KeptMessages Restore(SavedForm form) => new(
        Messages, Offered,
        form.Restore() is Form.Cancelled { Kept.FormId: var cancelled } && cancelled == ForForm ? null : ForForm);
}

/// <summary>A form in a snapshot: one case for each of <see cref="Form"/>, with the same members.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "state")]
[JsonDerivedType(typeof(NotStarted), "not-started")]
[JsonDerivedType(typeof(Asking), "asking")]
[JsonDerivedType(typeof(Reviewing), "reviewing")]
[JsonDerivedType(typeof(Submitting), "submitting")]
[JsonDerivedType(typeof(Accepted), "accepted")]
[JsonDerivedType(typeof(Cancelled), "cancelled")]
public abstract record SavedForm
{
    private SavedForm()
    {
    }

    public sealed record NotStarted : SavedForm;

    /// <param name="Answers">The newest answer to each question.</param>
    /// <param name="Former">Answers that one of another kind replaced; null for none.</param>
    /// <param name="Ticked">The labels ticked so far, one a line; null for none.</param>
    public sealed record Asking(
        Guid FormId, Question Question, ImmutableArray<Answer> Answers, int Revision,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ForReview = false,
        ImmutableArray<Answer>? Former = null, string? Ticked = null) : SavedForm
    {
        /// <summary>Answers that are begun with files; null for none.</summary>
        public ImmutableArray<Answer>? Begun { get; init; }

        /// <summary>What is ticked of questions that were left; null for nothing, and in snapshots older than this member.</summary>
        public ImmutableArray<Answer>? Ticks { get; init; }

        public LastFile? LastFile { get; init; }

        // What a client chose must not reach a log.
        public override string ToString() => $"{nameof(Asking)} {Question.Id}";
    }

    /// <inheritdoc cref="Asking"/>
    public sealed record Reviewing(
        Guid FormId, ImmutableArray<Answer> Answers, int Revision, ImmutableArray<Answer>? Former = null) : SavedForm
    {
        /// <inheritdoc cref="Asking.Begun"/>
        public ImmutableArray<Answer>? Begun { get; init; }

        /// <inheritdoc cref="Asking.Ticks"/>
        public ImmutableArray<Answer>? Ticks { get; init; }

        public LastFile? LastFile { get; init; }
    }

    public sealed record Submitting(
        Guid SubmissionId, SentAnswers Answers, string? Username, DateTimeOffset At,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsDelayTold = false,
        string? AccountName = null) : SavedForm
    {
        /// <summary>Null for none, and in snapshots older than this member.</summary>
        public string? Source { get; init; }
    }

    /// <param name="At">Null in snapshots older than this member.</param>
    public sealed record Accepted(Guid SubmissionId, long TicketId, DateTimeOffset? At = null) : SavedForm;

    /// <param name="Draft">The form as it was; null when it is not kept.</param>
    public sealed record Cancelled(
        SavedForm? Draft = null, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] DateTimeOffset At = default,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsExpired = false)
        : SavedForm;

    public static SavedForm Of(Form form) => form switch
    {
        Form.NotStarted => new NotStarted(),
        Form.Asking asking => new Asking(
            asking.FormId, asking.Question, asking.Answers.Current, asking.Revision, asking.ForReview, Save(asking.Answers.Former),
            asking.Ticked)
        {
            Begun = Save(asking.Answers.Begun),
            Ticks = Save(asking.Answers.Ticks),
            LastFile = asking.LastFile,
        },
        Form.Reviewing review => new Reviewing(review.FormId, review.Answers.Current, review.Revision, Save(review.Answers.Former))
        {
            Begun = Save(review.Answers.Begun),
            Ticks = Save(review.Answers.Ticks),
            LastFile = review.LastFile,
        },
        Form.Submitting sent => new Submitting(
            sent.SubmissionId, sent.Answers, sent.Username, sent.At, sent.IsDelayTold, sent.AccountName)
        {
            Source = sent.Source,
        },
        Form.Accepted accepted => new Accepted(accepted.SubmissionId, accepted.TicketId, accepted.At),
        Form.Cancelled cancelled => new Cancelled(cancelled.Kept is { } draft ? Of(draft) : null, cancelled.At, cancelled.IsExpired),
        _ => throw new ArgumentOutOfRangeException(nameof(form), form.GetType().Name, "A state that a snapshot does not know."),
    };

    public Form Restore() => this switch
    {
        NotStarted => new Form.NotStarted(),
        Asking asking => new Form.Asking(
            asking.FormId, asking.Question,
            new Answers(asking.Answers, asking.Former ?? []) { Begun = asking.Begun ?? [], Ticks = asking.Ticks ?? [] },
            asking.ForReview, asking.Revision, asking.Ticked)
        {
            LastFile = asking.LastFile,
        },
        Reviewing review => new Form.Reviewing(
            review.FormId,
            new Answers(review.Answers, review.Former ?? []) { Begun = review.Begun ?? [], Ticks = review.Ticks ?? [] }, review.Revision)
        {
            LastFile = review.LastFile,
        },
        Submitting sent => new Form.Submitting(
            sent.SubmissionId, sent.Answers, sent.Username, sent.At, sent.IsDelayTold, sent.AccountName)
        {
            Source = sent.Source,
        },
        Accepted accepted => new Form.Accepted(accepted.SubmissionId, accepted.TicketId, accepted.At),
        Cancelled { Draft: null, At: var at } => new Form.Cancelled(null, at),
        Cancelled { Draft: Asking or Reviewing } cancelled =>
            new Form.Cancelled((Form.Draft)cancelled.Draft.Restore(), cancelled.At, cancelled.IsExpired),
        _ => throw new InvalidOperationException($"{GetType().Name} is a state that this version does not know."),
    };

    private static ImmutableArray<Answer>? Save(ImmutableArray<Answer> answers) => answers.IsEmpty ? null : answers;
}
