using System.Text.Json.Serialization;

namespace VizTeh.Actors.Updates;

/// <summary>A message for the conversation of one client; the shard region routes by it.</summary>
public interface IWithUserId
{
    long UserId { get; }
}

/// <summary>One thing that a client did. Answered with a <see cref="IUpdateReport"/>; may be repeated at will.</summary>
/// <param name="UpdateId">Telegram's id of it.</param>
/// <param name="UserId">The client, and the chat to answer in: a private chat has the id of its person.</param>
/// <param name="Username">Without @; null when the client has none.</param>
/// <param name="EarlierMayBeRedelivered">
/// Whether rows of earlier updates of the client, which have been handled, are still in the inbox, so that a crash would redeliver them. An
/// update that leads to no event is then answered with <see cref="Deferred"/>: nothing would keep both replies from being said again.
/// </param>
/// <param name="Term">
/// The poller's, which grows whenever another process takes over: what was read from the journal under an earlier one may be outdated.
/// </param>
/// <param name="AccountName">
/// What the client's account calls itself; null when it has a username to be found by, and when nothing of it can be seen.
/// </param>
/// <param name="Message">Where the client's message stands in the chat; null of a press.</param>
/// <param name="Quoted">The text of the bot's message that it is a reply to; null when it is none.</param>
/// <param name="NewestWaiting">
/// The newest message that waits to be handled after this update, of those that have waited for so long that it cannot be haste; null when
/// there is none.
/// </param>
public sealed record ClientUpdate(
    long UpdateId, long UserId, string? Username, ClientInput Input,
    [property: JsonPropertyName("earlierMayComeAgain"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    bool EarlierMayBeRedelivered = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] long Term = 0, string? AccountName = null,
    MessageStamp? Message = null, string? Quoted = null, MessageStamp? NewestWaiting = null) : IWithUserId
{
    // Undelivered messages are logged; what a client wrote must not be.
    public override string ToString() => $"update {UpdateId} of user {UserId}: {Input.GetType().Name}";
}
