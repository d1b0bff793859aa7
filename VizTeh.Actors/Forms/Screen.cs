using VizTeh.Actors.Questions;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Forms;

/// <summary>Why what a client sent was not taken as an answer, though it might have been one. Stored by name.</summary>
public enum NotTakenReason
{
    /// <summary>It was sent before the question was asked.</summary>
    OlderThanQuestion,

    /// <summary>It was refused, and its rest may come as messages of their own.</summary>
    TooLong,

    /// <summary>It is the rest of a text that was refused.</summary>
    RestOfLongText,
}

/// <summary>
/// What is known of the messages around the open question. Part of the snapshot, and stored for ever like the events: a member may be
/// added, none may be renamed or change its meaning.
/// </summary>
/// <param name="Before">
/// A message that had come long before the question was said; null when none had, as usual. It and those before it are no answers.
/// </param>
/// <param name="LongText">The newest text whose rest may still come; null when there is none.</param>
/// <param name="LongTextTakenFor">The question to which that was taken as the answer; null when it was refused.</param>
/// <param name="Told">What the client was told last instead of going on; null when nothing was.</param>
public sealed record Screen(
    MessageStamp? Before = null, LongText? LongText = null, FormField? LongTextTakenFor = null, NotTakenReason? Told = null)
{
    public static Screen Blank { get; } = new();

    /// <summary>Whether a message is older than the question, and was not written in haste just before it.</summary>
    /// <param name="question">The message of the question, if it was said once and is known; null else.</param>
    public bool IsOlder(MessageStamp message, SaidMessage? question) =>
        (question is not null && message.Id < question.Id && message.IsLateAt(question.At))
        // The ids of another bot in the place of this one may be lower, but not its dates.
        || (Before is { } before && message.Id <= before.Id && message.SentAt <= before.SentAt);

    public Screen Evolve(ConversationEvent happened) => happened switch
    {
        ConversationEvent.InputNotTaken { LongText: null } notTaken => this with { Told = notTaken.Reason },
        ConversationEvent.InputNotTaken notTaken =>
            this with { Told = notTaken.Reason, LongText = notTaken.LongText, LongTextTakenFor = null },
        ConversationEvent.Answered { LongText: not null } answered =>
            new Screen(answered.Before, answered.LongText, LongTextTakenFor: answered.Field),
        // Asked anew, since the answer went on in another message.
        { LongText: not null } => new Screen(happened.Before, happened.LongText, Told: NotTakenReason.TooLong),
        { Before: null } => Blank,
        _ => new Screen(happened.Before),
    };
}
