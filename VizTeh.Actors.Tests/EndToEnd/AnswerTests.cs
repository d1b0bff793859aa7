using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.BotApi.Text;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Managers answer to clients by replies in their chat, with the whole program over HTTP.</summary>
public sealed class AnswerTests
{
    private const string Stored = "select author || ': ' || text from ticket_messages order by id";

    [Fact]
    public async Task A_reply_to_a_card_comes_to_the_client_whose_reply_comes_back_under_the_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        var written = managers.Seat.SendText("Какой высоты стела? По договору №777", replyTo: card);
        var answer = await client.NextAsync($"Ответ по заявке №{id}");
        // The text names two numbers: the ticket is found by the message, whose id is stored a moment after it was sent.
        await managers.OutboxIsEmptyAsync();
        client.SendText("Три метра", replyTo: answer);
        await client.NextAsync($"Добавили к заявке №{id}");
        var shown = await managers.Seat.NextAsync("Клиент добавил");
        managers.Seat.SendText("Спасибо", replyTo: shown);
        await client.NextAsync("Спасибо");

        Assert.Equal($"Ответ по заявке №{id}\n\nКакой высоты стела? По договору №777", answer.Text);
        await managers.OutboxIsEmptyAsync();
        Assert.Equal("👍", written.Reaction);
        Assert.Equal(
            ["manager: Какой высоты стела? По договору №777", "client: Три метра", "manager: Спасибо"],
            await managers.Bot.Database.ReadAsync(Stored));
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_clients_reply_to_a_file_finds_the_ticket_by_the_caption_and_without_one_too()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var other = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"№{other}");
        var id = await client.OrderAsync(TypedForm.Ordinary.With("name", "Борис"));
        var card = await managers.Seat.NextAsync($"№{id}");

        managers.Seat.SendPhoto("Так?", replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}");
        managers.Seat.SendLocation(replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}");
        var place = await client.NextAsync(message => message.Kind == MessageKind.Location, TimeSpan.FromSeconds(30));
        var photo = client.Messages.Single(message => message.FromBot && message.Kind == MessageKind.Photo);
        // Without a caption the ticket is found by the message, whose id is stored a moment after it was sent.
        await managers.OutboxIsEmptyAsync();
        client.SendText("Да", replyTo: photo);
        await client.NextAsync($"Добавили к заявке №{id}");
        client.SendText("Найдём", replyTo: place);
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Equal($"Ответ по заявке №{id}\n\nТак?", photo.Text);
        Assert.Equal(
            [$"{id}|Так?", $"{id}|", $"{id}|Да", $"{id}|Найдём"],
            await managers.Bot.Database.ReadAsync("select concat_ws('|', ticket_id, text) from ticket_messages order by id"));
    }

    [Fact]
    public async Task A_client_in_the_middle_of_a_form_replies_to_the_answer_and_the_form_goes_on()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        managers.Seat.SendText("Какой высоты?", replyTo: card);
        var answer = await client.NextAsync($"Ответ по заявке №{id}");

        client.SendText("Три метра", replyTo: answer);
        var again = await client.NextAsync($"Добавили к заявке №{id}");
        Assert.Contains(
            client.Messages, message => message.Id >= again.Id && message.Text.Contains("обращаться", StringComparison.Ordinal));
        client.SendText("Анна");
        await client.NextAsync("организац");

        Assert.Equal(["manager: Какой высоты?", "client: Три метра"], await managers.Bot.Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task The_button_of_a_card_asks_the_manager_who_pressed_it_and_the_reply_to_that_is_the_answer()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        var note = await managers.Seat.Press(card, "Ответить").AnswerAsync(TimeSpan.FromSeconds(30));
        var prompt = await managers.Seat.NextAsync($"напишите ответ клиенту по заявке №{id}");
        managers.Seat.SendVoice(replyTo: prompt);
        var voice = await client.NextAsync($"Ответ по заявке №{id}");

        Assert.Equal($"Напишите ответ по заявке №{id} на сообщение бота.", note.Text);
        Assert.Same(card, prompt.ReplyTo);
        Assert.True(prompt.ReplyMarkup is ReplyMarkup.Force { Selective: true });
        Assert.StartsWith("Мария, ", prompt.Text, StringComparison.Ordinal);
        Assert.Equal(MessageKind.Voice, voice.Kind);
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task An_album_comes_as_one_and_an_edit_of_a_caption_changes_the_clients_copy()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        var album = managers.Seat.SendPictures([.. Enumerable.Range(0, 3).Select(_ => new Picture([1], 640, 480))], "Виды", card);
        var first = await client.NextAsync($"Ответ по заявке №{id}\n\nВиды");
        await managers.OutboxIsEmptyAsync();
        managers.Seat.EditCaption(album[0], "Три вида");
        await client.WaitForEditAsync(first, message => message.Text == $"Ответ по заявке №{id}\n\nТри вида");

        Assert.Equal(3, client.Messages.Count(message => message.FromBot && message.AlbumId == first.AlbumId));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Notes_talk_and_replies_to_what_is_about_no_ticket_never_reach_the_client()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        managers.Seat.SendText("/help");
        var help = await managers.Seat.NextAsync("Подсказка");

        var note = managers.Seat.SendText("// просит скидку", replyTo: card);
        managers.Seat.SendPhoto("//план", replyTo: card);
        var talk = managers.Seat.SendText("кто возьмёт?");
        managers.Seat.SendText("я", replyTo: talk);
        managers.Seat.SendText("понятно", replyTo: help);
        managers.Seat.EditText(note, "просит большую скидку");
        var told = await managers.Seat.NextAsync("Это осталось заметкой");
        managers.Seat.EditText(talk, "кто возьмёт её?");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Equal(["note: просит скидку", "note: план"], await managers.Bot.Database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Ответ", StringComparison.Ordinal));
        Assert.Equal("✍", note.Reaction);
        Assert.Same(note, told.ReplyTo);
        Assert.Equal(3, managers.Seat.Messages.Count(message => message.FromBot));
    }

    [Fact]
    public async Task Of_an_album_that_is_a_note_nothing_reaches_the_client_and_a_delivered_answer_becomes_none()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        managers.Seat.SendPictures(
            [.. Enumerable.Range(0, 3).Select(_ => new Picture([1], 640, 480))], "// не показывать клиенту", card);
        var written = managers.Seat.SendText("Дорого", replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}\n\nДорого");
        await managers.OutboxIsEmptyAsync();
        managers.Seat.EditText(written, "// дорого");
        var told = await managers.Seat.NextAsync("заметкой не получится");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Same(written, told.ReplyTo);
        Assert.Equal(
            ["note: не показывать клиенту", "note: ", "note: ", "manager: Дорого"], await managers.Bot.Database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.FromBot && message.Kind == MessageKind.Photo);
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Of_an_album_whose_note_comes_after_a_crash_nothing_reaches_the_client()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        await using (var dying = BotProcess.Start(
            new Dictionary<string, string>(settings) { [FailPoints.Variable] = FailPoints.AnswerCommitted }))
        {
            Assert.Equal(1, await client.OrderAsync(TypedForm.Ordinary));
            var card = await manager.NextAsync("№1");
            manager.SendPictures([new Picture([1], 640, 480), new Picture([2], 640, 480)], "// не показывать", card, captioned: 1);
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies when the first part is stored");
        }

        // As after a longer time.
        await database.ExecuteAsync("update outbox set next_attempt_at = now() - interval '1 hour' where kind = 'answer'");
        await using var bot = BotProcess.Start(settings);

        await Eventually.BecomesAsync(
            () => database.ReadAsync("select kind from outbox union all select 'update' from inbox"), rows => rows.Count == 0,
            "everything is sent and handled");
        await Eventually.BecomesAsync(
            () => database.ReadAsync(Stored), rows => rows.Count == 2, "both parts are stored");
        Assert.Equal(["note: ", "note: не показывать"], await database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.FromBot && message.Kind == MessageKind.Photo);
    }

    [Fact]
    public async Task What_cannot_be_passed_on_and_an_unknown_command_are_told_in_a_sentence()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        var sticker = managers.Seat.SendSticker(replyTo: card);
        var told = await managers.Seat.NextAsync("Это клиенту не отправлено: передать можно");
        managers.Seat.SendText("/zakryt", replyTo: card);
        await managers.Seat.NextAsync("Такой команды нет");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Same(sticker, told.ReplyTo);
        Assert.Empty(await managers.Bot.Database.ReadAsync(Stored));
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Ответ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_sixty_megabytes_comes_by_its_id_and_of_one_that_telegram_finds_too_large_the_manager_is_told()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        var large = new Attachment(new byte[60 << 20], "ролик.mov", "video/quicktime");

        managers.Seat.SendFile(large, "Ролик", card);
        var file = await client.NextAsync($"Ответ по заявке №{id}\n\nРолик");
        managers.Bot.Telegram.Faults.Inject(
            Fault.Refused(413, "Request Entity Too Large") with { Method = "sendDocument", Times = null });
        var written = managers.Seat.SendFile(large, replyTo: card);
        var report = await managers.Seat.NextAsync("Telegram не передал клиенту вложение");

        Assert.Equal(MessageKind.Document, file.Kind);
        Assert.Contains("документ «ролик.mov»", report.Text, StringComparison.Ordinal);
        Assert.Same(written, report.ReplyTo);
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_card_that_the_bot_does_not_know_any_more_is_known_by_the_check_of_its_button()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        await managers.Bot.Database.ExecuteAsync("delete from ticket_cards");

        managers.Seat.SendText("Да", replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}\n\nДа");
        await managers.Bot.Database.ExecuteAsync("update tickets set submission_id = gen_random_uuid()");
        managers.Seat.SendText("Нет", replyTo: card);
        await managers.Seat.NextAsync("непонятно, к какой заявке");

        Assert.Equal(["manager: Да"], await managers.Bot.Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task An_anonymous_administrator_answers_too()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        managers.Seat.AsTheGroup().SendText("Да", replyTo: card);
        await client.NextAsync($"Ответ по заявке №{id}\n\nДа");

        Assert.Equal(
            [$"{managers.Group.Id}|анонимный администратор"],
            await managers.Bot.Database.ReadAsync("select user_id || '|' || author_name from ticket_messages"));
    }

    [Fact]
    public async Task The_other_managers_chats_see_the_answer_under_their_card()
    {
        (Group? group, Person? maria) = (null, null);
        await using var bot = await BotUnderTest.CreateAsync((settings, telegram) =>
        {
            maria = telegram.AddPerson("Мария");
            group = telegram.AddGroup("Менеджеры", maria);
            return settings with { ManagerChatIds = [.. settings.ManagerChatIds, group.Id] };
        });
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{id}");
        var seat = group!.Seat(maria!);
        var theirs = await seat.NextAsync($"№{id}");

        bot.Manager.Chat.SendPhoto("Вот так", replyTo: card);
        var shown = await seat.NextAsync("отвечает по заявке");

        Assert.Equal($"Пётр Менеджеров отвечает по заявке №{id}\nВот так", shown.Text);
        Assert.Same(theirs, shown.ReplyTo);
        Assert.Same(theirs, (await seat.NextAsync(message => message.Kind == MessageKind.Photo, TimeSpan.FromSeconds(30))).ReplyTo);
        seat.SendText("И я добавлю", replyTo: shown);
        await client.NextAsync("И я добавлю");
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Where_answers_are_off_a_reply_is_talk_and_a_card_has_no_button_for_it()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        await managers.Bot.StopAsync();
        managers.Bot.Settings = managers.Bot.Settings with { Company = managers.Bot.Settings.Company with { Answers = false } };
        await managers.Bot.StartAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        managers.Seat.SendText("Да", replyTo: card);
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Null(card.Button("Ответить"));
        Assert.Empty(await managers.Bot.Database.ReadAsync(Stored));
        Assert.Single(managers.Seat.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_client_who_has_blocked_the_bot_is_reported_and_a_later_answer_comes_when_the_bot_is_unblocked()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        client.Block();

        var written = managers.Seat.SendText("Да", replyTo: card);
        var report = await managers.Seat.NextAsync("не доставлен");
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync($"select message_id::text from ticket_posts where message_id = {report.Id}"),
            posts => posts.Count == 1, "the report is known");
        client.Unblock();
        managers.Seat.SendText("Ещё раз: да", replyTo: report);
        await client.NextAsync($"Ответ по заявке №{id}\n\nЕщё раз: да");

        Assert.Same(written, report.ReplyTo);
        Assert.Contains("Телефон клиента: +7", report.Text, StringComparison.Ordinal);
    }
}
