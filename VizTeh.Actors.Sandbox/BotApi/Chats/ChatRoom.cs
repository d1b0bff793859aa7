using System.Globalization;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Text;
using VizTeh.Actors.Sandbox.BotApi.Updates;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>One chat with the bot: its messages, and the reply keyboard that each person sees. Used under the server's lock.</summary>
internal abstract class ChatRoom(BotApiState state, long id)
{
    private readonly LinkedList<ChatMessage> _messages = new();
    private readonly Dictionary<int, LinkedListNode<ChatMessage>> _byId = [];
    private readonly Dictionary<long, (ReplyMarkup.Keyboard Keyboard, int MessageId)> _menus = [];
    private int _lastMessageId;
    private long _lastPosition;

    public long Id { get; } = id;

    public ChangeSignal Changed { get; } = new(state.Gate);

    public abstract bool IsPrivate { get; }

    /// <summary>Message ids are counted per supergroup; private chats and basic groups share the account's one count.</summary>
    protected abstract bool CountsOwnMessages { get; }

    protected abstract IEnumerable<Person> People { get; }

    protected BotApiState State { get; } = state;

    public IEnumerable<ChatMessage> Messages => _messages;

    /// <summary>Opaque to the bot; the same for every press in one chat.</summary>
    public string Instance { get; } = unchecked(id * 6_364_136_223_846_793_005 + 1_442_695_040_888_963_407)
        .ToString(CultureInfo.InvariantCulture);

    /// <exception cref="RefusalException">The bot may not write here, or not even edit.</exception>
    public abstract void CheckBotMay(bool write);

    public abstract JsonObject Json();

    public IEnumerable<ChatMessage> MessagesAfter(long position)
    {
        var node = _messages.Last;
        while (node is not null && node.Value.Position > position)
            node = node.Previous;
        for (node = node is null ? _messages.First : node.Next; node is not null; node = node.Next)
            yield return node.Value;
    }

    /// <summary>The id of the next message of a chat with its own numbering.</summary>
    public int NextMessageId => _lastMessageId + 1;

    /// <summary>The first id is that of the service message about the chat's creation.</summary>
    public void CountItsCreation() => _lastMessageId = Math.Max(1, _lastMessageId);

    public long MessageCount => _lastPosition;

    public ChatMessage? Find(long messageId) =>
        messageId is > 0 and <= int.MaxValue && _byId.TryGetValue((int)messageId, out var node) ? node.Value : null;

    public ChatMessage Post(Person? author, MessageContent content, Placement? placement = null)
    {
        var id = CountsOwnMessages ? ++_lastMessageId : State.Chats.NextMessageId();
        var message = new ChatMessage(this, id, ++_lastPosition, author, State.Clock.GetUtcNow(), content, placement ?? Placement.Plain);
        _byId[id] = _messages.AddLast(message);
        if (_messages.Count > State.Options.MessagesPerChatLimit)
        {
            _byId.Remove(_messages.First!.Value.Id);
            _messages.RemoveFirst();
        }

        if (author is null)
            ShowMenu(message, message.ReplyTo);
        Changed.Raise();
        return message;
    }

    public void Edit(ChatMessage message, MessageContent content)
    {
        message.Edit(content, State.Clock.GetUtcNow());
        Changed.Raise();
    }

    /// <summary>The bot's only reaction to a message; null takes it back.</summary>
    public void React(ChatMessage message, string? emoji)
    {
        message.Reaction = emoji;
        Changed.Raise();
    }

    public void Delete(ChatMessage message)
    {
        if (_byId.Remove(message.Id, out var node))
            _messages.Remove(node);
        message.MarkDeleted();
        foreach (var (person, menu) in _menus.Where(menu => menu.Value.MessageId == message.Id).ToArray())
            _menus.Remove(person);
        Changed.Raise();
    }

    /// <summary>Whether a bot may react here at all (Bot API, ChatFullInfo.available_reactions); any emoji is allowed if so.</summary>
    public bool AllowsReactions { get; set; } = true;

    public ReplyMarkup.Keyboard? MenuOf(Person person) => _menus.TryGetValue(person.Id, out var menu) ? menu.Keyboard : null;

    public void HideMenu(Person person)
    {
        _menus.Remove(person.Id);
        Changed.Raise();
    }

    /// <summary>Stores a message of a person, or about one, and queues the bot's update.</summary>
    public ChatMessage PostToBot(Person author, MessageContent content, Placement? placement = null)
    {
        author.Seen |= placement?.Voice is null;
        var message = Post(author, content, placement);
        message.UpdateId = State.Feed.Push("message", WireJson.Message(State, message), UpdateFeed.MessageSeconds);
        return message;
    }

    /// <summary>Changes a message of a person, and queues the bot's update. Apps do not send an edit that changes nothing.</summary>
    public void EditToBot(ChatMessage message, MessageContent content)
    {
        if (content.SameAs(message.Content))
            return;
        Edit(message, content);
        message.UpdateId =
            State.Feed.Push("edited_message", WireJson.Message(State, message), UpdateFeed.MessageSeconds) ?? message.UpdateId;
    }

    /// <returns>The service message, for which the bot gets an update.</returns>
    public ChatMessage PostService(Person? author, string field, JsonNode value, Placement? placement = null)
    {
        var content = new MessageContent(MessageKind.Service, FormattedText.Empty) { MediaField = field, MediaJson = value.ToJsonString() };
        return author is null ? Post(null, content, placement) : PostToBot(author, content, placement);
    }

    /// <summary>A selective keyboard is shown to those whom the message answers or mentions; in a private chat, to everyone.</summary>
    private void ShowMenu(ChatMessage message, ChatMessage? replyTo)
    {
        var (selective, keyboard) = message.ReplyMarkup switch
        {
            ReplyMarkup.Keyboard shown => (shown.Selective, shown),
            ReplyMarkup.Remove removed => (removed.Selective, null),
            _ => (false, (ReplyMarkup.Keyboard?)null),
        };
        if (message.ReplyMarkup is not (ReplyMarkup.Keyboard or ReplyMarkup.Remove))
            return;

        foreach (var person in People)
        {
            var meant = IsPrivate || !selective || replyTo?.Author == person || message.Entities.Any(entity => entity.UserId == person.Id);
            if (!meant)
                continue;
            if (keyboard is null)
                _menus.Remove(person.Id);
            else
                _menus[person.Id] = (keyboard, message.Id);
        }
    }
}

/// <summary>The private chat of one person with the bot.</summary>
internal sealed class PrivateRoom(BotApiState state, Person person) : ChatRoom(state, person.Id)
{
    public Person Person { get; } = person;

    public bool Started { get; set; }

    public bool Blocked { get; private set; }

    public override bool IsPrivate => true;

    protected override bool CountsOwnMessages => false;

    protected override IEnumerable<Person> People => [Person];

    public override void CheckBotMay(bool write)
    {
        if (Person.Deactivated)
            throw Refuse.Forbidden("user is deactivated");
        if (!Started)
            throw Refuse.Forbidden("bot can't initiate conversation with a user");
        if (Blocked)
            throw Refuse.Forbidden("bot was blocked by the user");
    }

    public void SetBlocked(bool blocked)
    {
        if (Blocked == blocked)
            return;
        Blocked = blocked;
        var update = WireJson.BotStatusChange(State, this, Person, blocked ? "member" : "kicked", blocked ? "kicked" : "member");
        State.Feed.Push("my_chat_member", update, UpdateFeed.MessageSeconds);
    }

    public override JsonObject Json() => WireJson.PrivateChat(Person);
}

/// <summary>A group or supergroup.</summary>
internal sealed class GroupRoom(BotApiState state, long id, string title, bool supergroup) : ChatRoom(state, id)
{
    public string Title { get; } = title;

    public bool IsSupergroup { get; } = supergroup;

    /// <summary>In the order of joining; the first one made the group.</summary>
    public List<Person> Members { get; } = [];

    public string BotStatus { get; private set; } = "member";

    public long? MigratedTo { get; set; }

    public ForumTopics? Topics { get; set; }

    public override bool IsPrivate => false;

    protected override bool CountsOwnMessages => IsSupergroup;

    protected override IEnumerable<Person> People => Members;

    public override void CheckBotMay(bool write)
    {
        if (MigratedTo is { } supergroup && write)
        {
            throw new RefusalException(
                new Refusal(400, "Bad Request: group chat was upgraded to a supergroup chat", MigrateToChatId: supergroup));
        }

        if (MigratedTo is null && BotStatus == "kicked")
            throw Refuse.Forbidden(IsSupergroup ? "bot was kicked from the supergroup chat" : "bot was kicked from the group chat");
    }

    public bool IsFoundedBy(Person person) => Members.Count > 0 && Members[0] == person;

    public void SetBotStatus(string status, Person by)
    {
        var update = WireJson.BotStatusChange(State, this, by, BotStatus, status);
        BotStatus = status;
        State.Feed.Push("my_chat_member", update, UpdateFeed.MessageSeconds);
        Changed.Raise();
    }

    public override JsonObject Json()
    {
        var chat = new JsonObject { ["id"] = Id, ["title"] = Title, ["type"] = IsSupergroup ? "supergroup" : "group" };
        if (Topics is not null)
            chat["is_forum"] = true;
        return chat;
    }
}
