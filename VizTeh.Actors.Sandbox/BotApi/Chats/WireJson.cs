using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Chats;

/// <summary>The Bot API's objects in Telegram's form: absent values have no field, dates are Unix seconds.</summary>
internal static class WireJson
{
    public static JsonObject User(Person person)
    {
        var user = new JsonObject { ["id"] = person.Id, ["is_bot"] = false, ["first_name"] = person.FirstName };
        if (person.LastName is not null)
            user["last_name"] = person.LastName;
        if (person.Username is not null)
            user["username"] = person.Username;
        user["language_code"] = "ru";
        return user;
    }

    public static JsonObject Bot(BotApiState state) => new()
    {
        ["id"] = state.BotId,
        ["is_bot"] = true,
        ["first_name"] = state.Options.BotFirstName,
        ["username"] = state.Options.BotUsername,
    };

    public static JsonObject PrivateChat(Person person)
    {
        var chat = new JsonObject { ["id"] = person.Id, ["first_name"] = person.FirstName };
        if (person.LastName is not null)
            chat["last_name"] = person.LastName;
        if (person.Username is not null)
            chat["username"] = person.Username;
        chat["type"] = "private";
        return chat;
    }

    public static JsonObject Message(BotApiState state, ChatMessage message, bool withReply = true)
    {
        if (message.IsDeleted)
            return new JsonObject { ["message_id"] = message.Id, ["chat"] = message.Room.Json(), ["date"] = 0 };

        var content = message.Content;
        var json = new JsonObject
        {
            ["message_id"] = message.Id,
            ["from"] = message.Voice?.From() ?? (message.Author is null ? Bot(state) : User(message.Author)),
        };
        if (message.Voice is { } voice)
            json["sender_chat"] = voice.Chat();
        json["chat"] = message.Room.Json();
        json["date"] = message.Date.ToUnixTimeSeconds();
        message.Voice?.AddOrigin(json, message);
        if (ThreadIdOf(message) is { } thread)
            json["message_thread_id"] = thread;
        if (message.TopicId is not null)
            json["is_topic_message"] = true;
        if (message.EditDate is { } edited)
            json["edit_date"] = edited.ToUnixTimeSeconds();
        if (withReply && message.ReplyTo is { IsDeleted: false } replyTo)
            json["reply_to_message"] = Message(state, replyTo, false);
        if (content.AlbumId is not null)
            json["media_group_id"] = content.AlbumId;
        if (content.MediaField is not null)
            json[content.MediaField] = JsonNode.Parse(content.MediaJson!);
        if (content.Text.Plain.Length > 0)
        {
            var isText = content.Kind == MessageKind.Text;
            json[isText ? "text" : "caption"] = content.Text.Plain;
            if (content.Text.Entities.Length > 0)
                json[isText ? "entities" : "caption_entities"] = Entities(state, content.Text);
        }

        if (content.Markup is ReplyMarkup.Inline inline)
            json["reply_markup"] = JsonNode.Parse(inline.Json);
        return json;
    }

    // A topic has the id of the message that began it. Outside of topics, messages of a supergroup that answer each other form a thread. A
    // thread has an id too, but is no topic (Client::get_forum_topic_id, Client::is_topic_message).
    private static int? ThreadIdOf(ChatMessage message) =>
        message.TopicId ?? (message.Room is GroupRoom { IsSupergroup: true } ? message.ThreadRoot?.Id : null);

    public static JsonObject BotStatusChange(BotApiState state, ChatRoom room, Person by, string before, string after) => new()
    {
        ["chat"] = room.Json(),
        ["from"] = User(by),
        ["date"] = state.UnixNow,
        ["old_chat_member"] = Member(Bot(state), before),
        ["new_chat_member"] = Member(Bot(state), after),
    };

    public static JsonObject Member(JsonObject user, string status)
    {
        var member = new JsonObject { ["user"] = user, ["status"] = status };
        if (status == "creator")
            member["is_anonymous"] = false;
        if (status == "kicked")
            member["until_date"] = 0;
        return member;
    }

    private static JsonArray Entities(BotApiState state, FormattedText text)
    {
        var entities = new JsonArray();
        foreach (var entity in text.Entities)
        {
            var json = new JsonObject { ["offset"] = entity.Offset, ["length"] = entity.Length, ["type"] = entity.Type };
            if (entity.UserId is { } id)
                json["user"] = User(state.Chats.FindPerson(id)!);
            if (entity.Argument is not null)
                json[entity.Type switch { "text_link" => "url", "custom_emoji" => "custom_emoji_id", _ => "language" }] = entity.Argument;

            entities.Add((JsonNode)json);
        }

        return entities;
    }
}
