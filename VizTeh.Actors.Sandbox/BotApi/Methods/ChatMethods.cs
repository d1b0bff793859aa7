using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The methods for reading the bot's account, chats, people and files.</summary>
internal static class ChatMethods
{
    private static readonly HashSet<string> Actions =
    [
        "cancel", "typing", "upload_photo", "record_video", "upload_video", "record_voice", "record_audio", "upload_voice", "upload_audio",
        "upload_document", "choose_sticker", "pick_up_location", "find_location", "record_video_note", "upload_video_note",
    ];

    public static MethodResult GetMe(BotApiState state, RequestParameters parameters)
    {
        var bot = WireJson.Bot(state);
        bot["can_join_groups"] = true;
        bot["can_read_all_group_messages"] = true;
        bot["supports_inline_queries"] = false;
        bot["can_connect_to_business"] = false;
        bot["has_main_web_app"] = false;
        return new MethodResult(bot);
    }

    public static MethodResult GetChat(BotApiState state, RequestParameters parameters)
    {
        var room = state.Chats.Find(parameters["chat_id"]);
        if (room is GroupRoom { IsSupergroup: true })
            room.CheckBotMay(write: false);
        var chat = room.Json();
        chat["accent_color_id"] = (int)(Math.Abs(room.Id) % 7);
        chat["max_reaction_count"] = 11;
        chat["accepted_gift_types"] = new JsonObject
        {
            ["unlimited_gifts"] = room.IsPrivate,
            ["limited_gifts"] = room.IsPrivate,
            ["unique_gifts"] = room.IsPrivate,
            ["premium_subscription"] = room.IsPrivate,
            ["gifts_from_channels"] = room.IsPrivate,
        };
        return new MethodResult(chat);
    }

    public static MethodResult GetChatMember(BotApiState state, RequestParameters parameters)
    {
        var userId = RequestParameters.LeadingInteger(parameters["user_id"]);
        if (userId <= 0)
            throw Refuse.BadRequest("invalid user_id specified");
        var room = state.Chats.Find(parameters["chat_id"]);
        if (room is GroupRoom)
            room.CheckBotMay(write: false);
        if (userId == state.BotId)
            return new MethodResult(WireJson.Member(WireJson.Bot(state), "member"));
        var person = state.Chats.FindPerson(userId) ?? throw Refuse.BadRequest("user not found");
        var status = room switch
        {
            GroupRoom group when group.Members.IndexOf(person) is var index and >= 0 => index == 0 ? "creator" : "member",
            PrivateRoom own when own.Person == person => "member",
            _ => "left",
        };
        return new MethodResult(WireJson.Member(WireJson.User(person), status));
    }

    public static MethodResult SendChatAction(BotApiState state, RequestParameters parameters)
    {
        if (!Actions.Contains(parameters["action"].ToLowerInvariant()))
            throw Refuse.BadRequest("Wrong parameter action in request");
        state.Chats.Find(parameters["chat_id"]).CheckBotMay(write: true);
        return MethodResult.True();
    }

    public static MethodResult GetFile(BotApiState state, RequestParameters parameters)
    {
        var file = state.Files.Find(parameters["file_id"]) ?? throw Refuse.BadRequest(parameters["file_id"].Length == 0
            ? "invalid file_id"
            : "wrong file_id or the file is temporarily unavailable");
        return new MethodResult(FileRegistry.Json(file, new JsonObject { ["file_path"] = file.Path }));
    }
}
