using System.Text.Json;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The bot's reactions to messages (Client::process_set_message_reaction_query, td's MessageReaction.cpp).</summary>
internal static class ReactionMethods
{
    // Bot API, ReactionTypeEmoji: the only emoji that a bot may use.
    private static readonly HashSet<string> Emoji =
    [
        "❤", "👍", "👎", "🔥", "🥰", "👏", "😁", "🤔", "🤯", "😱", "🤬", "😢", "🎉", "🤩", "🤮", "💩", "🙏", "👌", "🕊", "🤡", "🥱", "🥴", "😍",
        "🐳", "❤‍🔥", "🌚", "🌭", "💯", "🤣", "⚡", "🍌", "🏆", "💔", "🤨", "😐", "🍓", "🍾", "💋", "🖕", "😈", "😴", "😭", "🤓", "👻", "👨‍💻",
        "👀", "🎃", "🙈", "😇", "😨", "🤝", "✍", "🤗", "🫡", "🎅", "🎄", "☃", "💅", "🤪", "🗿", "🆒", "💘", "🙉", "🦄", "😘", "💊", "🙊",
        "😎", "👾", "🤷‍♂", "🤷", "🤷‍♀", "😡",
    ];

    public static MethodResult SetMessageReaction(BotApiState state, RequestParameters parameters)
    {
        var reactions = Read(parameters["reaction"]);
        var room = state.Chats.Find(parameters["chat_id"]);
        room.CheckBotMay(write: true);
        var message = room.Find(Math.Max(0, parameters.Integer("message_id", 0))) ?? throw Refuse.BadRequest("message to react not found");
        if (message.Kind == MessageKind.Service)
            throw Refuse.BadRequest("REACTION_INVALID");
        // "Currently, as non-premium users, bots can set up to one reaction per message."
        if (reactions.Count > 1)
            throw Refuse.BadRequest("REACTIONS_TOO_MANY");
        if (reactions.Any(emoji => !Emoji.Contains(emoji)) || (reactions.Count > 0 && !room.AllowsReactions))
            throw Refuse.BadRequest("REACTION_INVALID");
        room.React(message, reactions.Count > 0 ? reactions[0] : null);
        return MethodResult.True();
    }

    private static List<string> Read(string json)
    {
        if (json.Length == 0)
            return [];
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                throw Refuse.BadRequest("can't parse reaction types JSON: expected an Array");
            return [.. document.RootElement.EnumerateArray().Select(EmojiOf)];
        }
        catch (JsonException)
        {
            throw Refuse.BadRequest("can't parse reaction types JSON object");
        }
    }

    private static string EmojiOf(JsonElement reaction)
    {
        if (reaction.ValueKind != JsonValueKind.Object
            || !reaction.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            throw Refuse.BadRequest("can't parse reaction types JSON: an object with a type expected");
        }

        // Custom emoji and paid reactions are refused: the bot's account has no premium.
        return type.ValueEquals("emoji") && reaction.TryGetProperty("emoji", out var emoji) && emoji.ValueKind == JsonValueKind.String
            ? emoji.GetString()!
            : throw Refuse.BadRequest(type.ValueEquals("emoji") ? "invalid reaction type specified" : "REACTION_INVALID");
    }
}
