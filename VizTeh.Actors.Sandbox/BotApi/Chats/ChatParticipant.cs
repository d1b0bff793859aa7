using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>
/// One person's place in one chat with the bot: what they see and what they can do there. Members may be used from any thread; what is
/// sent is in the bot's queue when the call returns.
/// </summary>
public sealed partial class ChatParticipant
{
    private readonly BotApiState _state;
    private readonly ChatRoom _room;
    private readonly Topic? _topic;
    private readonly Voice? _voice;
    private long _readUpTo;

    internal ChatParticipant(BotApiState state, ChatRoom room, Person person, Topic? topic = null, Voice? voice = null)
    {
        (_state, _room, _topic, _voice) = (state, room, topic, voice);
        Person = person;
    }

    public Person Person { get; }

    public long ChatId => _room.Id;

    /// <summary>
    /// The same person's place in a topic of the forum: what is sent from there is in it, and only its messages are read.
    /// </summary>
    /// <exception cref="InvalidOperationException">The topic is of another chat.</exception>
    public ChatParticipant In(Topic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Room == _room
            ? new ChatParticipant(_state, _room, Person, topic, _voice)
            : throw new InvalidOperationException($"«{topic.Name}» is a topic of another chat.");
    }

    /// <summary>
    /// The same place, but what is sent from there is sent in the name of the group, as an anonymous administrator does. Presses still
    /// name the person.
    /// </summary>
    public ChatParticipant AsTheGroup() => _room is GroupRoom { IsSupergroup: true } group
        ? new ChatParticipant(_state, _room, Person, _topic, Voice.OfGroup(group))
        : throw new InvalidOperationException("Only in a supergroup one is anonymous.");

    /// <summary>The same place, but what is sent from there is sent in the name of a channel of the person.</summary>
    public ChatParticipant AsChannel(Channel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return _room is GroupRoom { IsSupergroup: true }
            ? new ChatParticipant(_state, _room, Person, _topic, Voice.OfChannel(channel))
            : throw new InvalidOperationException("Only in a supergroup one speaks as a channel.");
    }

    /// <summary>
    /// Sends what a person typed. As the apps do, a text over 4096 characters goes as several messages; the last is returned.
    /// </summary>
    /// <exception cref="ArgumentException">Nothing in it can be seen: an app would not send it.</exception>
    /// <exception cref="InvalidOperationException">The person blocked the bot, or the bot is not in the group.</exception>
    public ChatMessage SendText(string text, ChatMessage? replyTo = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (TextRules.IsBlank(TextRules.FromPerson(text).Plain))
            throw new ArgumentException("Telegram sends no blank text.", nameof(text));
        lock (_state.Gate)
        {
            return Pieces(text)
                .Select(piece => TextRules.FromPerson(piece))
                .Where(piece => !TextRules.IsBlank(piece.Plain))
                .Select(piece => Post(new MessageContent(MessageKind.Text, piece) { Source = piece.Plain }, replyTo))
                .ToArray()[^1];
        }
    }

    /// <exception cref="ArgumentException">The caption is over 1024 characters.</exception>
    public ChatMessage SendPhoto(string? caption = null)
    {
        lock (_state.Gate)
        {
            var sizes = _state.Files.AddPhoto();
            return PostMedia(MessageKind.Photo, "photo", FileRegistry.PhotoSizes(sizes), caption, sizes[^1].Id);
        }
    }

    public ChatMessage SendSticker() => SendFile(MessageKind.Sticker, FileKind.Sticker, null, new JsonObject
    {
        ["type"] = "regular",
        ["width"] = 512,
        ["height"] = 512,
        ["is_animated"] = false,
        ["is_video"] = false,
        ["emoji"] = "👍",
    });

    public ChatMessage SendVoice() =>
        SendFile(MessageKind.Voice, FileKind.VoiceNote, null, new JsonObject { ["duration"] = 3, ["mime_type"] = "audio/ogg" });

    public ChatMessage SendVideo(string? caption = null) => SendFile(MessageKind.Video, FileKind.Video, caption, new JsonObject
    {
        ["width"] = 640,
        ["height"] = 360,
        ["duration"] = 5,
        ["mime_type"] = "video/mp4",
    });

    public ChatMessage SendDocument(string? caption = null) =>
        SendFile(new Attachment("document"u8.ToArray(), "plan.pdf", "application/pdf"), caption);

    public ChatMessage SendLocation(double latitude = 55.751244, double longitude = 37.618423)
    {
        lock (_state.Gate)
            return PostMedia(MessageKind.Location, "location", new JsonObject { ["latitude"] = latitude, ["longitude"] = longitude }, null);
    }

    /// <summary>Shares the person's own contact, as a button that asks for it does.</summary>
    public ChatMessage ShareOwnContact() => ShareContact(Person.Phone, Person.Id, Person.FirstName, Person.LastName);

    /// <param name="userId">Whose account it is; null for a contact who has none, or who hides it.</param>
    public ChatMessage ShareContact(string phone, long? userId, string firstName, string? lastName = null)
    {
        var contact = new JsonObject { ["phone_number"] = phone, ["first_name"] = firstName };
        if (lastName is not null)
            contact["last_name"] = lastName;
        if (userId is { } id)
            contact["user_id"] = id;
        lock (_state.Gate)
            return PostMedia(MessageKind.Contact, "contact", contact, null);
    }

    /// <summary>Presses a button of the reply keyboard that is on the screen now.</summary>
    /// <exception cref="InvalidOperationException">There is no such button.</exception>
    public ChatMessage PressMenu(string label)
    {
        lock (_state.Gate)
        {
            var menu = _room.MenuOf(Person);
            var button = menu?.Rows.SelectMany(row => row).FirstOrDefault(button => button.Label == label)
                ?? throw new InvalidOperationException(
                    $"No «{label}» on the keyboard: {(menu is null ? "there is none" : string.Join(", ", menu.Labels))}.\n{Tail()}");
            if (menu!.OneTime)
                _room.HideMenu(Person);
            if (button.RequestsContact)
                return ShareOwnContact();
            return button.RequestsLocation ? SendLocation() : SendText(label);
        }
    }

    /// <summary>Presses a button under a message.</summary>
    /// <exception cref="InvalidOperationException">The message is gone, has no such button, or that one does not call back.</exception>
    public CallbackPress Press(ChatMessage message, string label)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_state.Gate)
            return PressData(message, DataOf(message, label));
    }

    /// <summary>One press that reaches the bot twice, as when its first answer was lost: two queries with different ids.</summary>
    public (CallbackPress First, CallbackPress Second) PressTwice(ChatMessage message, string label)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_state.Gate)
        {
            var data = DataOf(message, label);
            return (PressData(message, data), PressData(message, data));
        }
    }

    /// <summary>
    /// A press that no screen offers: an old one, or a forged one. The message need not have that data, or exist any more.
    /// </summary>
    /// <exception cref="InvalidOperationException">The message is of another chat, or the person cannot write here.</exception>
    public CallbackPress PressData(ChatMessage message, string data)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(data);
        lock (_state.Gate)
        {
            if (message.Room != _room)
                throw new InvalidOperationException($"Message {message.Id} is not of this chat.");
            CheckPersonMay();
            Person.Seen = true;
            return _state.Callbacks.Press(Person, message, data);
        }
    }

    /// <summary>Blocks the bot in the private chat; it gets <c>my_chat_member</c>, its sends 403.</summary>
    public void Block() => SetBlocked(true);

    public void Unblock() => SetBlocked(false);

    private void SetBlocked(bool blocked)
    {
        lock (_state.Gate)
        {
            if (_room is not PrivateRoom room)
                throw new InvalidOperationException("A bot is blocked in the private chat.");
            room.SetBlocked(blocked);
        }
    }

    private string DataOf(ChatMessage message, string label)
    {
        var button = message.IsDeleted ? null : message.Button(label);
        return button?.Data ?? throw new InvalidOperationException(
            $"No «{label}» that calls back under message {message.Id}{(message.IsDeleted ? ", which is deleted" : "")}.\n{Tail()}");
    }

    private ChatMessage SendFile(MessageKind kind, FileKind fileKind, string? caption, JsonObject about)
    {
        var field = kind.ToString().ToLowerInvariant();
        lock (_state.Gate)
            return PostMedia(kind, field, FileRegistry.Json(_state.Files.Add(fileKind), about), caption);
    }

    private ChatMessage PostMedia(
        MessageKind kind, string field, JsonNode value, string? caption, string? photoFileId = null, string? albumId = null,
        ChatMessage? replyTo = null)
    {
        var text = TextRules.FromPerson(caption ?? "");
        if (TextRules.CodePoints(text.Plain) > TextRules.CaptionLimit)
            throw new ArgumentException($"A caption has up to {TextRules.CaptionLimit} characters.", nameof(caption));
        var content = new MessageContent(kind, text)
        {
            Source = text.Plain,
            PhotoFileId = photoFileId,
            MediaField = field,
            MediaJson = value.ToJsonString(),
            AlbumId = albumId,
        };
        return Post(content, replyTo);
    }

    private ChatMessage Post(MessageContent content, ChatMessage? replyTo = null)
    {
        CheckPersonMay();
        if (_room is PrivateRoom room)
            room.Started = true;
        return _room.PostToBot(Person, content, new Placement(replyTo, ThreadFor(replyTo), _voice));
    }

    private void CheckPersonMay()
    {
        switch (_room)
        {
            case PrivateRoom { Blocked: true }:
                throw new InvalidOperationException($"{Person} has blocked the bot and cannot write to it.");
            case GroupRoom { BotStatus: not "member" } group:
                throw new InvalidOperationException($"The bot is not in «{group.Title}» and hears nothing there.");
            case GroupRoom { MigratedTo: not null } group:
                throw new InvalidOperationException($"«{group.Title}» has become a supergroup.");
        }
    }

    private int? ThreadFor(ChatMessage? replyTo)
    {
        if (_room is not GroupRoom { Topics: { } topics } group)
            return null;
        var topic = _topic ?? topics.Find(replyTo?.TopicId) ?? topics.General;
        if (topic.IsDeleted)
            throw new InvalidOperationException($"«{topic.Name}» is deleted.");
        if (topic.IsClosed && !group.IsFoundedBy(Person))
            throw new InvalidOperationException($"«{topic.Name}» is closed to {Person}.");
        return topic.ThreadId;
    }

    private static IEnumerable<string> Pieces(string text)
    {
        var piece = new StringBuilder();
        var count = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            piece.Append(rune.ToString());
            if (++count < TextRules.MessageLimit)
                continue;
            yield return piece.ToString();
            piece.Clear();
            count = 0;
        }

        if (piece.Length > 0)
            yield return piece.ToString();
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Person} in chat {ChatId}");
}
