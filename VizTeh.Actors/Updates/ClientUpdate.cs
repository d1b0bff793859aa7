using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>A message for the conversation of one client; the shard region routes by it.</summary>
public interface IWithUserId
{
    long UserId { get; }
}

/// <summary>One action of a client. The receiver answers with an <see cref="IUpdateReport"/> and is idempotent.</summary>
/// <param name="UpdateId">Telegram's id of the update.</param>
/// <param name="UserId">The client, and the chat to answer in: a private chat has the id of its person.</param>
/// <param name="Username">Without @; null when the client has none.</param>
/// <param name="EarlierMayBeRedelivered">
/// Whether the inbox still holds rows of earlier, handled updates of the client, which a crash would redeliver. An update that leads to no
/// event is then answered with <see cref="Deferred"/>: otherwise a crash could repeat both replies.
/// </param>
/// <param name="Term">
/// The poller's term, which grows whenever another process takes over. State recovered from the journal under an earlier term may be
/// outdated.
/// </param>
/// <param name="AccountName">
/// The display name of the client's account; null when the account has a username to be found by, and when no character of the name is
/// visible.
/// </param>
/// <param name="Message">The position of the client's message in the chat, an edited one included; null for a press.</param>
/// <param name="Quoted">The text of the bot's message to which the client's message is a reply; null when it is no reply.</param>
/// <param name="NewestWaiting">
/// The newest message that waits in the lane after this update and is too old to have been sent in haste; null when there is none.
/// </param>
public sealed record ClientUpdate(
    long UpdateId, long UserId, string? Username, ClientInput Input,
    [property: JsonPropertyName("earlierMayComeAgain"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool EarlierMayBeRedelivered = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Term = 0, string? AccountName = null,
    MessageStamp? Message = null, string? Quoted = null, MessageStamp? NewestWaiting = null) : IWithUserId
{
    /// <summary>The bot's message to which the client's message is a reply; null when it is no reply.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? QuotedId { get; init; }

    /// <summary>The ticket of that message, if it holds a manager's answer: read by the conversation, which does not store it.</summary>
    [JsonIgnore]
    public long? AnsweredTicket { get; init; }

    /// <summary>The update that banned the client; null when the client is not banned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Ban { get; init; }

    // Undelivered messages are logged, and a log must not hold what a client wrote.
    public override string ToString() => $"update {UpdateId} of user {UserId}: {Input.GetType().Name}";
}
