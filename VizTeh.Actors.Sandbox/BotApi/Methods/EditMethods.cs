using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Methods;

/// <summary>The methods that change existing messages and answer presses.</summary>
internal static class EditMethods
{
    private const int CallbackTextLimit = 200;
    private static readonly TimeSpan DeletionLimit = TimeSpan.FromHours(48);

    public static MethodResult EditMessageText(BotApiState state, RequestParameters parameters)
    {
        var source = parameters["text"];
        if (source.Length == 0)
            throw Refuse.BadRequest("Message text is empty");
        var text = TextRules.Parse(source, parameters["parse_mode"], parameters["entities"], state.Chats.HasPerson);
        return Edit(state, parameters, (message, markup) =>
        {
            if (message.Kind != MessageKind.Text)
                throw Refuse.BadRequest("There is no text in the message to edit");
            if (TextRules.IsBlank(text.Plain))
                throw Refuse.BadRequest("Text must be non-empty");
            if (TextRules.CodePoints(text.Plain) > TextRules.MessageLimit)
                throw Refuse.BadRequest("MESSAGE_TOO_LONG");
            return message.Content with { Text = text, Source = source, Markup = markup };
        });
    }

    public static MethodResult EditMessageCaption(BotApiState state, RequestParameters parameters)
    {
        var source = parameters["caption"];
        var caption = TextRules.Parse(source, parameters["parse_mode"], parameters["caption_entities"], state.Chats.HasPerson);
        return Edit(state, parameters, (message, markup) =>
        {
            if (message.Kind is MessageKind.Text or MessageKind.Sticker or MessageKind.Location or MessageKind.Contact)
                throw Refuse.BadRequest("There is no caption in the message to edit");
            if (TextRules.CodePoints(caption.Plain) > TextRules.CaptionLimit)
                throw Refuse.BadRequest("MEDIA_CAPTION_TOO_LONG");
            return message.Content with { Text = caption, Source = source, Markup = markup };
        });
    }

    public static MethodResult EditMessageReplyMarkup(BotApiState state, RequestParameters parameters) =>
        Edit(state, parameters, (message, markup) => message.Content with { Markup = markup });

    public static MethodResult DeleteMessage(BotApiState state, RequestParameters parameters)
    {
        if (parameters["chat_id"].Length == 0)
            throw Refuse.BadRequest("Chat identifier is not specified");
        if (MessageId(parameters) == 0)
            throw Refuse.BadRequest("Message identifier is not specified");
        var room = state.Chats.Find(parameters["chat_id"]);
        room.CheckBotMay(write: true);
        var message = room.Find(MessageId(parameters)) ?? throw Refuse.BadRequest("message to delete not found");
        if ((!message.FromBot && !room.IsPrivate) || state.Clock.GetUtcNow() - message.Date > DeletionLimit)
            throw Refuse.BadRequest("message can't be deleted");
        room.Delete(message);
        return MethodResult.True();
    }

    public static MethodResult AnswerCallbackQuery(BotApiState state, RequestParameters parameters)
    {
        var text = parameters["text"];
        if (TextRules.CodePoints(text) > CallbackTextLimit)
            throw Refuse.BadRequest("MESSAGE_TOO_LONG");
        var url = parameters["url"];
        var answer = new CallbackAnswer(text, parameters.Flag("show_alert"), url.Length > 0 ? url : null);
        state.Callbacks.Answer(parameters["callback_query_id"], answer);
        return MethodResult.True();
    }

    private static MethodResult Edit(
        BotApiState state, RequestParameters parameters, Func<ChatMessage, ReplyMarkup?, MessageContent> edited)
    {
        var markup = ReplyMarkupParameter.Read(parameters["reply_markup"]);
        var chatId = parameters["chat_id"];
        var messageId = MessageId(parameters);
        if (chatId.Length == 0 && messageId == 0)
        {
            // Messages sent through the inline mode cannot exist: that mode is not emulated.
            var named = parameters["inline_message_id"].Length > 0;
            throw Refuse.BadRequest(named ? "MESSAGE_ID_INVALID" : "Message identifier is not specified");
        }

        var room = state.Chats.Find(chatId);
        room.CheckBotMay(write: false);
        var message = room.Find(messageId) ?? throw Refuse.BadRequest("message to edit not found");

        // Telegram edits only messages with no markup at all or with an inline keyboard.
        if (!message.FromBot || message.Kind == MessageKind.Service || message.ReplyMarkup is not (null or ReplyMarkup.Inline))
            throw Refuse.BadRequest("Message can't be edited");
        if (markup is not (null or ReplyMarkup.Inline))
            throw Refuse.BadRequest("Inline keyboard expected");
        var content = edited(message, markup);
        ReplyMarkupParameter.CheckFor(markup, room.IsPrivate);
        if (content.SameAs(message.Content))
            throw Refuse.BadRequest(Refuse.NotModified);
        room.Edit(message, content);
        return new MethodResult(WireJson.Message(state, message));
    }

    private static int MessageId(RequestParameters parameters) => Math.Max(0, parameters.Integer("message_id", 0));
}
