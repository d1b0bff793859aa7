using System.Text.Json;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The methods that send one message. The order of the checks is Telegram's: the content first, then the chat.</summary>
internal static class SendMethods
{
    public static MethodResult SendMessage(BotApiState state, RequestParameters parameters)
    {
        var source = parameters["text"];
        if (source.Length == 0)
            throw Refuse.BadRequest("Message text is empty");
        var text = TextRules.Parse(source, parameters["parse_mode"], parameters["entities"], state.Chats.HasPerson);
        return Send(state, parameters, () =>
        {
            if (TextRules.IsBlank(text.Plain))
                throw Refuse.BadRequest("Text must be non-empty");
            if (TextRules.CodePoints(text.Plain) > TextRules.MessageLimit)
                throw Refuse.BadRequest("Message is too long");
            return new MessageContent(MessageKind.Text, text) { Source = source };
        });
    }

    public static MethodResult SendPhoto(BotApiState state, RequestParameters parameters)
    {
        var photo = NamedFile.OfParameter(parameters, "photo") ?? throw Refuse.BadRequest("There is no photo in the request");
        return SendMedium(state, parameters, photo, MessageKind.Photo);
    }

    public static MethodResult SendDocument(BotApiState state, RequestParameters parameters)
    {
        var document = NamedFile.OfParameter(parameters, "document") ?? throw Refuse.BadRequest("There is no document in the request");
        Medium.RefuseThumbnail(parameters, parameters["thumbnail"]);
        if (document is NamedFile.Uploaded { File.Name: var name } && !parameters.Flag("disable_content_type_detection"))
            Medium.RefuseWhatTelegramWouldRecognise(name);
        return SendMedium(state, parameters, document, MessageKind.Document);
    }

    public static MethodResult SendVideo(BotApiState state, RequestParameters parameters) =>
        SendFile(state, parameters, "video", MessageKind.Video);

    public static MethodResult SendAudio(BotApiState state, RequestParameters parameters) =>
        SendFile(state, parameters, "audio", MessageKind.Audio);

    public static MethodResult SendVoice(BotApiState state, RequestParameters parameters) =>
        SendFile(state, parameters, "voice", MessageKind.Voice);

    /// <summary>A video note has no caption: the method reads none.</summary>
    public static MethodResult SendVideoNote(BotApiState state, RequestParameters parameters) =>
        SendFile(state, parameters, "video_note", MessageKind.VideoNote);

    public static MethodResult SendAnimation(BotApiState state, RequestParameters parameters) =>
        SendFile(state, parameters, "animation", MessageKind.Animation);

    /// <summary>
    /// The chat of a call, in which the bot may write, and the placement there: topic and replied-to message. Whether the topic is open is
    /// checked later.
    /// </summary>
    public static (ChatRoom Room, Placement Placement) Target(BotApiState state, RequestParameters parameters)
    {
        var room = state.Chats.Find(parameters["chat_id"]);
        room.CheckBotMay(write: true);
        var topics = (room as GroupRoom)?.Topics;
        var topic = topics?.Named(Math.Max(0, parameters.Integer("message_thread_id", 0)));
        var replyTo = ReplyTo(state, room, parameters);
        return (room, new Placement(replyTo, topic?.ThreadId ?? topics?.Find(replyTo?.TopicId)?.ThreadId));
    }

    /// <summary>Checked last, as in Telegram, after all checks of the message itself.</summary>
    /// <exception cref="RefusalException">TOPIC_CLOSED</exception>
    public static void CheckTopicIsOpen(ChatRoom room, Placement placement)
    {
        if (room is GroupRoom { Topics: { } topics } && (topics.Find(placement.TopicId) ?? topics.General).IsClosed)
            throw Refuse.BadRequest("TOPIC_CLOSED");
    }

    private static MethodResult SendFile(BotApiState state, RequestParameters parameters, string field, MessageKind kind)
    {
        // Client::process_send_video_query and its like.
        var file = NamedFile.OfParameter(parameters, field)
            ?? throw Refuse.BadRequest($"There is no {field.Replace('_', ' ')} in the request");
        Medium.RefuseThumbnail(parameters, parameters["thumbnail"]);
        return SendMedium(state, parameters, file, kind);
    }

    private static MethodResult SendMedium(BotApiState state, RequestParameters parameters, NamedFile file, MessageKind kind)
    {
        var source = kind == MessageKind.VideoNote ? "" : parameters["caption"];
        var caption = TextRules.Parse(source, parameters["parse_mode"], parameters["caption_entities"], state.Chats.HasPerson);
        return Send(state, parameters, () => new Medium(kind, file, caption, source).Prepare(state)());
    }

    internal static MethodResult Send(BotApiState state, RequestParameters parameters, Func<MessageContent> content)
    {
        var markup = ReplyMarkupParameter.Read(parameters["reply_markup"]);
        var (room, placement) = Target(state, parameters);
        ReplyMarkupParameter.CheckFor(markup, room.IsPrivate);
        var sent = content() with { Markup = markup };
        CheckTopicIsOpen(room, placement);
        var message = room.Post(null, sent, placement);
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
                if (reply.ValueKind != JsonValueKind.Object)
                    throw Refuse.BadRequest("Object expected as reply parameters");
                id = reply.TryGetProperty("message_id", out var value) && value.TryGetInt64(out var number) ? number : 0;
                optional = reply.TryGetProperty("allow_sending_without_reply", out var flag) && flag.ValueKind == JsonValueKind.True;
                if (reply.TryGetProperty("chat_id", out var chat))
                    room = state.Chats.Find(chat.ToString());
            }
            catch (JsonException)
            {
                throw Refuse.BadRequest("Can't parse reply parameters JSON object");
            }
        }

        if (id <= 0)
            return null;
        return room.Find(id) ?? (optional ? null : throw Refuse.BadRequest("message to be replied not found"));
    }
}
