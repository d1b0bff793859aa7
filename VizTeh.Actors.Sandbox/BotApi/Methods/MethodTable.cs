using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The result of a method and, for a few methods, a description.</summary>
internal sealed record MethodResult(JsonNode Result, string? Description = null)
{
    public static MethodResult True(string? description = null) => new(JsonValue.Create(true), description);

    public string ToJson()
    {
        var json = new JsonObject { ["ok"] = true, ["result"] = Result };
        if (Description is not null)
            json["description"] = Description;
        return json.ToJsonString();
    }
}

/// <summary>The methods by name, in any case. getUpdates waits and is not in the table.</summary>
internal static class MethodTable
{
    private static readonly Dictionary<string, (string Name, Func<BotApiState, RequestParameters, MethodResult> Run)> Methods =
        new (string Name, Func<BotApiState, RequestParameters, MethodResult> Run)[]
        {
            ("getMe", ChatMethods.GetMe),
            ("getChat", ChatMethods.GetChat),
            ("getChatMember", ChatMethods.GetChatMember),
            ("sendChatAction", ChatMethods.SendChatAction),
            ("getFile", ChatMethods.GetFile),
            ("sendMessage", SendMethods.SendMessage),
            ("sendPhoto", SendMethods.SendPhoto),
            ("sendDocument", SendMethods.SendDocument),
            ("sendVideo", SendMethods.SendVideo),
            ("sendAudio", SendMethods.SendAudio),
            ("sendVoice", SendMethods.SendVoice),
            ("sendVideoNote", SendMethods.SendVideoNote),
            ("sendAnimation", SendMethods.SendAnimation),
            ("sendLocation", PlaceMethods.SendLocation),
            ("sendVenue", PlaceMethods.SendVenue),
            ("sendMediaGroup", AlbumMethods.SendMediaGroup),
            ("editMessageText", EditMethods.EditMessageText),
            ("editMessageCaption", EditMethods.EditMessageCaption),
            ("editMessageReplyMarkup", EditMethods.EditMessageReplyMarkup),
            ("deleteMessage", EditMethods.DeleteMessage),
            ("setMessageReaction", ReactionMethods.SetMessageReaction),
            ("answerCallbackQuery", EditMethods.AnswerCallbackQuery),
            ("setMyCommands", CommandMethods.SetMyCommands),
            ("getMyCommands", CommandMethods.GetMyCommands),
            ("deleteMyCommands", CommandMethods.DeleteMyCommands),
            ("setMyDescription", ProfileMethods.SetMyDescription),
            ("getMyDescription", ProfileMethods.GetMyDescription),
            ("setMyShortDescription", ProfileMethods.SetMyShortDescription),
            ("getMyShortDescription", ProfileMethods.GetMyShortDescription),
            ("setWebhook", WebhookMethods.SetWebhook),
            ("deleteWebhook", WebhookMethods.DeleteWebhook),
            ("getWebhookInfo", WebhookMethods.GetWebhookInfo),
        }.ToDictionary(method => method.Name, StringComparer.OrdinalIgnoreCase);

    /// <summary>The name in Telegram's spelling, or as it came if there is no such method.</summary>
    public static string NameOf(string method) =>
        string.Equals(method, Fault.PollMethod, StringComparison.OrdinalIgnoreCase) ? Fault.PollMethod
        : Methods.TryGetValue(method, out var known) ? known.Name : method;

    /// <exception cref="RefusalException">There is no such method, or the method refuses.</exception>
    public static MethodResult Run(BotApiState state, string method, RequestParameters parameters) =>
        Methods.TryGetValue(method, out var known)
            ? known.Run(state, parameters)
            : throw new RefusalException(new Refusal(404, "Not Found: method not found"));
}
