using System.Net;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Telegram's refusals in its own words. One row, one refusal; each server has one person who has written.</summary>
public sealed class RefusedCallTests
{
    private const string Chat = "CHAT";

    public static TheoryData<string, string, string> Rows => new()
    {
        { "sendMessage", """{"chat_id":CHAT}""", "Bad Request: message text is empty" },
        { "sendMessage", """{"chat_id":CHAT,"text":""}""", "Bad Request: message text is empty" },
        { "sendMessage", """{"chat_id":CHAT,"text":"  \n "}""", "Bad Request: text must be non-empty" },
        { "sendMessage", """{"chat_id":CHAT,"text":"<b></b>","parse_mode":"HTML"}""", "Bad Request: text must be non-empty" },
        { "sendMessage", """{"text":"a"}""", "Bad Request: chat_id is empty" },
        { "sendMessage", """{"chat_id":77,"text":"a"}""", "Bad Request: chat not found" },
        { "sendMessage", """{"chat_id":"@anna","text":"a"}""", "Bad Request: chat not found" },
        { "sendMessage", """{"chat_id":"Anna","text":"a"}""", "Bad Request: chat not found" },
        { "sendMessage", """{"chat_id":CHAT,"text":"a","parse_mode":"bbcode"}""", "Bad Request: unsupported parse_mode" },
        { "sendMessage", """{"chat_id":CHAT,"text":"\ud83d"}""", "Bad Request: strings must be encoded in UTF-8" },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_parameters":{"message_id":404}}""",
            "Bad Request: message to be replied not found"
        },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":"{"}""",
            "Bad Request: can't parse reply keyboard markup JSON object"
        },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":{"keyboard":[["\udc00"]]}}""",
            "Bad Request: strings must be encoded in UTF-8"
        },
        { "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":[]}""", "Bad Request: object expected as reply markup" },
        { "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":null}""", "Bad Request: object expected as reply markup" },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":{"inline_keyboard":[{"text":"b"}]}}""",
            "Bad Request: field \"inline_keyboard\" of the InlineKeyboardMarkup must be an Array of Arrays"
        },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":{"inline_keyboard":[[{"text":"b"}]]}}""",
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        },
        {
            "sendMessage", """{"chat_id":CHAT,"text":"a","reply_markup":{"inline_keyboard":[[{"callback_data":"b"}]]}}""",
            "Bad Request: can't parse inline keyboard button: Can't find field \"text\""
        },
        { "sendPhoto", """{"chat_id":CHAT}""", "Bad Request: there is no photo in the request" },
        { "sendPhoto", """{"chat_id":CHAT,"photo":"AgACAgIAAxkBAAIB"}""", "Bad Request: wrong file identifier/HTTP URL specified" },
        {
            "sendPhoto", """{"chat_id":CHAT,"photo":"not a file id"}""",
            "Bad Request: wrong remote file identifier specified: Wrong character in the string"
        },
        { "sendPhoto", """{"chat_id":CHAT,"photo":"https://example.org/a.jpg"}""", "Bad Request: failed to get HTTP URL content" },
        { "sendPhoto", """{"chat_id":CHAT,"photo":"attach://lost"}""", "Bad Request: there is no photo in the request" },
        { "sendDocument", """{"chat_id":CHAT}""", "Bad Request: there is no document in the request" },
        { "sendDocument", """{"chat_id":CHAT,"document":"attach://lost"}""", "Bad Request: there is no document in the request" },
        {
            "sendDocument", """{"chat_id":CHAT,"document":"BQACAgIAAxkBAAIB"}""",
            "Bad Request: wrong file identifier/HTTP URL specified"
        },
        {
            "sendDocument", """{"chat_id":CHAT,"document":"not a file id"}""",
            "Bad Request: wrong remote file identifier specified: Wrong character in the string"
        },
        { "sendDocument", """{"chat_id":CHAT,"document":"https://example.org/a.pdf"}""", "Bad Request: failed to get HTTP URL content" },
        { "sendDocument", """{"chat_id":77,"document":"BQACAgIAAxkBAAIB"}""", "Bad Request: chat not found" },
        { "editMessageText", """{"chat_id":CHAT,"message_id":404,"text":"a"}""", "Bad Request: message to edit not found" },
        { "editMessageText", """{"chat_id":CHAT,"text":"a"}""", "Bad Request: message to edit not found" },
        { "editMessageText", """{"text":"a"}""", "Bad Request: message identifier is not specified" },
        { "editMessageText", """{"chat_id":CHAT,"message_id":1,"text":"a"}""", "Bad Request: message can't be edited" },
        { "editMessageReplyMarkup", """{"chat_id":CHAT,"message_id":404}""", "Bad Request: message to edit not found" },
        { "deleteMessage", """{"chat_id":CHAT,"message_id":404}""", "Bad Request: message to delete not found" },
        { "deleteMessage", """{"chat_id":CHAT}""", "Bad Request: message identifier is not specified" },
        { "deleteMessage", """{"message_id":1}""", "Bad Request: chat identifier is not specified" },
        {
            "answerCallbackQuery", """{"callback_query_id":"1"}""",
            "Bad Request: query is too old and response timeout expired or query ID is invalid"
        },
        {
            "answerCallbackQuery", "{}", "Bad Request: query is too old and response timeout expired or query ID is invalid"
        },
        { "setMyCommands", """{"commands":[{"command":"Start","description":"a"}]}""", "Bad Request: BOT_COMMAND_INVALID" },
        { "setMyCommands", """{"commands":[{"command":"start","description":""}]}""", "Bad Request: BOT_COMMAND_DESCRIPTION_INVALID" },
        {
            "setMyCommands", """{"commands":[{"command":"start"}]}""",
            "Bad Request: can't parse BotCommand: Can't find field \"description\""
        },
        { "setMyCommands", """{"commands":[],"scope":{"type":"chat","chat_id":77}}""", "Bad Request: chat not found" },
        { "setMyDescription", $$"""{"description":"{{new string('я', 513)}}"}""", "Bad Request: DESCRIPTION_TOO_LONG" },
        { "setMyShortDescription", $$"""{"short_description":"{{new string('я', 121)}}"}""", "Bad Request: ABOUT_TOO_LONG" },
        { "getMyDescription", """{"language_code":"russian"}""", "Bad Request: invalid language code specified" },
        { "getChat", """{"chat_id":77}""", "Bad Request: chat not found" },
        { "getChatMember", """{"chat_id":CHAT,"user_id":77}""", "Bad Request: user not found" },
        { "getFile", """{"file_id":"abc"}""", "Bad Request: wrong file_id or the file is temporarily unavailable" },
        { "sendChatAction", """{"chat_id":CHAT,"action":"dance"}""", "Bad Request: wrong parameter action in request" },
        { "setWebhook", """{"url":"http://example.org"}""", "Bad Request: bad webhook: An HTTPS URL must be provided for webhook" },
        { "sendMessage", "[1]", "Bad Request: JSON object expected" },
    };

    [Theory]
    [InlineData(0, "Bad Request: BUTTON_COPY_TEXT_INVALID")]
    [InlineData(256, null)]
    [InlineData(257, "Bad Request: BUTTON_COPY_TEXT_INVALID")]
    public async Task A_button_copies_1_to_256_characters(int letters, string? description)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var button = new { text = "Скопировать", copy_text = new { text = new string('ж', letters) } };

        var answer = await bot.CallAsync(
            "sendMessage",
            new { chat_id = bot.Client.Id, text = "?", reply_markup = new { inline_keyboard = new[] { new[] { button } } } });

        Assert.Equal(description, answer.Description);
        if (description is null)
            Assert.Equal(button.copy_text.text, bot.Client.Chat.Messages[^1].Button("Скопировать")!.CopiedText);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Telegram_refuses_with_400_and_its_own_text(string method, string parameters, string description)
    {
        await using var bot = await RawBot.StartWithClientAsync();

        var answer = await PostJsonAsync(bot, method, parameters.Replace(Chat, $"{bot.Client.Id}", StringComparison.Ordinal));

        Assert.Equal(description, answer.Description);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(400, (int)answer.Json["error_code"]!);
        Assert.False((bool)answer.Json["ok"]!);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer(method, answer.Body));
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    private static Task<RawAnswer> PostJsonAsync(RawBot bot, string method, string json) =>
        bot.PostAsync($"/bot{bot.Server.Token}/{method}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
}
