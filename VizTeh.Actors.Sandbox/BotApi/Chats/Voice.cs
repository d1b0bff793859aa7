using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A channel; only its name is used, as a sender in groups.</summary>
/// <param name="Username">Without the @; null for a private channel.</param>
public sealed record Channel(long Id, string Title, string? Username)
{
    private int _lastPost;

    internal int NextPost() => ++_lastPost;

    internal JsonObject Json()
    {
        var chat = new JsonObject { ["id"] = Id, ["title"] = Title };
        if (Username is not null)
            chat["username"] = Username;
        chat["type"] = "channel";
        return chat;
    }
}

/// <summary>
/// A chat in whose name a message is written. The bot sees a placeholder account as the author, and the chat beside it
/// (Client::init_message, td_api::messageSenderChat).
/// </summary>
internal sealed class Voice
{
    public const long ServiceAccountId = 777000;

    private readonly Channel? _forwarded;
    private readonly int _post;

    private Voice(Func<JsonObject> from, Func<JsonObject> chat, Channel? forwarded = null)
    {
        (From, Chat, _forwarded) = (from, chat, forwarded);
        _post = forwarded?.NextPost() ?? 0;
    }

    public Func<JsonObject> From { get; }

    public Func<JsonObject> Chat { get; }

    public static Voice OfGroup(GroupRoom group) => new(() => Bot(1087968824, "Group", "GroupAnonymousBot"), group.Json);

    public static Voice OfChannel(Channel channel) => new(() => Bot(136817688, "Channel", "Channel_Bot"), channel.Json);

    public static Voice OfForwardedPost(Channel channel) => new(
        () => new JsonObject { ["id"] = ServiceAccountId, ["is_bot"] = false, ["first_name"] = "Telegram" }, channel.Json, channel);

    /// <summary>Adds the origin of a forwarded post.</summary>
    public void AddOrigin(JsonObject json, ChatMessage message)
    {
        if (_forwarded is null)
            return;
        json["forward_origin"] = new JsonObject
        {
            ["type"] = "channel",
            ["chat"] = _forwarded.Json(),
            ["message_id"] = _post,
            ["date"] = message.Date.ToUnixTimeSeconds(),
        };
        json["is_automatic_forward"] = true;
    }

    private static JsonObject Bot(long id, string name, string username) =>
        new() { ["id"] = id, ["is_bot"] = true, ["first_name"] = name, ["username"] = username };
}
