using System.Net;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Telegram's refusals in its own words. One row, one refusal; each server has one person who has written.</summary>
public sealed class RefusalTests
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
        { "getChat", """{"chat_id":77}""", "Bad Request: chat not found" },
        { "getChatMember", """{"chat_id":CHAT,"user_id":77}""", "Bad Request: user not found" },
        { "getFile", """{"file_id":"abc"}""", "Bad Request: wrong file_id or the file is temporarily unavailable" },
        { "sendChatAction", """{"chat_id":CHAT,"action":"dance"}""", "Bad Request: wrong parameter action in request" },
        { "setWebhook", """{"url":"http://example.org"}""", "Bad Request: bad webhook: An HTTPS URL must be provided for webhook" },
        { "sendMessage", "[1]", "Bad Request: JSON object expected" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Telegram_refuses_with_400_and_its_own_text(string method, string parameters, string description)
    {
        await using var bot = await StartedAsync();

        var answer = await PostJsonAsync(bot, method, parameters.Replace(Chat, $"{bot.Client.Id}", StringComparison.Ordinal));

        Assert.Equal(description, answer.Description);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.Equal(400, (int)answer.Json["error_code"]!);
        Assert.False((bool)answer.Json["ok"]!);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer(method, answer.Body));
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    [Theory]
    [InlineData("🙂", 4096, null)]
    [InlineData("🙂", 4097, "Bad Request: message is too long")]
    [InlineData("я", 4096, null)]
    [InlineData("я", 4097, "Bad Request: message is too long")]
    [InlineData("&amp;", 4096, null)]
    [InlineData("я", 16_385, "Bad Request: text is too long")]
    public async Task A_text_has_up_to_4096_code_points_after_its_markup_is_parsed(string letter, int count, string? description)
    {
        await using var bot = await StartedAsync();
        var text = $"<b>{string.Concat(Enumerable.Repeat(letter, count))}</b>";

        var answer = await bot.CallAsync("sendMessage", new { chat_id = bot.Client.Id, text, parse_mode = "Html" });

        Assert.Equal(description, answer.Description);
    }

    [Fact]
    public async Task An_edit_has_another_text_for_a_text_too_long()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("до");

        var answer = await bot.CallAsync(
            "editMessageText", new { chat_id = bot.Client.Id, message_id = message.Id, text = new string('я', 4097) });

        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", answer.Description);
        Assert.Equal("до", message.Text);
    }

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "Bad Request: message caption is too long")]
    public async Task A_caption_has_up_to_1024_code_points(int count, string? description)
    {
        await using var bot = await StartedAsync();
        var caption = string.Concat(Enumerable.Repeat("🙂", count));

        var answer = await bot.CallAsync("sendPhoto", new { chat_id = bot.Client.Id, photo = bot.Server.AddFile(), caption });

        Assert.Equal(description, answer.Description);
    }

    [Theory]
    [InlineData(32, null)]
    [InlineData(33, "Bad Request: BUTTON_DATA_INVALID")]
    public async Task Callback_data_has_up_to_64_bytes_not_characters(int cyrillicLetters, string? description)
    {
        await using var bot = await StartedAsync();
        var button = new { text = "Да", callback_data = new string('ж', cyrillicLetters) };

        var answer = await bot.CallAsync(
            "sendMessage",
            new { chat_id = bot.Client.Id, text = "?", reply_markup = new { inline_keyboard = new[] { new[] { button } } } });

        Assert.Equal(description, answer.Description);
    }

    [Fact]
    public async Task An_edit_that_changes_nothing_is_refused_until_text_formatting_or_buttons_change()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("Заявка");
        object Edit(string text, object? markup = null) =>
            new { chat_id = bot.Client.Id, message_id = message.Id, text, parse_mode = "HTML", reply_markup = markup ?? new { } };
        var buttons = new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } };

        var same = await bot.CallAsync("editMessageText", Edit("Заявка "));

        Assert.Equal(
            "Bad Request: message is not modified: specified new message content and reply markup are exactly the same as a current " +
            "content and reply markup of the message",
            same.Description);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>"))).Description);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>", buttons))).Description);
        Assert.Equal(HttpStatusCode.BadRequest, (await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>", buttons))).Status);
        Assert.Null((await bot.CallAsync("editMessageText", Edit("<s>Заявка</s>"))).Description);
        Assert.Equal(3, message.EditCount);
        Assert.Empty(message.InlineButtons);
    }

    [Fact]
    public async Task Only_messages_without_a_reply_keyboard_can_be_edited_and_only_as_what_they_are()
    {
        await using var bot = await StartedAsync();
        var menu = await bot.SendAsync("Меню", RawBot.Json("""{"keyboard":[["А"]]}"""));
        var text = await bot.SendAsync("Текст");
        var photo = await bot.CallAsync("sendPhoto", new { chat_id = bot.Client.Id, photo = bot.Server.AddFile() });
        async Task<string?> EditAsync(string method, object parameters) => (await bot.CallAsync(method, parameters)).Description;

        Assert.Equal(
            "Bad Request: message can't be edited",
            await EditAsync("editMessageText", new { chat_id = bot.Client.Id, message_id = menu.Id, text = "Б" }));
        Assert.Equal(
            "Bad Request: there is no caption in the message to edit",
            await EditAsync("editMessageCaption", new { chat_id = bot.Client.Id, message_id = text.Id, caption = "Б" }));
        Assert.Equal(
            "Bad Request: there is no text in the message to edit",
            await EditAsync("editMessageText", new { chat_id = bot.Client.Id, message_id = photo.MessageId, text = "Б" }));
        Assert.Equal(
            "Bad Request: inline keyboard expected",
            await EditAsync(
                "editMessageReplyMarkup",
                new { chat_id = bot.Client.Id, message_id = text.Id, reply_markup = RawBot.Json("""{"keyboard":[["А"]]}""") }));
    }

    [Fact]
    public async Task A_press_is_answered_once_in_time_and_with_up_to_200_characters()
    {
        await using var bot = await StartedAsync();
        var message = await bot.SendAsync("?", new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } });
        var press = bot.Client.Chat.Press(message, "Да");
        Task<RawAnswer> AnswerAsync(CallbackPress to, string text) =>
            bot.CallAsync("answerCallbackQuery", new { callback_query_id = to.QueryId, text, show_alert = true });

        Assert.Equal("Bad Request: MESSAGE_TOO_LONG", (await AnswerAsync(press, new string('я', 201))).Description);
        Assert.Null((await AnswerAsync(press, new string('я', 200))).Description);
        Assert.Contains("query is too old", (await AnswerAsync(press, "ещё раз")).Description, StringComparison.Ordinal);
        Assert.Equal(new CallbackAnswer(new string('я', 200), true, null), await press.AnswerAsync(TimeSpan.Zero));

        var late = bot.Client.Chat.Press(message, "Да");
        bot.Clock.Advance(TimeSpan.FromSeconds(151));
        Assert.Contains("query is too old", (await AnswerAsync(late, "поздно")).Description, StringComparison.Ordinal);
        Assert.False(late.IsAnswered);
    }

    [Fact]
    public async Task Who_blocked_the_bot_deleted_the_account_or_never_wrote_cannot_be_written_to()
    {
        await using var bot = await StartedAsync();
        var silent = bot.Server.AddPerson("Борис");
        _ = bot.Server.AddGroup("Цех", silent).Seat(silent).SendText("всем привет");
        Task<RawAnswer> SendAsync(Person person) => bot.CallAsync("sendMessage", new { chat_id = person.Id, text = "?" });

        bot.Client.Chat.Block();
        var blocked = await SendAsync(bot.Client);
        bot.Client.Chat.Unblock();
        Assert.Null((await SendAsync(bot.Client)).Description);
        bot.Client.Deactivate();

        Assert.Equal((HttpStatusCode.Forbidden, "Forbidden: bot was blocked by the user"), (blocked.Status, blocked.Description));
        Assert.Equal("Forbidden: user is deactivated", (await SendAsync(bot.Client)).Description);
        Assert.Equal("Forbidden: bot can't initiate conversation with a user", (await SendAsync(silent)).Description);
        Assert.Equal("Bad Request: chat not found", (await SendAsync(bot.Server.AddPerson("Вера"))).Description);
    }

    [Fact]
    public async Task A_group_that_removed_the_bot_or_became_a_supergroup_refuses_with_what_the_bot_needs_to_know()
    {
        await using var bot = await StartedAsync();
        var group = bot.Server.AddGroup("Менеджеры", bot.Client);
        Task<RawAnswer> SendAsync() => bot.CallAsync("sendMessage", new { chat_id = group.Id, text = "?" });

        group.RemoveBot();
        var kicked = await SendAsync();
        group.AddBot();
        Assert.Null((await SendAsync()).Description);
        var upgraded = group.UpgradeToSupergroup();
        var migrated = await SendAsync();

        Assert.Equal("Forbidden: bot was kicked from the group chat", kicked.Description);
        Assert.Equal("Bad Request: group chat was upgraded to a supergroup chat", migrated.Description);
        Assert.Equal(upgraded.Id, (long)migrated.Json["parameters"]!["migrate_to_chat_id"]!);
        Assert.StartsWith("-100", $"{upgraded.Id}", StringComparison.Ordinal);
        Assert.Null((await bot.CallAsync("sendMessage", new { chat_id = upgraded.Id, text = "?" })).Description);
    }

    [Fact]
    public async Task A_contact_is_asked_for_in_private_chats_only()
    {
        await using var bot = await StartedAsync();
        var group = bot.Server.AddGroup("Менеджеры", bot.Client);
        var markup = RawBot.Json("""{"keyboard":[[{"text":"Телефон","request_contact":true}]]}""");

        var answer = await bot.CallAsync("sendMessage", new { chat_id = group.Id, text = "?", reply_markup = markup });

        Assert.Equal("Bad Request: phone number can be requested in private chats only", answer.Description);
        Assert.Null(group.Seat(bot.Client).Menu);
    }

    private static async Task<RawBot> StartedAsync()
    {
        var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }

    private static Task<RawAnswer> PostJsonAsync(RawBot bot, string method, string json) =>
        bot.PostAsync($"/bot{bot.Server.Token}/{method}", new StringContent(json, System.Text.Encoding.UTF8, "application/json"));
}
