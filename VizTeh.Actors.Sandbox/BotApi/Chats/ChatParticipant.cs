using System.Collections.Immutable;
using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>
/// One person in one chat with the bot: the person's view of the chat, and the name in which the person writes. The person's actions are
/// extensions: <see cref="ParticipantSending"/>, <see cref="ParticipantUploads"/>, <see cref="ParticipantPresses"/>, <see
/// cref="ParticipantServiceMessages"/>, and <see cref="ParticipantReading"/>, which waits for the bot's messages. All members may be used
/// from any thread; an action's update is in the bot's queue when the call returns.
/// </summary>
public sealed class ChatParticipant
{
    private static readonly TimeSpan EditLimit = TimeSpan.FromHours(48);

    private readonly Voice? _voice;

    internal ChatParticipant(BotApiState state, ChatRoom room, Person person, Topic? topic = null, Voice? voice = null) =>
        (State, Room, Person, Topic, _voice) = (state, room, person, topic, voice);

    public Person Person { get; }

    public long ChatId => Room.Id;

    internal BotApiState State { get; }

    internal ChatRoom Room { get; }

    /// <summary>The participant's topic; null outside of topics, where the whole chat is visible.</summary>
    internal Topic? Topic { get; }

    /// <summary>The position of the last message that was read here. Used under the server's lock.</summary>
    internal long ReadUpTo { get; set; }

    /// <summary>Every message of the chat that is not deleted, oldest first. The list is a copy; the messages in it are live.</summary>
    public ImmutableArray<ChatMessage> Messages
    {
        get
        {
            lock (State.Gate)
                return [.. Room.Messages];
        }
    }

    /// <summary>The newest messages of <see cref="Messages"/>, oldest first.</summary>
    public ImmutableArray<ChatMessage> Newest(int most)
    {
        lock (State.Gate)
            return [.. Room.Messages.TakeLast(most)];
    }

    /// <summary>Grows with every change of the chat's messages or keyboards.</summary>
    public long Revision
    {
        get
        {
            lock (State.Gate)
                return Room.Changed.Count;
        }
    }

    /// <summary>How many messages the chat has had, those that are deleted or no longer kept included.</summary>
    public long MessageCount
    {
        get
        {
            lock (State.Gate)
                return Room.MessageCount;
        }
    }

    /// <summary>The message with that id; null if there is none, or if it is deleted or no longer kept.</summary>
    public ChatMessage? Message(int id)
    {
        lock (State.Gate)
            return Room.Find(id);
    }

    public bool HasBlockedTheBot
    {
        get
        {
            lock (State.Gate)
                return Room is PrivateRoom { Blocked: true };
        }
    }

    /// <summary>The reply keyboard that this person has on the screen, or null.</summary>
    public ReplyMarkup.Keyboard? Menu
    {
        get
        {
            lock (State.Gate)
                return Room.MenuOf(Person);
        }
    }

    /// <summary>What stands here while nobody has written yet: the bot's description. Empty in a group, and when it has none.</summary>
    public string Description
    {
        get
        {
            lock (State.Gate)
                return Room.IsPrivate ? State.Profile.Description.SeenIn("ru") : "";
        }
    }

    /// <summary>The command menu that this person sees here.</summary>
    public ImmutableArray<MenuCommand> Commands
    {
        get
        {
            lock (State.Gate)
                return State.Commands.SeenBy(Person, Room, "ru");
        }
    }

    /// <summary>The same person in a topic of the forum: messages are sent into the topic, and only its messages are read.</summary>
    /// <exception cref="InvalidOperationException">The topic belongs to another chat.</exception>
    public ChatParticipant In(Topic topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        return topic.Room == Room
            ? new ChatParticipant(State, Room, Person, topic, _voice)
            : throw new InvalidOperationException($"«{topic.Name}» is a topic of another chat.");
    }

    /// <summary>
    /// The same person, writing in the name of the group as an anonymous administrator does. Presses still carry the person's account.
    /// </summary>
    public ChatParticipant AsTheGroup() => Room is GroupRoom { IsSupergroup: true } group
        ? new ChatParticipant(State, Room, Person, Topic, Voice.OfGroup(group))
        : throw new InvalidOperationException("Only in a supergroup one is anonymous.");

    /// <summary>The same person, writing in the name of a channel of theirs.</summary>
    public ChatParticipant AsChannel(Channel channel)
    {
        ArgumentNullException.ThrowIfNull(channel);
        return Room is GroupRoom { IsSupergroup: true }
            ? new ChatParticipant(State, Room, Person, Topic, Voice.OfChannel(channel))
            : throw new InvalidOperationException("Only in a supergroup one speaks as a channel.");
    }

    /// <summary>Blocks the bot in the private chat: the bot gets <c>my_chat_member</c>, and its sends get 403.</summary>
    public void Block() => SetBlocked(true);

    public void Unblock() => SetBlocked(false);

    private void SetBlocked(bool blocked)
    {
        lock (State.Gate)
        {
            if (Room is not PrivateRoom room)
                throw new InvalidOperationException("A bot is blocked in the private chat.");
            room.SetBlocked(blocked);
        }
    }

    /// <summary>Posts a message of this person. Used under the server's lock.</summary>
    /// <exception cref="InvalidOperationException">The person cannot write here.</exception>
    internal ChatMessage Post(MessageContent content, ChatMessage? replyTo = null)
    {
        CheckPersonMay();
        if (Room is PrivateRoom room)
            room.Started = true;
        return Room.PostToBot(Person, content, new Placement(replyTo, ThreadFor(replyTo), _voice));
    }

    /// <summary>Replaces the text or caption of a message of this person. Used under the server's lock.</summary>
    /// <exception cref="InvalidOperationException">
    /// It has neither, or is no message of this person's, or too old, or the person cannot write here.
    /// </exception>
    internal void Edit(ChatMessage message, FormattedText text)
    {
        CheckPersonMay();
        if (message.Room != Room || message.Author != Person || message.IsDeleted || !message.Kind.HasWords())
            throw new InvalidOperationException($"{Person} can edit only texts and captions of their own.");
        if (State.Clock.GetUtcNow() - message.Date > EditLimit)
            throw new InvalidOperationException("The message is too old to be edited.");
        Room.EditToBot(message, message.Content with { Text = text, Source = text.Plain });
    }

    /// <exception cref="InvalidOperationException">The person cannot write here.</exception>
    internal void CheckPersonMay()
    {
        switch (Room)
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
        if (Room is not GroupRoom { Topics: { } topics } group)
            return null;
        var topic = Topic ?? topics.Find(replyTo?.TopicId) ?? topics.General;
        if (topic.IsDeleted)
            throw new InvalidOperationException($"«{topic.Name}» is deleted.");
        if (topic.IsClosed && !group.IsFoundedBy(Person))
            throw new InvalidOperationException($"«{topic.Name}» is closed to {Person}.");
        return topic.ThreadId;
    }

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Person} in chat {ChatId}");
}
