using VizTeh.Actors.Messages;

namespace VizTeh.Actors.Tickets;

/// <summary>What a manager says about a ticket, by a reply to one of the bot's messages about it.</summary>
/// <param name="UpdateId">The idempotency key.</param>
/// <param name="ChatId">The managers' chat in which it was written.</param>
/// <param name="MessageId">The manager's message there.</param>
/// <param name="AuthorName">Null when nothing of it can be seen.</param>
/// <param name="Words">Untrusted; empty only when there is a file.</param>
/// <param name="SentAt">By Telegram's clock.</param>
public sealed record ManagerAnswer(
    long UpdateId, long ChatId, long MessageId, long AuthorId, string? AuthorName, string Words, DateTimeOffset SentAt)
{
    public Attachment? File { get; init; }

    /// <summary>The album that it is a part of; null for none.</summary>
    public string? AlbumId { get; init; }

    /// <summary>Whether it stays among the managers.</summary>
    public bool IsNote { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => $"answer of user {AuthorId} by update {UpdateId}";
}

/// <summary>The message of the bot to which a manager replied.</summary>
/// <param name="Button">What its button says, if it is a card: the number of a ticket, and the ticket's check; null for no card.</param>
public sealed record AnsweredPost(long ChatId, long MessageId, (long TicketId, string? Check)? Button = null);

/// <summary>The ticket that a manager's message is about.</summary>
/// <param name="IsErased">Whether its client has had it erased: then nothing is stored about it.</param>
/// <param name="IsReminder">Whether it is a reply to a reminder: then it may be a note, but is no answer.</param>
public sealed record AnswerTarget(long TicketId, bool IsErased, bool IsReminder = false);

/// <summary>New words, or a new file, of a message that a manager sent before.</summary>
/// <param name="EditedAt">By Telegram's clock.</param>
public sealed record ManagerEdit(long ChatId, long MessageId, string Words, DateTimeOffset EditedAt)
{
    /// <summary>What the message has now; null for none.</summary>
    public Attachment? File { get; init; }

    /// <summary>Whether the words are those of a note.</summary>
    public bool IsNote { get; init; }

    // A log must not hold what a person wrote.
    public override string ToString() => $"edit of message {MessageId} in chat {ChatId}";
}

/// <summary>What came of an edit.</summary>
public enum EditOutcome
{
    /// <summary>Nothing: it was no answer, has these words and this file already, or was edited again since.</summary>
    Unchanged,

    /// <summary>The words are stored, and the client's copies follow. Or the file is, which has not left yet.</summary>
    Changed,

    /// <summary>It was to become a note, and has left for the client.</summary>
    HasLeft,

    /// <summary>It is a note, and is none by its new words: it stays one.</summary>
    StaysNote,
}
