using System.Text.Json;

namespace VizTeh.Actors.Sandbox.BotApi;

/// <summary>sendMessage and sendPhoto. The order of the checks is Telegram's: the content first, then the chat.</summary>
internal static class SendMethods
{
    private const int MaxPhotoBytes = 10 << 20;

    public static MethodResult SendMessage(BotApiState state, RequestParameters parameters)
    {
        var source = parameters["text"];
        if (source.Length == 0) throw Refuse.BadRequest("Message text is empty");
        var text = TextRules.Parse(source, parameters["parse_mode"], parameters["entities"], state.Chats.FindPerson);
        return Send(state, parameters, () =>
        {
            if (TextRules.IsBlank(text.Plain)) throw Refuse.BadRequest("Text must be non-empty");
            if (TextRules.CodePoints(text.Plain) > TextRules.MessageLimit) throw Refuse.BadRequest("Message is too long");
            return new MessageContent(MessageKind.Text, text) { Source = source };
        });
    }

    public static MethodResult SendPhoto(BotApiState state, RequestParameters parameters)
    {
        var upload = Upload(parameters);
        if (upload is null && parameters["photo"].Length == 0) throw Refuse.BadRequest("There is no photo in the request");
        var caption = TextRules.Parse(
            parameters["caption"], parameters["parse_mode"], parameters["caption_entities"], state.Chats.FindPerson);
        return Send(state, parameters, () =>
        {
            if (TextRules.CodePoints(caption.Plain) > TextRules.CaptionLimit) throw Refuse.BadRequest("Message caption is too long");
            var sizes = upload is not null ? Store(state, upload) : [Known(state, parameters["photo"])];
            return new MessageContent(MessageKind.Photo, caption)
            {
                Source = parameters["caption"],
                PhotoFileId = sizes[^1].Id,
                MediaField = "photo",
                MediaJson = FileBook.PhotoSizes(sizes).ToJsonString(),
            };
        });
    }

    private static MethodResult Send(BotApiState state, RequestParameters parameters, Func<MessageContent> content)
    {
        var markup = ReplyMarkupParameter.Read(parameters["reply_markup"]);
        var room = state.Chats.Find(parameters["chat_id"]);
        room.CheckBotMay(write: true);
        var replyTo = ReplyTo(state, room, parameters);
        ReplyMarkupParameter.CheckFor(markup, room.IsPrivate);
        var message = room.Post(null, content() with { Markup = markup }, replyTo);
        return new MethodResult(WireJson.Message(state, message));
    }

    private static ChatMessage? ReplyTo(BotApiState state, ChatRoom room, RequestParameters parameters)
    {
        long id = parameters.Integer("reply_to_message_id", 0);
        var optional = parameters.Flag("allow_sending_without_reply");
        if (parameters["reply_parameters"] is { Length: > 0 } json)
        {
            try
            {
                using var document = JsonDocument.Parse(json);
                var reply = document.RootElement;
                if (reply.ValueKind != JsonValueKind.Object) throw Refuse.BadRequest("Object expected as reply parameters");
                id = reply.TryGetProperty("message_id", out var value) && value.TryGetInt64(out var number) ? number : 0;
                optional = reply.TryGetProperty("allow_sending_without_reply", out var flag) && flag.ValueKind == JsonValueKind.True;
                if (reply.TryGetProperty("chat_id", out var chat)) room = state.Chats.Find(chat.ToString());
            }
            catch (JsonException)
            {
                throw Refuse.BadRequest("Can't parse reply parameters JSON object");
            }
        }

        if (id <= 0) return null;
        return room.Find(id) ?? (optional ? null : throw Refuse.BadRequest("message to be replied not found"));
    }

    private static UploadedFile? Upload(RequestParameters parameters)
    {
        const string Attached = "attach://";
        var named = parameters["photo"];
        if (named.StartsWith(Attached, StringComparison.Ordinal)) return parameters.File(named[Attached.Length..]);
        return named.Length == 0 ? parameters.File("photo") : null;
    }

    private static StoredFile[] Store(BotApiState state, UploadedFile upload)
    {
        if (upload.Content.Length == 0) throw Refuse.BadRequest("file must be non-empty");
        if (upload.Content.Length > MaxPhotoBytes) throw new RefusalException(new Refusal(413, "Request Entity Too Large"));
        return state.Files.AddPhoto(upload.Content);
    }

    private static StoredFile Known(BotApiState state, string id)
    {
        if (id.StartsWith("http://", StringComparison.OrdinalIgnoreCase) || id.StartsWith("https://", StringComparison.OrdinalIgnoreCase))
            throw Refuse.BadRequest("Failed to get HTTP URL content");
        if (state.Files.Find(id) is { } file)
            return file.Width > 0 ? file : throw Refuse.BadRequest("can't use file of this type as Photo");
        throw Refuse.BadRequest(id.All(symbol => char.IsAsciiLetterOrDigit(symbol) || symbol is '-' or '_')
            ? "Wrong file identifier/HTTP URL specified"
            : "wrong remote file identifier specified: Wrong character in the string");
    }
}
