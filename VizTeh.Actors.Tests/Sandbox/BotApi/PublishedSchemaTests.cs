using System.Text.Json.Nodes;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types;
using Telegram.Bot.Types.Enums;
using Telegram.Bot.Types.ReplyMarkups;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>Checks the emulator and an ordinary client library against the published schema.</summary>
public sealed class PublishedSchemaTests
{
    [Theory]
    [InlineData("""{"chat_id":1}""", "text")]
    [InlineData("""{"chat_id":1,"text":"a","txet":"b"}""", "txet")]
    [InlineData("""{"chat_id":1,"text":7}""", "text")]
    [InlineData("""{"chat_id":1,"text":"a","parse_mode":"BBCode"}""", "parse_mode")]
    [InlineData("""{"chat_id":1,"text":"a","reply_markup":{"inline_keyboard":[[{"callback_data":"b"}]]}}""", "reply_markup")]
    public void The_schema_finds_what_is_wrong_with_a_request(string parameters, string about)
    {
        var faults = BotApiSchema.Published.FaultsOfRequest("sendMessage", JsonNode.Parse(parameters)!.AsObject());

        Assert.Contains(faults, fault => fault.Contains(about, StringComparison.Ordinal));
        Assert.Empty(BotApiSchema.Published.FaultsOfRequest(
            "sendMessage", JsonNode.Parse("""{"chat_id":1,"text":"a","parse_mode":"Html"}""")!.AsObject()));
    }

    [Theory]
    [InlineData("sendMessage", """{"ok":true,"result":{"message_id":1,"date":0}}""")]
    [InlineData("sendMessage", """{"ok":true}""")]
    [InlineData("getUpdates", """{"ok":true,"result":[{"update_id":1,"hologram":{}}]}""")]
    [InlineData("getUpdates", """{"ok":true,"result":[{"update_id":1}]}""")]
    [InlineData("getMe", """{"ok":false,"error_code":400}""")]
    public void The_schema_finds_what_is_wrong_with_an_answer(string method, string answer) =>
        Assert.NotEmpty(BotApiSchema.Published.FaultsOfAnswer(method, answer));

    [Fact]
    public async Task Every_kind_of_update_fits_the_published_shape()
    {
        await using var bot = await RawBot.StartAsync();
        var participant = bot.Client.Chat;
        var manager = bot.Server.AddPerson("Борис");
        var group = bot.Server.AddGroup("Менеджеры", bot.Client, manager);
        var first = participant.SendText("/start https://vizteh.ru @anna");
        participant.SendText("ответ", replyTo: first);
        participant.EditText(participant.SendText("опечтка"), "опечатка");
        participant.SendPhoto("вид");
        participant.SendSticker();
        participant.SendVoice();
        participant.SendVideo("ролик");
        participant.SendAudio("мелодия");
        participant.SendVideoNote();
        participant.SendVenue("Склад", "Тверь, Базовая улица, 1");
        participant.EditText(participant.SendPhoto("опечтка"), "опечатка");
        participant.SendDocument();
        participant.SendPictures([new Picture([1], 1280, 720), new Picture([2], 600, 800)], "альбом", first);
        participant.SendFile(new Attachment([1, 2, 3], "план.pdf", "application/pdf"), "чертёж");
        participant.SendLocation();
        participant.ShareOwnContact();
        participant.ShareContact("+79001112233", null, "Мама");
        participant.Pin(first);
        participant.SetAutoDelete(TimeSpan.FromDays(1));
        participant.SetBackground();
        var message = await bot.SendAsync("Да?", RawBot.Json("""{"inline_keyboard":[[{"text":"Да","callback_data":"1"}]]}"""));
        participant.PressTwice(message, "Да");
        await bot.CallAsync("deleteMessage", new { chat_id = bot.Client.Id, message_id = message.Id });
        participant.PressData(message, "2");
        participant.Block();
        participant.Unblock();
        group.Seat(manager).SendText("привет");
        group.Seat(manager).Retitle("Заявки");
        group.Seat(manager).Invite(bot.Server.AddPerson("Вера"));
        group.RemoveBot();
        group.AddBot();
        group.UpgradeToSupergroup().Seat(manager).SendText("привет");

        var answer = await bot.CallAsync("getUpdates");

        Assert.Equal(36, answer.UpdateIds.Length);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("getUpdates", answer.Body));
    }

    [Fact]
    public async Task Telegram_Bot_and_the_server_speak_the_published_shape_in_every_method()
    {
        await using var server = await BotApiServer.StartAsync();
        var person = server.AddPerson("Анна", "anna");
        var group = server.AddSupergroup("Менеджеры", person);
        person.Chat.SendText("/start");
        var telegram = ClientOf(server);
        var buttons = new InlineKeyboardMarkup(
            InlineKeyboardButton.WithCallbackData("Да", "1"), InlineKeyboardButton.WithUrl("Сайт", "https://vizteh.ru"));
        var menu = new ReplyKeyboardMarkup(true).AddButton(KeyboardButton.WithRequestContact("Телефон")).AddNewRow("Назад");
        var scope = BotCommandScope.Chat(person.Id);

        var me = await telegram.GetMe();
        await telegram.SetWebhook("https://example.org/hook");
        await telegram.DeleteWebhook();
        await telegram.GetWebhookInfo();
        await telegram.SetMyCommands([new BotCommand("start", "Начать")], scope, "ru");
        var commands = await telegram.GetMyCommands(scope, "ru");
        await telegram.DeleteMyCommands(scope, "ru");
        await telegram.SetMyDescription("Принимаю заявки", "ru");
        var description = await telegram.GetMyDescription("ru");
        await telegram.SetMyShortDescription("Заявки", "ru");
        var shortDescription = await telegram.GetMyShortDescription("ru");
        var updates = await telegram.GetUpdates(allowedUpdates: [UpdateType.Message, UpdateType.CallbackQuery]);
        await telegram.SendChatAction(person.Id, ChatAction.Typing);
        await telegram.SendMessage(person.Id, "Меню", replyMarkup: menu);
        await telegram.SendMessage(person.Id, "Назад", replyMarkup: new ReplyKeyboardRemove());
        var sent = await telegram.SendMessage(
            person.Id, "<b>Да</b> &amp; <a href=\"https://vizteh.ru\">нет</a>", ParseMode.Html, replyParameters: 1, replyMarkup: buttons);
        await telegram.EditMessageText(person.Id, sent.Id, "<s>Да</s>", ParseMode.Html, replyMarkup: buttons);
        await telegram.EditMessageReplyMarkup(person.Id, sent.Id);
        using var bytes = new MemoryStream([1, 2, 3]);
        var photo = await telegram.SendPhoto(
            person.Id, InputFile.FromStream(bytes, "a.jpg"), "<i>Фото</i>", ParseMode.Html, replyMarkup: buttons);
        await telegram.SendPhoto(person.Id, photo.Photo![^1].FileId);
        using var plan = new MemoryStream([4, 5]);
        var document = await telegram.SendDocument(
            person.Id, InputFile.FromStream(plan, "план.pdf"), "<i>План</i>", ParseMode.Html, replyMarkup: buttons);
        using var picture = new MemoryStream([6]);
        var album = await telegram.SendMediaGroup(
            person.Id,
            [
                new InputMediaPhoto(InputFile.FromStream(picture, "b.jpg")) { Caption = "<b>Вид</b>", ParseMode = ParseMode.Html },
                new InputMediaPhoto(photo.Photo[^1].FileId),
            ]);
        await telegram.SendVideo(person.Id, server.AddFile(MessageKind.Video), "Ролик", replyParameters: 1);
        await telegram.SendAudio(person.Id, server.AddFile(MessageKind.Audio), "Звук");
        await telegram.SendVoice(person.Id, server.AddFile(MessageKind.Voice));
        await telegram.SendVideoNote(person.Id, server.AddFile(MessageKind.VideoNote));
        await telegram.SendAnimation(person.Id, server.AddFile(MessageKind.Animation));
        await telegram.SendLocation(person.Id, 55.75, 37.61);
        await telegram.SendVenue(person.Id, 55.75, 37.61, "Склад", "Ленина, 1");
        await telegram.EditMessageCaption(person.Id, photo.Id, "Ещё");
        await telegram.SetMessageReaction(person.Id, sent.Id, [new ReactionTypeEmoji { Emoji = "👍" }]);
        await telegram.GetFile(photo.Photo[^1].FileId);
        await telegram.EditMessageReplyMarkup(person.Id, sent.Id, buttons);
        var press = person.Chat.Press(person.Chat.Messages.Single(message => message.Id == sent.Id), "Да");
        var pressed = Assert.Single(await telegram.GetUpdates(updates[^1].Id + 1));
        await telegram.AnswerCallbackQuery(pressed.CallbackQuery!.Id, "Готово", showAlert: true);
        await telegram.DeleteMessage(person.Id, photo.Id);
        await telegram.GetChat(group.Id);
        await telegram.GetChatMember(group.Id, person.Id);
        await telegram.SendMessage(group.Id, "Заявка");
        await Assert.ThrowsAsync<ApiRequestException>(() => telegram.SendMessage(404, "?"));

        Assert.Equal(server.BotUsername, me.Username);
        Assert.Equal("start", Assert.Single(commands).Command);
        Assert.Equal(("Принимаю заявки", "Заявки"), (description.Description, shortDescription.ShortDescription));
        Assert.Equal("Да & нет", sent.Text);
        Assert.Equal(("план.pdf", "План"), (document.Document!.FileName, document.Caption));
        Assert.Equal(["Вид", null], album.Select(message => message.Caption));
        Assert.Single(album.Select(message => message.MediaGroupId!).Distinct());
        Assert.Equal("Готово", (await press.AnswerAsync(TimeSpan.FromSeconds(5))).Text);
        Assert.Empty(server.Calls.All.SelectMany(BotApiSchema.Published.FaultsOf));
        Assert.Equal(
            BotApiSchema.Published.Methods.Order(StringComparer.Ordinal),
            server.Calls.All.Select(call => call.Method).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Telegram_Bot_understands_refusals()
    {
        await using var server = await BotApiServer.StartAsync();
        var person = server.AddPerson("Анна");
        person.Chat.SendText("/start");
        var group = server.AddGroup("Менеджеры", person);
        var upgraded = group.UpgradeToSupergroup();
        var telegram = ClientOf(server);
        server.Faults.Inject(Fault.TooManyRequests(61));

        var limited = await Assert.ThrowsAsync<ApiRequestException>(() => telegram.SendMessage(person.Id, "?"));
        var migrated = await Assert.ThrowsAsync<ApiRequestException>(() => telegram.SendMessage(group.Id, "?"));

        Assert.Equal((429, 61), (limited.ErrorCode, limited.Parameters?.RetryAfter));
        Assert.Equal((400, upgraded.Id), (migrated.ErrorCode, migrated.Parameters?.MigrateToChatId));
    }

    private static TelegramBotClient ClientOf(BotApiServer server) =>
        new(new TelegramBotClientOptions(server.Token, server.Url.GetLeftPart(UriPartial.Authority)) { RetryCount = 0 });
}
