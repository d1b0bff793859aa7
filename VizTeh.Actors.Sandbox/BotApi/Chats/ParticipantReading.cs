using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>Waits of a person for messages in the chat.</summary>
public static class ParticipantReading
{
    private const int TailLength = 12;

    /// <summary>
    /// The bot's next message, after the last one read by this participant, whose text or caption contains <paramref name="containing"/>
    /// (ordinal). Messages before it count as read.
    /// </summary>
    /// <exception cref="TimeoutException">No such message came in time (real time); the message shows the end of the chat.</exception>
    public static Task<ChatMessage> NextAsync(
        this ChatParticipant participant, string containing, TimeSpan? timeout = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(containing);
        return participant.NextAsync(
            message => message.Text.Contains(containing, StringComparison.Ordinal),
            $"a message with «{containing}»",
            timeout,
            cancellationToken);
    }

    /// <inheritdoc cref="NextAsync(ChatParticipant, string, TimeSpan?, CancellationToken)"/>
    public static Task<ChatMessage> NextAsync(
        this ChatParticipant participant, Func<ChatMessage, bool> wanted, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default) =>
        participant.NextAsync(wanted, "the message wanted", timeout, cancellationToken);

    /// <summary>
    /// Marks all messages so far as read: <see cref="NextAsync(ChatParticipant, string, TimeSpan?, CancellationToken)"/> considers only
    /// later ones.
    /// </summary>
    public static void ReadAll(this ChatParticipant participant)
    {
        lock (participant.State.Gate)
            participant.ReadUpTo = participant.Room.Messages.LastOrDefault()?.Position ?? participant.ReadUpTo;
    }

    /// <summary>Waits until a message matches; returns at once if it already does.</summary>
    /// <exception cref="TimeoutException">The message did not match in time (real time).</exception>
    public static Task WaitForEditAsync(
        this ChatParticipant participant, ChatMessage message, Func<ChatMessage, bool> wanted, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        var limit = timeout ?? participant.State.Options.DefaultTimeout;
        return participant.Room.Changed.UntilAsync(
            () => wanted(message) ? message : null,
            limit,
            () => $"{participant}: message {message.Id} was not edited as wanted within {limit}; it is\n  {message}\n{participant.Tail()}",
            cancellationToken);
    }

    /// <summary>Waits until this person's reply keyboard matches; a removed keyboard is null.</summary>
    /// <exception cref="TimeoutException">The keyboard did not match in time (real time).</exception>
    public static Task WaitForMenuAsync(
        this ChatParticipant participant, Func<ReplyMarkup.Keyboard?, bool> wanted, TimeSpan? timeout = null,
        CancellationToken cancellationToken = default)
    {
        var limit = timeout ?? participant.State.Options.DefaultTimeout;
        return participant.Room.Changed.UntilAsync(
            () => wanted(participant.Room.MenuOf(participant.Person)) ? participant : null,
            limit,
            () => $"{participant}: the keyboard is not as wanted after {limit}.\n{participant.Tail()}",
            cancellationToken);
    }

    private static Task<ChatMessage> NextAsync(
        this ChatParticipant participant, Func<ChatMessage, bool> wanted, string what, TimeSpan? timeout,
        CancellationToken cancellationToken)
    {
        var limit = timeout ?? participant.State.Options.DefaultTimeout;
        return participant.Room.Changed.UntilAsync(
            () =>
            {
                var found = participant.Room.MessagesAfter(participant.ReadUpTo)
                    .FirstOrDefault(message => message.FromBot && participant.IsHere(message) && wanted(message));
                if (found is not null)
                    participant.ReadUpTo = found.Position;
                return found;
            },
            limit,
            () => $"{participant}: the bot did not send {what} within {limit}.\n{participant.Tail()}",
            cancellationToken);
    }

    // A participant outside of topics sees the whole chat, as the apps show a forum on request.
    private static bool IsHere(this ChatParticipant participant, ChatMessage message) =>
        participant.Topic is null || message.TopicId == participant.Topic.ThreadId;

    /// <summary>The end of the chat, for the message of a failed test; a mark shows how far this participant has read.</summary>
    internal static string Tail(this ChatParticipant participant)
    {
        var lines = participant.Room.Messages.TakeLast(TailLength)
            .Select(message => (message.Position > participant.ReadUpTo ? "  new  " : "  read ")
                + (message.TopicId is { } topic ? $"[topic {topic}] " : "") + message);
        var menu = participant.Room.MenuOf(participant.Person);
        return $"The chat ends so:\n{string.Join('\n', lines)}\n  keyboard: {(menu is null ? "none" : string.Join(" | ", menu.Labels))}";
    }
}
