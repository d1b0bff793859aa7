using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The command menus by scope and language.</summary>
internal static class CommandMethods
{
    private const int MaxCommands = 100;

    public static MethodResult SetMyCommands(BotApiState state, RequestParameters parameters)
    {
        var commands = Commands(parameters["commands"]);
        state.Commands.Set(Scope(state, parameters["scope"]), LanguageCode.Of(parameters), commands);
        return MethodResult.True();
    }

    public static MethodResult GetMyCommands(BotApiState state, RequestParameters parameters)
    {
        var result = new JsonArray();
        foreach (var command in state.Commands.Get(Scope(state, parameters["scope"]), LanguageCode.Of(parameters)))
            result.Add((JsonNode)new JsonObject { ["command"] = command.Command, ["description"] = command.Description });
        return new MethodResult(result);
    }

    public static MethodResult DeleteMyCommands(BotApiState state, RequestParameters parameters)
    {
        state.Commands.Set(Scope(state, parameters["scope"]), LanguageCode.Of(parameters), []);
        return MethodResult.True();
    }

    private static ImmutableArray<MenuCommand> Commands(string json)
    {
        if (json.Length == 0)
            return [];
        using var document = Parse(json, "Can't parse commands JSON object");
        if (document.RootElement.ValueKind != JsonValueKind.Array)
            throw Refuse.BadRequest("Expected an Array of BotCommand");
        var commands = document.RootElement.EnumerateArray().Select(Command).ToImmutableArray();
        return commands.Length <= MaxCommands ? commands : throw Refuse.BadRequest("BOT_COMMANDS_TOO_MUCH");
    }

    private static MenuCommand Command(JsonElement item)
    {
        const string Where = "Can't parse BotCommand: ";
        if (item.ValueKind != JsonValueKind.Object)
            throw Refuse.BadRequest(Where + "expected an Object");
        var command = Text(item, "command", Where).TrimStart('/');
        var description = Text(item, "description", Where).Trim();
        if (command.Length == 0)
            throw Refuse.BadRequest("Command must be non-empty");
        if (command.Length > 32 || !command.All(symbol => char.IsAsciiLetterLower(symbol) || char.IsAsciiDigit(symbol) || symbol == '_'))
            throw Refuse.BadRequest("BOT_COMMAND_INVALID");
        if (TextRules.CodePoints(description) is 0 or > 256)
            throw Refuse.BadRequest("BOT_COMMAND_DESCRIPTION_INVALID");
        return new MenuCommand(command, description);
    }

    private static CommandScope Scope(BotApiState state, string json)
    {
        const string Where = "Can't parse BotCommandScope: ";
        if (json.Length == 0)
            return new CommandScope("default");
        using var document = Parse(json, "Can't parse BotCommandScope JSON object");
        var scope = document.RootElement;
        if (scope.ValueKind != JsonValueKind.Object)
            throw Refuse.BadRequest(Where + "BotCommandScope must be an Object");
        var type = Text(scope, "type", Where);
        switch (type)
        {
            case "default" or "all_private_chats" or "all_group_chats" or "all_chat_administrators":
                return new CommandScope(type);
            case "chat" or "chat_administrators":
                return new CommandScope(type, state.Chats.Find(Text(scope, "chat_id", Where)).Id);
            case "chat_member":
                var chat = state.Chats.Find(Text(scope, "chat_id", Where)).Id;
                var user = RequestParameters.LeadingInteger(Text(scope, "user_id", Where));
                return user > 0 ? new CommandScope(type, chat, user) : throw Refuse.BadRequest(Where + "Invalid user_id specified");
            default:
                throw Refuse.BadRequest(Where + "Unsupported type specified");
        }
    }

    private static JsonDocument Parse(string json, string refusal)
    {
        try
        {
            return JsonDocument.Parse(json);
        }
        catch (JsonException)
        {
            throw Refuse.BadRequest(refusal);
        }
    }

    private static string Text(JsonElement item, string name, string where) =>
        !item.TryGetProperty(name, out var value) ? throw Refuse.BadRequest($"{where}Can't find field \"{name}\"")
        : value.ValueKind switch
        {
            JsonValueKind.String => StrictText.Of(value),
            JsonValueKind.Number => value.GetRawText(),
            _ => throw Refuse.BadRequest($"{where}Field \"{name}\" must be of type String"),
        };
}
