using System.Globalization;
using Telegram.Bot;
using Telegram.Bot.Types.ReplyMarkups;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a manager relies on, with the whole program over HTTP.</summary>
public sealed class ManagerTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_manager_is_greeted_as_one_and_gets_no_form()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;

        await manager.NextAsync("Сюда приходят");
        Assert.Null(manager.Menu);
        manager.SendText("Оставить заявку");
        await manager.NextAsync("заявку здесь оставить нельзя");
        manager.SendText("/help");
        await manager.NextAsync("/photoid");

        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from akka.journal"));
    }

    [Fact]
    public async Task A_ticket_is_closed_and_reopened_by_its_button_and_the_card_always_shows_the_row()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient("Анна", username: "anna");
        var id = await client.OrderAsync(TypedForm.Ordinary.With("name", "Анна <i>"));
        var manager = bot.Manager.Chat;
        var card = await manager.NextAsync($"№{id}");

        Assert.All(
            ["Анна <i>", "ООО «Ромашка»", "Тверь", "Стелы", "Въездная стела", "+79161234567", "@anna"],
            value => Assert.Contains(value, card.Text, StringComparison.Ordinal));
        Assert.StartsWith($"🟢 №{id} · Стелы · Тверь\n", card.Text, StringComparison.Ordinal);
        Assert.Equal("+79161234567", card.Button("Скопировать номер")!.CopiedText);
        Assert.StartsWith($"question_status:close:{id}:", card.Button("Закрыть заявку")!.Data, StringComparison.Ordinal);

        Assert.Contains("закрыта", (await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        await manager.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        Assert.StartsWith($"✅ №{id} · Стелы · Тверь · Закрыта ", card.Text, StringComparison.Ordinal);
        Assert.Contains(" — Пётр Менеджеров (@petr_m)\n", card.Text, StringComparison.Ordinal);
        Assert.Equal(
            [$"closed|{bot.Manager.Id}|t"],
            await bot.Database.ReadAsync("select concat_ws('|', status, manager_id, close_at > now() - interval '1 minute') from tickets"));

        Assert.Contains("открыта", (await manager.Press(card, "Открыть заявку").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        await manager.WaitForEditAsync(card, message => message.Button("Закрыть заявку") is not null);
        Assert.StartsWith($"🟢 №{id} · Стелы · Тверь\nОткрыта снова ", card.Text, StringComparison.Ordinal);
        Assert.Equal(["open|t"], await bot.Database.ReadAsync("select concat_ws('|', status, close_at is null) from tickets"));
        Assert.Equal(["open", "closed", "open"], await bot.Database.ReadAsync("select status from ticket_history order by id"));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_firm_words_the_managers_chat_and_the_card_anew_and_its_close_button_still_closes()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (defaults, _) => defaults with
        {
            Company = defaults.Company.Saying(
                ("card.button.close", "Готово"), ("card.button.reopen", "Вернуть в работу"), ("card.heading.open", "🔥 №{number}"),
                ("card.closed", "Сделано"), ("manager.toast.closed", "№{number} — сделано!"), ("manager.greeting", "Привет, {name}!"),
                ("manager.form-refused", "Тут не клиенты.")),
        });
        var manager = bot.Manager.Chat;
        await manager.NextAsync($"Привет, {bot.Settings.Company.Name}!");
        manager.SendText("Оставить заявку");
        await manager.NextAsync("Тут не клиенты.");
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"🔥 №{id} · ");

        Assert.Equal($"№{id} — сделано!", (await manager.Press(card, "Готово").AnswerAsync(Soon)).Text);
        await manager.WaitForEditAsync(card, message => message.Button("Вернуть в работу") is not null);

        Assert.StartsWith($"✅ №{id} · ", card.Text, StringComparison.Ordinal);
        Assert.Contains(" · Сделано ", card.Text, StringComparison.Ordinal);
        Assert.Equal(["closed"], await bot.Database.ReadAsync("select status from tickets"));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task The_card_of_a_client_without_a_username_leads_to_the_account_or_has_no_link_when_telegram_knows_no_such_account()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.Telegram.AddPerson("Анна", lastName: "К.").Chat;
        var manager = bot.Manager.Chat;

        var id = await client.OrderAsync(TypedForm.Ordinary.With("name", "Мария"));

        var card = await manager.NextAsync($"№{id}");
        var mention = Assert.Single(card.Entities, entity => entity.Type == "text_mention");
        Assert.Equal(client.Person.Id, mention.UserId);
        Assert.Equal(["Анна К."], card.Formatted("text_mention"));
        await bot.Database.ExecuteAsync(
            "insert into tickets (id, user_id) values (7, 99999); insert into outbox (chat_id, kind, ticket_id) values ("
                + bot.Manager.Id + ", 'card', 7)");
        var unknown = await manager.NextAsync("№7");
        Assert.Contains("Telegram: id 99999", unknown.Text, StringComparison.Ordinal);
        Assert.Empty(unknown.Formatted("text_mention"));
    }

    [Fact]
    public async Task A_manager_whose_name_cannot_be_seen_is_named_by_number_to_the_others()
    {
        Person? invisible = null;
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            invisible = telegram.AddPerson("\u3164", lastName: "\u200B");
            invisible.Chat.SendText("/start");
            return settings with { ManagerChatIds = [.. settings.ManagerChatIds, invisible.Id] };
        });
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{id}");
        var own = await invisible!.Chat.NextAsync($"№{id}");

        await invisible.Chat.Press(own, "Закрыть заявку").AnswerAsync(Soon);

        await bot.Manager.Chat.WaitForEditAsync(
            card,
            message => message.Text.StartsWith('✅')
                && message.Text.Contains($" — id {invisible.Id}\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Twelve_quick_presses_close_once_and_each_is_answered_the_later_ones_with_by_whom_and_when()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        var card = await manager.NextAsync($"№{id}");

        var close = card.Button("Закрыть заявку")!.Data!;
        var presses = Enumerable.Range(0, 12)
            .Select(_ => manager.PressData(card, close))
            .ToArray();
        var answers = await Task.WhenAll(presses.Select(press => press.AnswerAsync(Soon)));

        Assert.Equal($"Заявка №{id} закрыта.", answers[0].Text);
        Assert.All(answers[1..], answer =>
        {
            Assert.StartsWith($"Заявка №{id} уже закрыта: Пётр Менеджеров (@petr_m), ", answer.Text, StringComparison.Ordinal);
            Assert.True(answer.ShowAlert);
        });
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from ticket_history where status = 'closed'"));
        await bot.AssertAllIsHandledAsync();
    }

    [Theory]
    [InlineData("question_status:close:{id}")]
    [InlineData("question_status:reopen:{id}")]
    [InlineData("question_status:close:999999")]
    [InlineData("question_status:drop:{id}")]
    public async Task A_press_by_anyone_else_is_answered_with_an_alert_and_changes_nothing(string data)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var stranger = bot.NewClient("Чужой");
        stranger.SendText("/start");
        var own = await stranger.NextAsync("заявк");
        var group = bot.Telegram.AddGroup("Чужая группа", stranger.Person);
        var foreign = await PostAsync(bot, group.Id, $"question_status:close:{id}", group.Seat(stranger.Person));

        var answers = new[]
        {
            await stranger.PressData(own, data.Replace("{id}", id.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
                .AnswerAsync(Soon),
            await group.Seat(stranger.Person).Press(foreign, "Кнопка").AnswerAsync(Soon),
        };

        Assert.All(answers, answer => Assert.True(answer is { ShowAlert: true, Text.Length: > 0 }));
        Assert.Equal(["open"], await bot.Database.ReadAsync("select status from tickets"));
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from ticket_history"));
    }

    [Fact]
    public async Task All_managers_chats_get_the_card_and_see_what_one_of_them_did()
    {
        Group? group = null;
        Person? second = null;
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            second = telegram.AddPerson("Мария", username: "maria");
            group = telegram.AddSupergroup("Менеджеры", second);
            return settings with { ManagerChatIds = [.. settings.ManagerChatIds, group.Id] };
        });
        var participant = group!.Seat(second!);
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var privateCard = await bot.Manager.Chat.NextAsync($"№{id}");
        var groupCard = await participant.NextAsync($"№{id}");

        await participant.Press(groupCard, "Закрыть заявку").AnswerAsync(Soon);

        await bot.Manager.Chat.WaitForEditAsync(privateCard, message => message.Text.Contains("Мария (@maria)", StringComparison.Ordinal));
        await participant.WaitForEditAsync(groupCard, message => message.Button("Открыть заявку") is not null);
        participant.SendText("просто разговор");
        participant.SendText("/start");
        await participant.NextAsync("Сюда приходят");
        Assert.DoesNotContain(
            participant.Messages, message => message.FromBot && message.Text.Contains("Такой команды нет", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_button_that_the_old_bot_left_in_the_chat_works_and_edits_its_own_message()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.Database.ExecuteAsync(
            $"""
            insert into tickets (id, user_id, name, description, phone, status)
            values (7, 1, 'Старый клиент', '{new string('ж', 6_000)}', '8 916', 'open')
            """);
        var manager = bot.Manager.Chat;
        await manager.NextAsync("Сюда приходят");
        var old = await PostAsync(bot, bot.Manager.Id, "question_status:close:7", manager);

        await manager.Press(old, "Кнопка").AnswerAsync(Soon);

        await manager.WaitForEditAsync(old, message => message.Button("Открыть заявку") is not null);
        Assert.Contains("Старый клиент", old.Text, StringComparison.Ordinal);
        Assert.Contains("Telegram: id 1\n", old.Text, StringComparison.Ordinal);
        Assert.Contains("сокращено", old.Text, StringComparison.Ordinal);
        Assert.Equal(["closed"], await bot.Database.ReadAsync("select status from tickets where id = 7"));
    }

    [Fact]
    public async Task Photoid_answers_a_manager_and_nobody_else()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();

        bot.Manager.Chat.SendPhoto("/photoid");
        var answer = await bot.Manager.Chat.NextAsync("PHOTO_ID");
        client.SendPhoto("/photoid");
        await client.NextAsync(message => message.FromBot);

        var fileId = Assert.Single(answer.Formatted("code"), code => code.Length > 10);
        await new TelegramBotClient(new TelegramBotClientOptions(bot.Telegram.Token, bot.Settings.TelegramApiUrl))
            .SendPhoto(bot.Manager.Id, fileId);
        Assert.DoesNotContain(client.Messages, message => message.FromBot && message.Text.Contains("file_id", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Cards_wait_while_the_managers_chat_is_out_of_reach_and_arrive_in_order_when_it_is_back()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.Manager.Chat.NextAsync("Сюда приходят");
        bot.Telegram.Faults.Inject(Fault.TooManyRequests(1) with { Method = "sendMessage", ChatId = bot.Manager.Id, Times = 2 });
        bot.Telegram.Faults.Inject(Fault.ServerError() with { Method = "sendMessage", ChatId = bot.Manager.Id, Times = 2 });
        var client = bot.NewClient();

        var first = await client.OrderAsync(TypedForm.Ordinary);
        var second = await client.OrderAsync(TypedForm.Ordinary);

        await bot.Manager.Chat.NextAsync($"№{first}");
        await bot.Manager.Chat.NextAsync($"№{second}");
        await Eventually.IsTrueAsync(
            async () => (await bot.Database.ReadAsync("select count(*) from outbox"))[0] == "0", "the outbox is empty");
    }

    private static async Task<ChatMessage> PostAsync(BotUnderTest bot, long chatId, string data, ChatParticipant participant)
    {
        await new TelegramBotClient(new TelegramBotClientOptions(bot.Telegram.Token, bot.Settings.TelegramApiUrl)).SendMessage(
            chatId, "Сообщение с кнопкой", replyMarkup: new InlineKeyboardMarkup(InlineKeyboardButton.WithCallbackData("Кнопка", data)));
        return await participant.NextAsync("Сообщение с кнопкой");
    }
}
