using System.Text.Json.Serialization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// An event of a conversation, in the order of its journal. Stored for ever: a member may be added, none may be renamed or change its
/// meaning.
/// </summary>
/// <param name="UpdateId">The Telegram update that caused the event. An update causes at most one, so the id identifies a repeat.</param>
/// <param name="At">The time of the decision.</param>
public abstract record ConversationEvent(long UpdateId, DateTimeOffset At)
{
    /// <summary>
    /// For an event that puts a question: the newest message that had arrived long before. It and the messages before it are no answers to
    /// the question. Null when there was none.
    /// </summary>
    public MessageStamp? Before { get; init; }

    /// <summary>The text that caused the event, when the rest of it may follow in messages of their own; otherwise null.</summary>
    public LongText? LongText { get; init; }

    /// <summary>The client began a new form.</summary>
    /// <param name="Asked">The question that was asked then.</param>
    public sealed record Started(long UpdateId, DateTimeOffset At, Guid FormId, Question Asked) : ConversationEvent(UpdateId, At)
    {
        /// <summary>What the source of the form answered in place of the client; null for nothing.</summary>
        public IReadOnlyList<Answer>? Chosen { get; init; }

        /// <summary>The consent by which the client began it; null when none was asked for, or an earlier one holds.</summary>
        public Consent? Consent { get; init; }

        /// <summary>Whether an earlier consent holds for it. False where none was needed.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsUnderEarlierConsent { get; init; }
    }

    /// <summary>The client wanted to begin a form, and was asked for the consent that comes before it.</summary>
    /// <param name="Version">As in <see cref="Consent"/>.</param>
    /// <param name="TextHash">As in <see cref="Consent"/>.</param>
    public sealed record ConsentAsked(long UpdateId, DateTimeOffset At, string Version, string TextHash) : ConversationEvent(UpdateId, At);

    /// <summary>The client did not consent. What was held for the form that was not begun is forgotten.</summary>
    public sealed record ConsentRefused(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>The client answered a question, or skipped it.</summary>
    /// <param name="Next">The question that was asked then; null for the review.</param>
    /// <param name="ForReview">Whether the answer to the next question leads to the review.</param>
    public sealed record Answered(
        long UpdateId, DateTimeOffset At, Answer Answer, Question? Next,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ForReview = false)
        : ConversationEvent(UpdateId, At)
    {
        /// <summary>
        /// Whether a version wrote it that had its questions in code: <see cref="SixQuestions.After"/> then says what was asked.
        /// </summary>
        [JsonIgnore]
        public bool IsOfSixQuestions { get; init; }

        // The value may be a phone number, which must not reach a log.
        public override string ToString() => $"{nameof(Answered)} {Answer.Id} by update {UpdateId}";
    }

    /// <summary>The client edited the message that gave an answer, and its new text replaces the answer.</summary>
    /// <param name="Next">
    /// The question that was open then: the same as before, or the one to which the new answer led; null for the review.
    /// </param>
    /// <param name="ForReview">Whether the answer to that question leads to the review.</param>
    public sealed record Corrected(
        long UpdateId, DateTimeOffset At, Answer Answer, Question? Next,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool ForReview = false)
        : ConversationEvent(UpdateId, At)
    {
        /// <summary>Whether the question that is open stays so.</summary>
        public bool LeavesOpen(Form before) => before is Form.Asking { Question.Id: var open } && Next?.Id == open;

        // The value may be a phone number, which must not reach a log.
        public override string ToString() => $"{nameof(Corrected)} {Answer.Id} by update {UpdateId}";
    }

    /// <summary>The client ticked a choice, or took a tick back.</summary>
    /// <param name="Labels">The labels ticked now, one a line.</param>
    public sealed record Ticked(long UpdateId, DateTimeOffset At, string Labels) : ConversationEvent(UpdateId, At)
    {
        // What a client chose must not reach a log.
        public override string ToString() => $"{nameof(Ticked)} by update {UpdateId}";
    }

    /// <summary>The client went one step back, to the given question; null: back to the review, without a change.</summary>
    public sealed record WentBack(long UpdateId, DateTimeOffset At, Question? Asked) : ConversationEvent(UpdateId, At);

    /// <summary>The client chose a question on the review to answer anew.</summary>
    public sealed record ChangeChosen(long UpdateId, DateTimeOffset At, Question Asked) : ConversationEvent(UpdateId, At);

    /// <summary>
    /// An input was not taken as an answer, and the client was told why. The event prevents a repeat of that remark.
    /// </summary>
    public sealed record InputNotTaken(long UpdateId, DateTimeOffset At, NotTakenReason Reason) : ConversationEvent(UpdateId, At)
    {
        /// <summary>The album whose part was not taken; null for none, and in versions that did not record it.</summary>
        public string? AlbumId { get; init; }
    }

    /// <summary>The client sent a file or a place, and it was added to an answer.</summary>
    /// <param name="QuestionId">The question of the answer: the open one, or one that was answered, or begun, before it.</param>
    public sealed record FileAdded(long UpdateId, DateTimeOffset At, string QuestionId, Attachment File) : ConversationEvent(UpdateId, At)
    {
        /// <summary>The words of the answer together with those under the file; null when the file added none.</summary>
        public string? Words { get; init; }

        /// <summary>
        /// The message that gave these words, whose edit corrects them; null when the file added none, or other messages gave some of
        /// them, and in events older than this member.
        /// </summary>
        public long? MessageId { get; init; }

        /// <summary>The album that the file is a part of; null for none.</summary>
        public string? AlbumId { get; init; }

        /// <summary>
        /// The kind of the question. After a change of the form, answers of several kinds may have the same id. Null in events older than
        /// this member.
        /// </summary>
        public QuestionKind? Kind { get; init; }

        // What a client wrote or sent must not reach a log.
        public override string ToString() => $"{nameof(FileAdded)} to {QuestionId} by update {UpdateId}";
    }

    /// <summary>The client took a file off an answer.</summary>
    /// <param name="QuestionId">The open question.</param>
    /// <param name="Place">The file's place among those of the answer, from zero.</param>
    public sealed record FileRemoved(long UpdateId, DateTimeOffset At, string QuestionId, int Place) : ConversationEvent(UpdateId, At);

    /// <summary>The client was asked whether to erase all that is stored about them. The form stays as it is.</summary>
    /// <param name="Again">Whether that was the second question: a yes to it erases.</param>
    public sealed record ErasureAsked(
        long UpdateId, DateTimeOffset At, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Again = false)
        : ConversationEvent(UpdateId, At);

    /// <summary>The client chose to have nothing erased.</summary>
    public sealed record ErasureDeclined(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>The client confirmed: from now on the erasure is under way, until it is done.</summary>
    public sealed record ErasureConfirmed(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>
    /// The tables hold nothing more about the client, or next to nothing soon, and the conversation begins anew. The events before this one
    /// are erased next, so a recovery may begin with it.
    /// </summary>
    public sealed record Erased(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>The client cancelled the form.</summary>
    /// <param name="IsExpired">Whether it was cancelled for its client, who had not touched it for long.</param>
    public sealed record Cancelled(
        long UpdateId, DateTimeOffset At, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsExpired = false)
        : ConversationEvent(UpdateId, At);

    /// <summary>The client is reminded of the open form, once for each form. The reminder is owed after the event.</summary>
    /// <param name="UpdateId">The update that caused the event before: no update causes this one.</param>
    public sealed record Reminded(long UpdateId, DateTimeOffset At, Guid FormId) : ConversationEvent(UpdateId, At);

    /// <summary>The client took a cancelled form up again.</summary>
    public sealed record Resumed(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>
    /// The client sent something outside of a form. It is kept, and the client is asked which ticket it belongs to.
    /// </summary>
    /// <param name="Offered">The tickets to choose from; null when the question that was asked for the message before still stands.</param>
    public sealed record MessageKept(
        long UpdateId, DateTimeOffset At, KeptMessage Message, IReadOnlyList<OfferedTicket>? Offered) : ConversationEvent(UpdateId, At)
    {
        // What a client wrote must not reach a log.
        public override string ToString() => $"{nameof(MessageKept)} by update {UpdateId}";
    }

    /// <summary>The client edited a message that is kept: its new words take the place of the former ones.</summary>
    /// <param name="MessageId">The message in the client's chat.</param>
    /// <param name="Words">Untrusted; not empty.</param>
    public sealed record KeptCorrected(long UpdateId, DateTimeOffset At, long MessageId, string Words) : ConversationEvent(UpdateId, At)
    {
        // What a client wrote must not reach a log.
        public override string ToString() => $"{nameof(KeptCorrected)} by update {UpdateId}";
    }

    /// <summary>The kept messages are stored as messages to a ticket, and the client hears so.</summary>
    /// <param name="IsReopened">Whether the ticket was opened again for them.</param>
    public sealed record MessagesAdded(
        long UpdateId, DateTimeOffset At, long TicketId,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsReopened = false)
        : ConversationEvent(UpdateId, At);

    /// <summary>By «Дополнить», or by a reply, the client adds something to a ticket; this has come to a stage.</summary>
    /// <param name="Ticket">Closed: what is added by «Дополнить» opens it again, or has done so.</param>
    public sealed record AdditionProgressed(long UpdateId, DateTimeOffset At, AdditionStage Stage, OfferedTicket Ticket)
        : ConversationEvent(UpdateId, At)
    {
        /// <summary>Whether the ticket was closed because the client had withdrawn it.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool IsWithdrawn { get; init; }

        /// <summary>When the added message was sent, by Telegram's clock; null when nothing was added.</summary>
        public DateTimeOffset? SentAt { get; init; }

        /// <summary>The album that the added message is a part of; null for none.</summary>
        public string? AlbumId { get; init; }

        /// <summary>Whether it was added by a reply. That leaves a form in progress, and the choice by «Дополнить», as they are.</summary>
        [JsonIgnore]
        public bool IsReply => Stage is AdditionStage.Quoted or AdditionStage.QuotedAgain;
    }

    /// <summary>The client sent the form. Its ticket is created under this id, once, however often the request is repeated.</summary>
    /// <param name="SubmissionId">The form's own id, so that a form cannot be sent under two ids.</param>
    /// <param name="Answers">The answers of the ticket; null in events of versions that had the questions in code: all answers.</param>
    /// <param name="Username">The client's Telegram username at that moment, without @; null when there is none.</param>
    /// <param name="AccountName">
    /// The account's display name at that moment; null when it had a username, and in events older than this member.
    /// </param>
    public sealed record Submitted(
        long UpdateId, DateTimeOffset At, Guid SubmissionId, SentAnswers? Answers, string? Username, string? AccountName = null)
        : ConversationEvent(UpdateId, At)
    {
        /// <summary>The newest source that was held then; null for none, and in events older than this member.</summary>
        public string? Source { get; init; }

        // The name and the username must not reach a log.
        public override string ToString() => $"{nameof(Submitted)} {SubmissionId} by update {UpdateId}";
    }

    /// <summary>The client came by a link to the bot, within a form or outside of one. The next ticket keeps its payload.</summary>
    /// <param name="Source">The payload; not the one that was held already.</param>
    public sealed record SourceNoted(long UpdateId, DateTimeOffset At, string Source) : ConversationEvent(UpdateId, At)
    {
        // A payload may stand for a person.
        public override string ToString() => $"{nameof(SourceNoted)} by update {UpdateId}";
    }

    /// <summary>The client was told that the ticket of the submitted form is still being stored.</summary>
    public sealed record TicketDelayed(long UpdateId, DateTimeOffset At, Guid SubmissionId) : ConversationEvent(UpdateId, At);

    /// <summary>The ticket of the submitted form exists.</summary>
    public sealed record TicketCreated(long UpdateId, DateTimeOffset At, Guid SubmissionId, long TicketId)
        : ConversationEvent(UpdateId, At);
}
