using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>A person's changes of the chat, reported to the bot by a service message (Bot API, Message).</summary>
public static class ParticipantServiceMessages
{
    /// <summary>Pins a message of this chat.</summary>
    /// <exception cref="InvalidOperationException">The message belongs to another chat, or deleted; or the person cannot write
    /// here.</exception>
    public static ChatMessage Pin(this ChatParticipant participant, ChatMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        lock (participant.State.Gate)
        {
            if (message.Room != participant.Room || message.IsDeleted)
                throw new InvalidOperationException($"Message {message.Id} is not in this chat.");
            return participant.PostService("pinned_message", WireJson.Message(participant.State, message, withReply: false));
        }
    }

    /// <summary>Sets the time after which messages are deleted; zero turns that off.</summary>
    public static ChatMessage SetAutoDelete(this ChatParticipant participant, TimeSpan after) => participant.PostService(
        "message_auto_delete_timer_changed", new JsonObject { ["message_auto_delete_time"] = (int)after.TotalSeconds });

    /// <summary>Gives the chat a background of one colour.</summary>
    public static ChatMessage SetBackground(this ChatParticipant participant, int rgb = 0x336699) => participant.PostService(
        "chat_background_set", new JsonObject
        {
            ["type"] = new JsonObject
            {
                ["type"] = "fill",
                ["fill"] = new JsonObject { ["type"] = "solid", ["color"] = rgb },
                ["dark_theme_dimming"] = 0,
            },
        });

    /// <summary>Changes the title of the group.</summary>
    public static ChatMessage Retitle(this ChatParticipant participant, string title) =>
        participant.PostService("new_chat_title", JsonValue.Create(title));

    /// <summary>Adds a person to the group.</summary>
    /// <exception cref="InvalidOperationException">The chat is no group, or the person cannot write here.</exception>
    public static ChatMessage Invite(this ChatParticipant participant, Person person)
    {
        ArgumentNullException.ThrowIfNull(person);
        lock (participant.State.Gate)
        {
            if (participant.Room is not GroupRoom group)
                throw new InvalidOperationException("A private chat has no other members.");
            if (!group.Members.Contains(person))
                group.Members.Add(person);
            return participant.PostService("new_chat_members", new JsonArray(WireJson.User(person)));
        }
    }

    /// <summary>Any service message that Telegram might send about this person.</summary>
    /// <param name="field">The field of the Bot API's Message for this kind.</param>
    /// <param name="value">Its value.</param>
    public static ChatMessage PostService(this ChatParticipant participant, string field, JsonNode value)
    {
        ArgumentNullException.ThrowIfNull(value);
        lock (participant.State.Gate)
        {
            participant.CheckPersonMay();
            return participant.Room.PostService(participant.Person, field, value);
        }
    }
}
