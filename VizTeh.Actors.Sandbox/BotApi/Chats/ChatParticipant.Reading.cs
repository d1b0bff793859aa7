using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

public sealed partial class ChatParticipant
{
    private const int TailLength = 12;

    /// <summary>Every message of the chat that is not deleted, oldest first. The list is a copy; the messages in it are live.</summary>
    public ImmutableArray<ChatMessage> Messages
    {
        get
        {
            lock (_state.Gate)
                return [.. _room.Messages];
        }
    }

    /// <summary>The newest messages of <see cref="Messages"/>, oldest first.</summary>
    public ImmutableArray<ChatMessage> Newest(int most)
    {
        lock (_state.Gate)
            return [.. _room.Messages.TakeLast(most)];
    }

    /// <summary>Grows whenever something about the chat's messages or keyboards changes.</summary>
    public long Revision
    {
        get
        {
            lock (_state.Gate)
                return _room.Changed.Count;
        }
    }

    /// <summary>The message of that id, or null when there is none, or it is deleted or no longer kept.</summary>
    public ChatMessage? Message(int id)
    {
        lock (_state.Gate)
            return _room.Find(id);
    }

    public bool HasBlockedTheBot
    {
        get
        {
            lock (_state.Gate)
                return _room is PrivateRoom { Blocked: true };
        }
    }

    /// <summary>The reply keyboard that this person has on the screen, or null.</summary>
    public ReplyMarkup.Keyboard? Menu
    {
        get
        {
            lock (_state.Gate)
                return _room.MenuOf(Person);
        }
    }

    /// <summary>The command menu that this person sees here.</summary>
    public ImmutableArray<MenuCommand> Commands
    {
        get
        {
            lock (_state.Gate)
                return _state.Commands.SeenBy(Person, _room, "ru");
        }
    }

    /// <summary>
    /// The bot's next message, after the last one that this seat has read, whose text or caption contains <paramref name="containing"/>
    /// (ordinal). Those before it count as read.
    /// </summary>
    /// <exception cref="TimeoutException">None came in time (real time); the message shows the end of the chat.</exception>
    public Task<ChatMessage> NextAsync(string containing, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(containing);
        return NextAsync(
            message => message.Text.Contains(containing, StringComparison.Ordinal),
            $"a message with «{containing}»",
            timeout,
            cancellationToken);
    }

    /// <inheritdoc cref="NextAsync(string, TimeSpan?, CancellationToken)"/>
    public Task<ChatMessage> NextAsync(
        Func<ChatMessage, bool> wanted, TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        NextAsync(wanted, "the message wanted", timeout, cancellationToken);

    /// <summary>
    /// Counts everything so far as read: <see cref="NextAsync(string, TimeSpan?, CancellationToken)"/> looks only at what comes.
    /// </summary>
    public void ReadAll()
    {
        lock (_state.Gate)
            _readUpTo = _room.Messages.LastOrDefault()?.Position ?? _readUpTo;
    }

    /// <summary>Waits until a message looks as wanted; at once if it already does.</summary>
    /// <exception cref="TimeoutException">It did not in time (real time).</exception>
    public Task WaitForEditAsync(
        ChatMessage message, Func<ChatMessage, bool> wanted, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var limit = timeout ?? _state.Options.DefaultTimeout;
        return _room.Changed.UntilAsync(
            () => wanted(message) ? message : null,
            limit,
            () => $"{this}: message {message.Id} was not edited as wanted within {limit}; it is\n  {message}\n{Tail()}",
            cancellationToken);
    }

    /// <summary>Waits until this person's reply keyboard looks as wanted; it may be gone (null).</summary>
    /// <exception cref="TimeoutException">It did not in time (real time).</exception>
    public Task WaitForMenuAsync(
        Func<ReplyMarkup.Keyboard?, bool> wanted, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        var limit = timeout ?? _state.Options.DefaultTimeout;
        return _room.Changed.UntilAsync(
            () => wanted(_room.MenuOf(Person)) ? this : null,
            limit,
            () => $"{this}: the keyboard is not as wanted after {limit}.\n{Tail()}",
            cancellationToken);
    }

    private Task<ChatMessage> NextAsync(Func<ChatMessage, bool> wanted, string what, TimeSpan? timeout, CancellationToken cancellationToken)
    {
        var limit = timeout ?? _state.Options.DefaultTimeout;
        return _room.Changed.UntilAsync(
            () =>
            {
                var found = _room.MessagesAfter(_readUpTo).FirstOrDefault(message => message.FromBot && IsHere(message) && wanted(message));
                if (found is not null)
                    _readUpTo = found.Position;
                return found;
            },
            limit,
            () => $"{this}: the bot did not send {what} within {limit}.\n{Tail()}",
            cancellationToken);
    }

    // A seat outside of topics sees the whole chat, as the apps show a forum on request.
    private bool IsHere(ChatMessage message) => _topic is null || message.TopicId == _topic.ThreadId;

    /// <summary>The end of the chat for the eyes of who reads a failed test; the mark stands where this seat has read up to.</summary>
    private string Tail()
    {
        var lines = _room.Messages.TakeLast(TailLength)
            .Select(message => (message.Position > _readUpTo ? "  new  " : "  read ")
                + (message.TopicId is { } topic ? $"[topic {topic}] " : "") + message);
        var menu = _room.MenuOf(Person);
        return $"The chat ends so:\n{string.Join('\n', lines)}\n  keyboard: {(menu is null ? "none" : string.Join(" | ", menu.Labels))}";
    }
}
