using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>The reason why an input that might have been an answer was not taken as one. Stored by name.</summary>
public enum NotTakenReason
{
    /// <summary>The message was sent before the question was asked.</summary>
    OlderThanQuestion,

    /// <summary>The text was refused as too long; the rest of it may follow in messages of their own.</summary>
    TooLong,

    /// <summary>The message is the rest of a text that was refused.</summary>
    RestOfLongText,
}

/// <summary>
/// The messages around the open question, as far as known. Part of the snapshot, and stored for ever like the events: a member may be
/// added, none may be renamed or change its meaning.
/// </summary>
/// <param name="Before">
/// A message that had arrived long before the question was sent; usually null. It and the messages before it are no answers.
/// </param>
/// <param name="LongText">The newest text whose rest may still come; null when there is none.</param>
/// <param name="LongTextTakenFor">
/// The question, as it was asked, that the long text was taken as the answer to; null when it was refused.
/// </param>
/// <param name="Told">The newest remark to the client that took the place of the next question; null when there was none.</param>
public sealed record Screen(
    MessageStamp? Before = null, LongText? LongText = null, Question? LongTextTakenFor = null, NotTakenReason? Told = null)
{
    public static Screen Blank { get; } = new();

    /// <summary>Whether a message is older than the question and was not written in haste just before it.</summary>
    /// <param name="question">The question's message, if it is known and was sent once only; else null.</param>
    public bool IsOlder(MessageStamp message, SaidMessage? question) =>
        (question is not null && message.Id < question.Id && message.IsLateAt(question.At))
        // If another bot replaced this one, its message ids may be lower, but its dates are not.
        || (Before is { } before && message.Id <= before.Id && message.SentAt <= before.SentAt);

    /// <param name="before">The form that the event happened to.</param>
    public Screen Evolve(ConversationEvent happened, Form before) => happened switch
    {
        ConversationEvent.InputNotTaken { LongText: null } notTaken => this with { Told = notTaken.Reason },
        ConversationEvent.InputNotTaken notTaken =>
            this with { Told = notTaken.Reason, LongText = notTaken.LongText, LongTextTakenFor = null },
        // The same question stays open, and its keyboard took the place of the remark.
        ConversationEvent.Ticked => this with { Told = null },
        ConversationEvent.Answered { LongText: not null } answered =>
            new Screen(answered.Before, answered.LongText, (before as Form.Asking)?.Question),
        // The question is asked anew, since the rest of the answer came in another message.
        { LongText: not null } => new Screen(happened.Before, happened.LongText, Told: NotTakenReason.TooLong),
        { Before: null } => Blank,
        _ => new Screen(happened.Before),
    };
}
