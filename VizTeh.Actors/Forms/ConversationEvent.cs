using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>
/// What has happened in a conversation, in the order of its journal. Stored for ever: a member may be added, none may be renamed
/// or change its meaning.
/// </summary>
/// <param name="UpdateId">The Telegram update that caused it; an update causes one event at most, so a repeat is known by it.</param>
/// <param name="At">When it was decided.</param>
public abstract record ConversationEvent(long UpdateId, DateTimeOffset At)
{
    /// <summary>
    /// Of an event that puts a question: a message that had come long before then, so that it and those before it are no answers.
    /// Null when none had.
    /// </summary>
    public MessageStamp? Before { get; init; }

    /// <summary>The text that caused it, when its rest may come as messages of their own; null otherwise.</summary>
    public LongText? LongText { get; init; }

    /// <summary>The client began a new form.</summary>
    /// <param name="Next">The question that was put then; null in events older than this member: the first.</param>
    public sealed record Started(long UpdateId, DateTimeOffset At, Guid FormId, FormField? Next = null) : ConversationEvent(UpdateId, At);

    /// <summary>A question was answered; the value is cleaned and valid.</summary>
    /// <param name="Next">
    /// The question that was put then, so that a later version with other questions knows which one is on the client's screen; null for
    /// the review, and in events older than this member.
    /// </param>
    public sealed record Answered(long UpdateId, DateTimeOffset At, FormField Field, string Value, FormField? Next = null)
        : ConversationEvent(UpdateId, At)
    {
        // The value may be a phone number, which must not reach a log.
        public override string ToString() => $"{nameof(Answered)} {Field} by update {UpdateId}";
    }

    /// <summary>The client went one step back, to the field that is asked now; null: back to the review, nothing changed.</summary>
    public sealed record WentBack(long UpdateId, DateTimeOffset At, FormField? Field) : ConversationEvent(UpdateId, At);

    /// <summary>The client chose, on the review, a field to answer anew.</summary>
    public sealed record ChangeChosen(long UpdateId, DateTimeOffset At, FormField Field) : ConversationEvent(UpdateId, At);

    /// <summary>What the client sent was not taken as an answer: they were told why, which is not to be repeated.</summary>
    public sealed record InputNotTaken(long UpdateId, DateTimeOffset At, NotTakenReason Reason) : ConversationEvent(UpdateId, At);

    /// <summary>The client gave the form up.</summary>
    public sealed record Cancelled(long UpdateId, DateTimeOffset At) : ConversationEvent(UpdateId, At);

    /// <summary>The client sent the form; its ticket is to be created under this id, once, whatever is repeated.</summary>
    /// <param name="SubmissionId">The form's own id, so that one form can never be sent under two.</param>
    /// <param name="Username">The client's Telegram username at that moment, without @; null when there is none.</param>
    /// <param name="AccountName">What the account called itself then; null when it had a username, and in events older than this
    /// member.</param>
    public sealed record Submitted(long UpdateId, DateTimeOffset At, Guid SubmissionId, string? Username, string? AccountName = null)
        : ConversationEvent(UpdateId, At)
    {
        // Who it is must not reach a log.
        public override string ToString() => $"{nameof(Submitted)} {SubmissionId} by update {UpdateId}";
    }

    /// <summary>The client was told that the ticket of the submitted form is being stored, since that takes long.</summary>
    public sealed record TicketDelayed(long UpdateId, DateTimeOffset At, Guid SubmissionId) : ConversationEvent(UpdateId, At);

    /// <summary>The ticket of the submitted form exists.</summary>
    public sealed record TicketCreated(long UpdateId, DateTimeOffset At, Guid SubmissionId, long TicketId)
        : ConversationEvent(UpdateId, At);
}
