using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>/open, /mine, /ticket and /history, with the whole program over HTTP.</summary>
public sealed class TicketListTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_manager_sees_who_waits_longest_what_is_in_work_and_all_that_happened()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        var (first, second) = (bot.NewClient(), bot.NewClient("Борис"));
        var id = await first.OrderAsync(TypedForm.Ordinary);
        var other = await second.OrderAsync(TypedForm.Ordinary.With("name", "Борис & <Ко>"));
        var card = await manager.NextAsync($"№{id}");
        await manager.Press(card, "В работу").AnswerAsync(Soon);
        manager.SendText("Позвоним завтра", replyTo: card);
        await first.NextAsync("Позвоним завтра");

        manager.SendText("/open");
        var open = await manager.NextAsync("Открытые заявки: 2");
        Assert.Matches(
            $@"^Открытые заявки: 2\n\n№{other} · ⏳ ждёт [^\n]+ · свободна\n[^\n]*Борис & <Ко>[^\n]*\n\n№{id} · 💬 ответ дан · "
            + "👤 Пётр Менеджеров \\(@petr_m\\)\n",
            open.Text + "\n");
        Assert.Empty(open.InlineButtons);

        manager.SendText("/mine");
        var mine = await manager.NextAsync("В работе — Пётр Менеджеров (@petr_m): 1");
        Assert.Contains($"№{id} · 💬 ответ дан\n", mine.Text, StringComparison.Ordinal);

        manager.SendText($"/history №{id}");
        var history = await manager.NextAsync($"Заявка №{id} · 🟢 открыта");
        Assert.Matches(
            @"· Создана\n\n[^\n]+ · Взята в работу — Пётр Менеджеров \(@petr_m\)\n\n[^\n]+ · Ответ клиенту — [^\n]+\nПозвоним завтра$",
            history.Text);

        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_card_that_is_shown_anew_and_the_older_one_stay_in_step_and_both_work()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var older = await manager.NextAsync($"№{id}");

        manager.SendText($"/ticket {id}");
        var newer = await manager.NextAsync($"№{id}");
        Assert.NotEqual(older.Id, newer.Id);
        Assert.Equal(older.Text, newer.Text);

        await manager.Press(newer, "Закрыть заявку").AnswerAsync(Soon);
        foreach (var copy in new[] { older, newer })
            await manager.WaitForEditAsync(copy, message => message.Button("Открыть заявку") is not null);
        await manager.Press(older, "Открыть заявку").AnswerAsync(Soon);
        foreach (var copy in new[] { older, newer })
            await manager.WaitForEditAsync(copy, message => message.Button("Закрыть заявку") is not null);
        Assert.Equal(["2"], await bot.Database.ReadAsync("select count(*) from ticket_cards"));
        await bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task A_card_that_was_asked_for_while_telegram_was_away_comes_once_after_a_restart()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await manager.NextAsync($"№{id}");
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        manager.SendText($"/ticket {id}");
        // As if the process had died between the commit and the end of the update: the card is owed, and the update comes again.
        var update = long.Parse(
            (await bot.Database.ReadAsync("select next_offset from poller"))[0], System.Globalization.CultureInfo.InvariantCulture);
        await bot.Database.ExecuteAsync(
            $"""
            insert into outbox_keys (key) values ('shown-card/{update}');
            insert into outbox (chat_id, kind, ticket_id) values ({manager.ChatId}, 'card', {id})
            """);

        await bot.StartAsync();

        await manager.NextAsync($"№{id}");
        await bot.AssertAllIsHandledAsync();
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the card is settled");
        Assert.Equal(["2"], await bot.Database.ReadAsync("select count(*) from ticket_cards"));
    }

    [Fact]
    public async Task A_history_takes_a_reply_to_the_client_and_goes_with_the_clients_data()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await manager.NextAsync($"№{id}");
        manager.SendText($"/history {id}");
        var history = await manager.NextAsync($"Заявка №{id} · 🟢 открыта");

        manager.SendText("Позвоним завтра", replyTo: history);
        await client.NextAsync("Позвоним завтра");
        client.SendText("/forget");
        client.Press(await client.NextAsync("Удалить все ваши данные?"), "Удалить мои данные");
        client.Press(await client.NextAsync("Точно удалить?"), "Да, удалить навсегда");
        await client.NextAsync("Ваши данные удалены");

        await Eventually.IsTrueAsync(
            () => manager.Messages.All(message => message.Id != history.Id), "the history is deleted");
        manager.SendText($"/history {id}");
        var left = await manager.NextAsync($"Заявка №{id} · 🚫 отозвана");
        Assert.DoesNotContain("Позвоним", left.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_of_a_history_that_waits_while_the_clients_data_is_erased_does_not_bring_it_back()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        await bot.Database.ExecuteAsync(
            """
            insert into tickets (id, user_id) values (7, 42);
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
            select 7, 'client', 42, n, 'Секрет ' || n || repeat(' слово', 50), now() from generate_series(1, 60) n
            """);
        manager.SendText("/history 7");
        var history = await manager.NextAsync("Заявка №7");
        await bot.AssertAllIsHandledAsync();
        // The erasure below has to come within this wait.
        bot.Telegram.Faults.Inject(
            Fault.TooManyRequests(5) with { Method = "editMessageText", ChatId = manager.ChatId, Times = 1 });
        manager.Press(history, "‹");
        await Eventually.IsTrueAsync(() => bot.Telegram.Calls.All.Any(call => call.Method == "editMessageText"), "the edit is limited");

        await new ErasureStore(bot.Database.DataSource).EraseTablesAsync(42, confirmedBy: 1, default);
        // As of a message that Telegram no longer deletes for a bot.
        await bot.Database.ExecuteAsync("delete from outbox where kind = 'post_erasure'");
        await bot.AssertAllIsHandledAsync();

        Assert.DoesNotContain("Секрет", history.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_turn_in_one_message_and_a_stale_page_is_drawn_as_the_list_is_now()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        await bot.Database.ExecuteAsync("insert into tickets (user_id, name) select 42, 'Клиент ' || n from generate_series(1, 20) n");
        manager.SendText("/open");
        var list = await manager.NextAsync("Открытые заявки: 20");
        Assert.Equal(["‹", "1 из 3", "›"], list.InlineButtons[0].Select(button => button.Label));

        manager.Press(list, "›");
        await manager.WaitForEditAsync(list, message => message.Button("2 из 3") is not null);
        Assert.StartsWith("Открытые заявки: 20\n\n№9 · ", list.Text, StringComparison.Ordinal);
        manager.Press(list, "›");
        await manager.WaitForEditAsync(list, message => message.Button("3 из 3") is not null);
        await bot.Database.ExecuteAsync("update tickets set status = 'closed' where id > 10");
        manager.Press(list, "3 из 3");
        await manager.WaitForEditAsync(list, message => message.Button("2 из 2") is not null);
        Assert.Contains("№9 · ", list.Text, StringComparison.Ordinal);
        await bot.Database.ExecuteAsync("update tickets set status = 'closed'");
        manager.Press(list, "2 из 2");
        await manager.WaitForEditAsync(list, message => message.Text == "Открытых заявок нет.");
        Assert.Empty(list.InlineButtons);
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_search_finds_a_ticket_by_anything_that_is_known_of_it_and_its_pages_turn()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        await bot.Database.ExecuteAsync(
            "insert into tickets (user_id, name, description) select 42, 'Клиент ' || n, 'Неоновый короб' from generate_series(1, 20) n");
        var id = await bot.NewClient(username: "anna_k").OrderAsync(TypedForm.Ordinary);
        foreach (var query in new[] { $"{id}", "8 (916) 123-45-67", "ромашки въездной стелы", "@Anna_K", "анна открытые" })
        {
            manager.SendText($"/find {query}");
            var found = await manager.NextAsync($"Поиск: {query}");
            Assert.Contains($"№{id} · 🟢 открыта", found.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Клиент", found.Text, StringComparison.Ordinal);
        }

        manager.SendText("/find неоновые короба");
        var list = await manager.NextAsync("Нашлось: 20");
        Assert.Contains("№20 · ", list.Text, StringComparison.Ordinal);
        manager.Press(list, "‹");
        await manager.WaitForEditAsync(list, message => message.Button("3 из 3") is not null);
        Assert.StartsWith("Поиск: неоновые короба\nНашлось: 20\n\n№4 · ", list.Text, StringComparison.Ordinal);
        await bot.Database.ExecuteAsync("update tickets set description = null where id > 3");
        manager.Press(list, "3 из 3");
        await manager.WaitForEditAsync(list, message => message.Text.Contains("Нашлось: 3", StringComparison.Ordinal));
        Assert.Empty(list.InlineButtons);
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Forged_data_puts_no_list_in_the_place_of_a_card_or_of_another_list()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var manager = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await manager.NextAsync($"№{id}");
        await bot.Database.ExecuteAsync("insert into tickets (user_id) select 42 from generate_series(1, 20) n");
        manager.SendText("/open");
        var list = await manager.NextAsync("Открытые заявки: 21");
        var (cardBefore, listBefore) = (card.Text, list.Text);

        Assert.StartsWith(
            "Этот список больше не листается.", (await manager.PressData(card, "list:open:0").AnswerAsync(Soon)).Text,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Этот список больше не листается.", (await manager.PressData(list, "list:mine:9:0").AnswerAsync(Soon)).Text,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "Эта кнопка здесь не работает.", (await manager.PressData(list, "list:open:-1").AnswerAsync(Soon)).Text,
            StringComparison.Ordinal);
        Assert.Equal((cardBefore, listBefore), (card.Text, list.Text));

        // Somebody else's chat with the bot is no managers' chat.
        client.SendText("/help");
        var help = await client.NextAsync("Как оставить заявку");
        client.PressData(help, "list:open:0");
        await bot.AssertAllIsHandledAsync();
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Открытые заявки", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("/ticket", "Нужен номер заявки, например: /ticket 34")]
    [InlineData("/ticket Анна", "Нужен номер заявки, например: /ticket 34")]
    [InlineData("/ticket 9223372036854775808", "Нужен номер заявки")]
    [InlineData("/ticket 404", "Заявки №404 нет в базе.")]
    [InlineData("/history", "Нужен номер заявки, например: /history 34")]
    [InlineData("/history №404", "Заявки №404 нет в базе.")]
    [InlineData("/find", "Напишите, что искать")]
    [InlineData("/find вывеска", "Ничего не нашлось.")]
    [InlineData("/find !?", "Ничего не нашлось.")]
    [InlineData("/find ' & | ! :* <->", "Ничего не нашлось.")]
    [InlineData("/open", "Открытых заявок нет.")]
    [InlineData("/mine", "В работе у вас ничего нет.")]
    public async Task A_manager_who_asks_for_what_is_not_there_is_told(string typed, string answer)
    {
        await using var bot = await BotUnderTest.CreateAsync();

        bot.Manager.Chat.SendText(typed);

        await bot.Manager.Chat.NextAsync(answer);
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from outbox"));
    }

    [Theory]
    [InlineData("/open")]
    [InlineData("/mine")]
    [InlineData("/find Анна")]
    [InlineData("/ticket 1")]
    [InlineData("/history 1")]
    public async Task A_client_has_no_such_command(string typed)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("заявк");

        client.SendText(typed);

        await client.NextAsync("Такой команды нет.");
    }

    [Fact]
    public async Task In_a_forum_a_card_is_shown_in_the_topic_of_the_command_and_a_nameless_administrator_has_no_list_of_their_own()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        var id = await managers.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"№{id}");

        managers.Seat.In(topic).SendText($"/ticket {id}");
        Assert.Equal(topic.Id, (await managers.Seat.NextAsync($"№{id}")).TopicId);

        managers.Seat.AsTheGroup().SendText("/mine");
        await managers.Seat.NextAsync("Вы пишете от имени группы");
    }
}
