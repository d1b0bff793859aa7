using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery;

/// <param name="Id">Rows of a chat are sent in the order of their ids.</param>
/// <param name="Owed">The message to send or to edit.</param>
/// <param name="Attempts">The number of refusals so far.</param>
/// <param name="IsHeldBack">
/// Whether the row was refused and no longer blocks the chat's other rows: the chat accepted one of them while it refused this.
/// </param>
/// <param name="IsExpired">Whether its time limit is over.</param>
/// <param name="IsOutdated">Whether what it tells of has changed again.</param>
public sealed record OutboxRow(
    long Id, long ChatId, OwedMessage Owed, int Attempts, bool IsHeldBack = false, bool IsExpired = false, bool IsOutdated = false)
{
    /// <summary>Whether it is not to be sent any more.</summary>
    public bool IsOver => IsExpired || IsOutdated;
}

/// <summary>One message to send or to edit, as of the time of the claim.</summary>
/// <param name="Row">The first row of the message.</param>
/// <param name="Kind">The kind that sends and settles the message.</param>
/// <param name="Ticket">The message's ticket; null when there is none.</param>
/// <param name="RowIds">All rows that the message settles: its own, and waiting edits of the same message.</param>
public sealed record OutboxEntry(OutboxRow Row, MessageKind Kind, TicketState? Ticket, IReadOnlyList<long> RowIds)
{
    /// <summary>What was said about the ticket: untrusted; null for any other kind of message.</summary>
    public string? Words { get; init; }

    /// <summary>What came with the words or, for files of the form, with the form; empty for nothing.</summary>
    public IReadOnlyList<Attachment> Files { get; init; } = [];

    /// <summary>
    /// For what is said about the ticket, and for files: the newest card of the ticket in the chat, of those in the topic of the first;
    /// no message for none. If that card is gone, the topic is still its, or that of the card which waits to be sent in its place.
    /// </summary>
    public ReplyPlace UnderCard { get; init; }

    /// <summary>What a manager said about the ticket; null for anything else.</summary>
    public SaidByManager? Said { get; init; }

    /// <summary>Which words of a client these are; null for anything else.</summary>
    public ClientWording? Wording { get; init; }

    /// <summary>
    /// For an edit of the client's copy: where its words are (column <c>answer_copies.shows</c>); of what managers see of an answer,
    /// <c>ticket_posts.shows</c>; null if unknown.
    /// </summary>
    public string? Shows { get; init; }

    /// <summary>Of what is said about the ticket: the album that it is a part of; null for none.</summary>
    public string? AlbumId { get; init; }

    /// <summary>For an answer: whether it waits for further parts of its album, any of which may make a note of it.</summary>
    public bool AwaitsParts { get; init; }

    /// <summary>For an edit of a card: what that copy offers in place of its own buttons; null for these.</summary>
    public CardMenu? Menu { get; init; }

    /// <summary>For a card and its edits: what the card tells of the client besides the ticket.</summary>
    public CardStory Story { get; init; } = CardStory.None;

    /// <summary>
    /// For a new card: a text that differs once the card would be drawn differently; for a reminder that a client waits, once the client
    /// has written again; null for any other message.
    /// </summary>
    public string? Version { get; init; }

    /// <summary>For an answer, or a client's file: the entries of its album's parts, itself the first; empty when there is none.</summary>
    public IReadOnlyList<OutboxEntry> Album { get; init; } = [];

    /// <summary>Whether more is to be sent from the row once this message was sent.</summary>
    public bool KeepsRow => Kind.KeepsRow(this);

    // A log must not hold what a person wrote.
    public override string ToString() => $"row {Row.Id}: {Row.Owed.Name}";
}

/// <summary>What a manager said about a ticket.</summary>
/// <param name="Id">The row of table <c>ticket_messages</c>.</param>
/// <param name="Name">The manager's name in Telegram: untrusted.</param>
/// <param name="AlbumId">The album that it is a part of; null for none.</param>
/// <param name="Edits">How many times the words were changed, up to these.</param>
/// <param name="MessageId">The manager's message.</param>
/// <param name="Undelivered">Why it cannot reach the client; null when it can.</param>
/// <param name="IsNote">Whether it stays among the managers.</param>
public sealed record SaidByManager(
    long Id, string? Name, string? AlbumId, int Edits, long? MessageId, string? Undelivered, bool IsNote = false)
{
    /// <summary>The managers' chat of that message, by its id of then; null when it is not stored.</summary>
    public long? ChatId { get; init; }

    /// <summary>What other managers are told of it beside the words.</summary>
    /// <param name="words">Of a file that did not reach the client, the words did.</param>
    internal ShownSaying AsShown(string words) => new(
        Name, IsNote, IsUndelivered: Undelivered is not null, HasWordsOnly: Undelivered is "content" or "voice" && words.Length > 0);

    // A log must not hold a person's name.
    public override string ToString() => $"{nameof(SaidByManager)} {Id}";
}

/// <summary>Words of a client about a ticket, which the client may have edited.</summary>
/// <param name="FirstId">The row of table <c>ticket_messages</c> with the words as they were first sent.</param>
/// <param name="Edits">How many times they were changed, up to these.</param>
/// <param name="IsCorrection">Whether the row is that of new words.</param>
public sealed record ClientWording(long FirstId, int Edits, bool IsCorrection);

/// <summary>An entry that Telegram has accepted.</summary>
/// <param name="NewMessageId">The id of the new message; null for an edit, and when the answer lacked it.</param>
public sealed record SentEntry(OutboxEntry Entry, long? NewMessageId)
{
    /// <summary>The ids of the further messages of an album; empty for anything else.</summary>
    public IReadOnlyList<long> MoreMessageIds { get; init; } = [];

    /// <summary>The ids of all new messages, as far as the answer told them.</summary>
    public IEnumerable<long> MessageIds => NewMessageId is { } first ? [first, .. MoreMessageIds] : MoreMessageIds;
}
