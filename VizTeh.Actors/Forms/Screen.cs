using System.Text.Json.Serialization;
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

    /// <summary>The answer already has as many files as it may.</summary>
    TooManyFiles,

    /// <summary>The file belongs to no question that was asked so far.</summary>
    FileNotTaken,
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
/// <param name="AskedAt">
/// When the open question was asked: Unix seconds, by the bot's clock. Null when no question is open, and in earlier versions.
/// </param>
public sealed record Screen(
    MessageStamp? Before = null, LongText? LongText = null, Question? LongTextTakenFor = null, NotTakenReason? Told = null,
    long? AskedAt = null)
{
    public static Screen Blank { get; } = new();

    /// <summary>Whether the question stands again under the newest remark.</summary>
    [JsonIgnore]
    public bool TellsQuestion => Told is { } told && told is not (NotTakenReason.TooManyFiles or NotTakenReason.FileNotTaken);

    /// <summary>Whether a message is older than the question and was not written in haste just before it.</summary>
    /// <param name="question">The question's message, if it is known and was sent once only; else null.</param>
    public bool IsOlder(MessageStamp message, SaidMessage? question) =>
        (question is not null && message.Id < question.Id && message.IsLateAt(question.At))
        // If another bot replaced this one, its message ids may be lower, but its dates are not.
        || (Before is { } before && message.Id <= before.Id && message.SentAt <= before.SentAt);

    /// <summary>Whether a message was sent while the question was open. It gave no answer then, since the question is still open.</summary>
    /// <param name="question">The question's message, if it is known and was sent once only; else null.</param>
    public bool IsNewer(MessageStamp message, SaidMessage? question) =>
        !IsOlder(message, question) && (question is null ? message.SentAt > AskedAt : message.Id > question.Id);

    /// <summary>Whether the event put a question, or the review, that was not on the screen before.</summary>
    /// <param name="before">The form that the event happened to.</param>
    public static bool IsAsked(ConversationEvent happened, Form before) => happened switch
    {
        ConversationEvent.InputNotTaken or ConversationEvent.Ticked or ConversationEvent.SourceNoted
            or ConversationEvent.MessageKept or ConversationEvent.KeptCorrected or ConversationEvent.MessagesAdded
            or ConversationEvent.AdditionProgressed
            or ConversationEvent.FileAdded or ConversationEvent.FileRemoved or ConversationEvent.Reminded
            or ConversationEvent.ErasureAsked or ConversationEvent.ErasureDeclined or ConversationEvent.ErasureConfirmed
            or ConversationEvent.Erased => false,
        ConversationEvent.Corrected corrected => !corrected.LeavesOpen(before),
        _ => true,
    };

    /// <param name="before">The form that the event happened to.</param>
    public Screen Evolve(ConversationEvent happened, Form before)
    {
        var screen = After(happened, before);
        return IsAsked(happened, before) && PutsQuestion(happened) ? screen with { AskedAt = happened.At.ToUnixTimeSeconds() } : screen;
    }

    private static bool PutsQuestion(ConversationEvent happened) => happened is
        ConversationEvent.Started or ConversationEvent.Answered { Next: not null } or ConversationEvent.Corrected { Next: not null }
        or ConversationEvent.WentBack { Asked: not null } or ConversationEvent.ChangeChosen or ConversationEvent.Resumed;

    private Screen After(ConversationEvent happened, Form before) => happened switch
    {
        ConversationEvent.InputNotTaken { LongText: null } notTaken => this with { Told = notTaken.Reason },
        ConversationEvent.InputNotTaken notTaken =>
            this with { Told = notTaken.Reason, LongText = notTaken.LongText, LongTextTakenFor = null },
        ConversationEvent.SourceNoted or ConversationEvent.Reminded or ConversationEvent.ErasureAsked or ConversationEvent.ErasureDeclined
            or ConversationEvent.ErasureConfirmed or ConversationEvent.KeptCorrected
            or ConversationEvent.AdditionProgressed { IsReply: true } => this,
        // The same question stays open, and its keyboard took the place of the remark.
        ConversationEvent.Ticked or ConversationEvent.FileAdded or ConversationEvent.FileRemoved => this with { Told = null },
        ConversationEvent.Corrected corrected when corrected.LeavesOpen(before) => this with { Told = null },
        ConversationEvent.Answered { LongText: not null } answered =>
            new Screen(answered.Before, answered.LongText, (before as Form.Asking)?.Question),
        // The question is asked anew, since the rest of the answer came in another message.
        { LongText: not null } => new Screen(happened.Before, happened.LongText, Told: NotTakenReason.TooLong),
        { Before: null } => Blank,
        _ => new Screen(happened.Before),
    };
}
