using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

public enum MessageKind
{
    Text,
    Photo,
    Sticker,
    Voice,
    Video,
    Document,
    Location,
    Contact,
    Service,
    Audio,
    VideoNote,
    Animation,
    Venue,
}

internal static class MessageKinds
{
    /// <summary>Whether a message of the kind is a text, or can have a caption.</summary>
    public static bool HasWords(this MessageKind kind) => kind is MessageKind.Text or MessageKind.Photo or MessageKind.Voice
        or MessageKind.Video or MessageKind.Document or MessageKind.Audio or MessageKind.Animation;
}

/// <summary>The current content of a message. <paramref name="Text"/> is the caption if there is a medium.</summary>
internal sealed record MessageContent(MessageKind Kind, FormattedText Text)
{
    /// <summary>The text as it was sent, with its markup.</summary>
    public string Source { get; init; } = "";

    public ReplyMarkup? Markup { get; init; }

    public string? PhotoFileId { get; init; }

    /// <summary>The id of the medium's file, of a photo the largest size's; null for a medium without a file.</summary>
    public string? FileId { get; init; }

    /// <summary>The field of the Bot API's Message that holds the medium, and its value.</summary>
    public string? MediaField { get; init; }

    public string? MediaJson { get; init; }

    /// <summary>The same for all messages of an album (Bot API, Message.media_group_id); null outside of one.</summary>
    public string? AlbumId { get; init; }

    /// <summary>Whether an edit to <paramref name="other"/> would change nothing that Telegram compares.</summary>
    public bool SameAs(MessageContent other) =>
        Text.SameAs(other.Text) && (Markup as ReplyMarkup.Inline)?.Json == (other.Markup as ReplyMarkup.Inline)?.Json;
}

/// <summary>The position of a message in its chat, and its sender.</summary>
internal sealed record Placement(ChatMessage? ReplyTo = null, int? TopicId = null, Voice? Voice = null)
{
    public static Placement Plain { get; } = new();
}

/// <summary>A message in a chat, in its current state: edits show at once in every reference to it.</summary>
public sealed class ChatMessage
{
    private volatile MessageContent _content;
    private volatile int _editCount;
    private volatile bool _deleted;

    internal ChatMessage(
        ChatRoom room, int id, long position, Person? author, DateTimeOffset date, MessageContent content, Placement placement)
    {
        (Room, Id, Position, Author, Date, _content) = (room, id, position, author, date, content);
        (ReplyTo, TopicId, Voice) = (placement.ReplyTo, placement.TopicId, placement.Voice);
        ThreadRoot = ReplyTo?.ThreadRoot ?? ReplyTo;
    }

    public int Id { get; }

    public long ChatId => Room.Id;

    public bool FromBot => Author is null;

    /// <summary>The person who wrote the message, in whatever name; null for the bot.</summary>
    public Person? Author { get; }

    /// <summary>The message's topic in a forum; null outside of topics, and in General.</summary>
    public int? TopicId { get; }

    public DateTimeOffset Date { get; }

    public DateTimeOffset? EditDate { get; private set; }

    /// <summary>
    /// The newest update that tells the bot of the message, or of its author's edit; null for the bot's own messages and for those that
    /// were filtered out.
    /// </summary>
    public long? UpdateId { get; internal set; }

    public ChatMessage? ReplyTo { get; }

    public MessageKind Kind => _content.Kind;

    /// <summary>Text or caption as it is displayed, without markup.</summary>
    public string Text => _content.Text.Plain;

    /// <summary>The bot's reaction, an emoji; null for none.</summary>
    public string? Reaction { get; internal set; }

    /// <summary>Text or caption as it was sent, with its markup.</summary>
    public string Html => _content.Source;

    public ImmutableArray<TextEntity> Entities => _content.Text.Entities;

    /// <summary>The largest size's file id; null without a photo.</summary>
    public string? PhotoFileId => _content.PhotoFileId;

    /// <summary>The file id of the medium that the bot sent; null for another message.</summary>
    public string? FileId => _content.FileId;

    /// <summary>The album's id, the same for all its messages; null outside of one.</summary>
    public string? AlbumId => _content.AlbumId;

    public ReplyMarkup? ReplyMarkup => _content.Markup;

    /// <summary>Buttons under the message, row by row; empty without any.</summary>
    public ImmutableArray<ImmutableArray<InlineButton>> InlineButtons => (_content.Markup as ReplyMarkup.Inline)?.Rows ?? [];

    /// <summary>How many times its author changed the text, the caption or the buttons.</summary>
    public int EditCount => _editCount;

    public bool IsDeleted => _deleted;

    internal ChatRoom Room { get; }

    /// <summary>The chat in whose name the message was written; null if its author wrote in their own name.</summary>
    internal Voice? Voice { get; }

    /// <summary>The first message of the thread of replies; null if the message is no reply.</summary>
    internal ChatMessage? ThreadRoot { get; }

    /// <summary>The position among the messages of the chat; it grows, unlike ids across chats.</summary>
    internal long Position { get; }

    internal MessageContent Content => _content;

    /// <summary>The button with that label, or null.</summary>
    public InlineButton? Button(string label) => InlineButtons.SelectMany(row => row).FirstOrDefault(button => button.Label == label);

    /// <summary>Every part of the text with an entity of that type: struck through, bold….</summary>
    public IEnumerable<string> Formatted(string entityType)
    {
        var text = _content.Text;
        return text.Entities
            .Where(entity => entity.Type == entityType)
            .Select(entity => text.Plain.Substring(entity.Offset, entity.Length));
    }

    internal void Edit(MessageContent content, DateTimeOffset at)
    {
        _content = content;
        EditDate = at;
        _editCount++;
    }

    internal void MarkDeleted() => _deleted = true;

    public override string ToString()
    {
        var buttons = InlineButtons.SelectMany(row => row).Select(button => $"[{button.Label}]");
        var what = Kind == MessageKind.Text ? "" : $"({Kind.ToString().ToLowerInvariant()}) ";
        return $"#{Id} {(Author is null ? "bot" : Author.ToString())}: {what}{Text} {string.Join(' ', buttons)}".TrimEnd();
    }
}
