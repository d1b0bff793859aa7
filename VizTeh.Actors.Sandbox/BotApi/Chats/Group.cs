using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>
/// A group that the bot is in (privacy mode off: it gets every message). A basic group has a small negative id, a supergroup one that
/// begins with -100. The group was made in the past: no update announces it.
/// </summary>
public sealed class Group
{
    private readonly BotApiState _state;
    private readonly Dictionary<long, ChatParticipant> _participants = [];

    internal Group(BotApiState state, GroupRoom room)
    {
        _state = state;
        Room = room;
    }

    public long Id => Room.Id;

    public string Title => Room.Title;

    public bool IsSupergroup => Room.IsSupergroup;

    internal GroupRoom Room { get; }

    /// <summary>A member's participant in the group; always the same object.</summary>
    /// <exception cref="InvalidOperationException">The person is not a member.</exception>
    public ChatParticipant Seat(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        lock (_state.Gate)
        {
            if (!Room.Members.Contains(person))
                throw new InvalidOperationException($"{person} is not a member of «{Title}».");
            if (!_participants.TryGetValue(person.Id, out var participant))
                _participants[person.Id] = participant = new ChatParticipant(_state, Room, person);
            return participant;
        }
    }

    /// <summary>The topic of a forum that always exists; its id is 1, which a bot may not use.</summary>
    public Topic General => Forum(() => Room.Topics!.General);

    /// <summary>Turns a supergroup's topics on; no update is sent.</summary>
    public Group WithTopics()
    {
        lock (_state.Gate)
        {
            if (!IsSupergroup)
                throw new InvalidOperationException($"«{Title}» is not a supergroup.");
            Room.CountItsCreation();
            Room.Topics ??= new ForumTopics(_state, Room);
            return this;
        }
    }

    /// <summary>The first member begins a topic; a service message announces it.</summary>
    public Topic AddTopic(string name) => Forum(() => Room.Topics!.Add(name));

    /// <summary>A post of the group's channel, which Telegram itself forwards to the group.</summary>
    public ChatMessage ForwardFrom(Channel channel, string text)
    {
        ArgumentNullException.ThrowIfNull(channel);
        lock (_state.Gate)
        {
            if (!IsSupergroup)
                throw new InvalidOperationException($"«{Title}» cannot be the group of a channel.");
            var post = TextRules.FromPerson(text);
            return Room.PostToBot(
                _state.Chats.ServiceAccount, new MessageContent(MessageKind.Text, post) { Source = post.Plain },
                new Placement(Voice: Voice.OfForwardedPost(channel)));
        }
    }

    private T Forum<T>(Func<T> what)
    {
        lock (_state.Gate)
            return Room.Topics is null ? throw new InvalidOperationException($"«{Title}» has no topics.") : what();
    }

    public void Add(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        lock (_state.Gate)
        {
            if (!Room.Members.Contains(person))
                Room.Members.Add(person);
        }
    }

    /// <summary>The first member forbids reactions in the group, or allows them again; no update is sent.</summary>
    public void AllowReactions(bool allowed)
    {
        lock (_state.Gate)
            Room.AllowsReactions = allowed;
    }

    /// <summary>The first member, who made the group, removes the bot: the bot gets <c>my_chat_member</c>, and its sends get 403.</summary>
    public void RemoveBot() => SetBotStatus("kicked");

    /// <summary>The first member adds the bot again.</summary>
    public void AddBot() => SetBotStatus("member");

    /// <summary>
    /// Turns a basic group into a supergroup: a new chat with a new id, announced by two service messages; sends to the old id get 400 with
    /// <c>migrate_to_chat_id</c>.
    /// </summary>
    public Group UpgradeToSupergroup()
    {
        lock (_state.Gate)
        {
            if (IsSupergroup || Room.MigratedTo is not null)
                throw new InvalidOperationException($"«{Title}» is not a basic group.");
            var group = _state.Chats.AddGroup(Title, [.. Room.Members], supergroup: true);
            var founder = Room.Members.Count > 0 ? Room.Members[0] : null;
            Room.MigratedTo = group.Id;
            Room.PostService(founder, "migrate_to_chat_id", group.Id);
            group.Room.PostService(founder, "migrate_from_chat_id", Id);
            return group;
        }
    }

    private void SetBotStatus(string status)
    {
        lock (_state.Gate)
        {
            if (Room.BotStatus == status)
                return;
            if (Room.Members.Count == 0)
                throw new InvalidOperationException($"«{Title}» has no member who could do that.");
            Room.SetBotStatus(status, Room.Members[0]);
        }
    }
}
