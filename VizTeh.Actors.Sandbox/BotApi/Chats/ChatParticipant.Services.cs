using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <content>What a person does to the chat; the bot is told by a service message (Bot API, Message).</content>
public sealed partial class ChatParticipant
{
    /// <summary>Pins a message of this chat.</summary>
    /// <exception cref="InvalidOperationException">The message is of another chat, or deleted; or the person cannot write here.</exception>
    public ChatMessage Pin(ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (_state.Gate)
        {
            if (message.Room != _room || message.IsDeleted)
                throw new InvalidOperationException($"Message {message.Id} is not in this chat.");
            return PostService("pinned_message", WireJson.Message(_state, message, withReply: false));
        }
    }

    /// <summary>Sets after how long messages are deleted; zero switches that off.</summary>
    public ChatMessage SetAutoDelete(TimeSpan after) => PostService(
        "message_auto_delete_timer_changed", new JsonObject { ["message_auto_delete_time"] = (int)after.TotalSeconds });

    /// <summary>Gives the chat a background of one colour.</summary>
    public ChatMessage SetBackground(int rgb = 0x336699) => PostService("chat_background_set", new JsonObject
    {
        ["type"] = new JsonObject
        {
            ["type"] = "fill",
            ["fill"] = new JsonObject { ["type"] = "solid", ["color"] = rgb },
            ["dark_theme_dimming"] = 0,
        },
    });

    /// <summary>Shows another title of the group in its chat.</summary>
    public ChatMessage Retitle(string title) => PostService("new_chat_title", JsonValue.Create(title));

    /// <summary>Adds a person to the group.</summary>
    /// <exception cref="InvalidOperationException">It is no group, or the person cannot write here.</exception>
    public ChatMessage Invite(Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        lock (_state.Gate)
        {
            if (_room is not GroupRoom group)
                throw new InvalidOperationException("A private chat has no other members.");
            if (!group.Members.Contains(person))
                group.Members.Add(person);
            return PostService("new_chat_members", new JsonArray(WireJson.User(person)));
        }
    }

    /// <summary>Any service message that Telegram might send of this person.</summary>
    /// <param name="field">The field of the Bot API's Message that makes it one.</param>
    /// <param name="value">Its value.</param>
    public ChatMessage PostService(string field, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (_state.Gate)
        {
            CheckPersonMay();
            return _room.PostService(Person, field, value);
        }
    }
}
