using Microsoft.Playwright;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageChatTests
{
    [Fact]
    public async Task A_command_in_a_chat_is_sent_once_when_it_is_clicked_and_the_first_start_once_when_pressed_twice()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        var participant = sandbox.World.Chats.Find("client1")!.Seat;
        await client.Element.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }).DblClickAsync();
        await client.FromPerson("/start").Locator(".command-link").DblClickAsync();
        await client.TypeAsync("дальше");
        await Assertions.Expect(client.FromPerson("дальше")).ToBeVisibleAsync();
        Assert.Equal(["/start", "/start", "дальше"], participant.Messages.Select(message => message.Text));

        await sandbox.CallAsBotAsync("sendMessage", new
        {
            chat_id = participant.ChatId,
            text = "<b>Жмите /help</b> или <code>/menu</code>, <a href=\"https://vizteh.ru\">или /about</a>",
            parse_mode = "HTML",
        });
        var links = client.FromBot("Жмите").Locator(".command-link");
        await Assertions.Expect(links).ToHaveTextAsync(["/help"]);
        await links.ClickAsync();
        await client.TypeAsync("конец");
        await Assertions.Expect(client.FromPerson("конец")).ToBeVisibleAsync();
        Assert.Equal(["/help", "конец"], participant.Messages[^2..].Select(message => message.Text));
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_chat_in_which_nobody_has_written_shows_what_the_bot_says_of_itself_until_the_first_message()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        var description = client.Element.Locator(".description");
        await Assertions.Expect(description).ToHaveCountAsync(0);

        await sandbox.CallAsBotAsync("setMyDescription", new { description = "Здесь можно оставить заявку.\n\n📞 +7 495 363-20-42" });
        await Assertions.Expect(description).ToContainTextAsync("Здесь можно оставить заявку.");
        await client.BeginAsync();

        await Assertions.Expect(client.FromPerson("/start")).ToBeVisibleAsync();
        await Assertions.Expect(description).ToHaveCountAsync(0);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_bubble_says_who_wrote_it_to_the_eye_once_in_a_row_and_to_a_screen_reader_always()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        await client.TypeAsync("первое");
        await Assertions.Expect(client.FromPerson("первое")).ToBeVisibleAsync();
        await sandbox.CallAsBotAsync("sendMessage", new { chat_id = sandbox.World.Chats.Find("client1")!.Seat.ChatId, text = "ответ" });

        await Assertions.Expect(client.FromBot("ответ").Locator(".author")).ToHaveTextAsync("Бот");
        await Assertions.Expect(client.FromPerson("/start").Locator(".author")).ToHaveTextAsync("Анна Смирнова");
        await Assertions.Expect(client.FromPerson("/start").Locator(".ticks"))
            .ToHaveAttributeAsync("aria-label", "Лежит у Telegram: бот ещё не забрал");
        await Assertions.Expect(client.Element.Locator(".messages")).ToMatchAriaSnapshotAsync(
            """
            - log "Сообщения":
              - text: Сегодня Анна Смирнова
              - button "/start"
              - time
              - 'img "Лежит у Telegram: бот ещё не забрал"'
              - button "Ответить на сообщение"
              - button "Изменить сообщение"
              - text: Анна Смирнова первое
              - time
              - 'img "Лежит у Telegram: бот ещё не забрал"'
              - button "Ответить на сообщение"
              - button "Изменить сообщение"
              - text: Бот ответ
            """);
        var followsHeight = await client.FromPerson("первое").Locator(".author").EvaluateAsync<int>("author => author.offsetHeight");
        Assert.Equal(1, followsHeight);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_person_changes_a_text_of_their_own_and_gets_the_bots_word_for_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var line = client.Element.GetByLabel("Сообщение", new() { Exact = true });

        await client.EditAsync("Анна Смирнова");
        await Assertions.Expect(line).ToHaveValueAsync("Анна Смирнова");
        await client.Element.GetByLabel("Не изменять").ClickAsync();
        await Assertions.Expect(line).ToHaveValueAsync("");
        await client.EditAsync("Анна Смирнова");
        await client.TypeAsync("Яна Смирнова");

        await client.HearAsync("Исправлено: «Имя» — Яна Смирнова.");
        await Assertions.Expect(client.FromPerson("Яна Смирнова").Locator(".edited")).ToBeVisibleAsync();
        Assert.Equal("Яна Смирнова", sandbox.World.Chats.Find("client1")!.Seat.Messages.Last(message => !message.FromBot).Text);
        await Assertions.Expect(client.FromBot("Исправлено").GetByLabel("Изменить сообщение")).ToHaveCountAsync(0);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task What_the_bot_answers_to_a_press_covers_no_message_and_moves_none_in_a_chat_that_fills_the_window()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(1280, 460);
        var client = new ChatOnPage(page, "client1");
        await client.FillAsync("ООО «Ромашка»");
        await client.PressAsync("Отправить");
        var manager = new ChatOnPage(page, "manager");
        var close = manager.FromBot("№1 · Стелы").Locator(".inline-button").First;
        await close.ScrollIntoViewIfNeededAsync();
        await manager.PressAsync("Закрыть заявку");
        await Assertions.Expect(close).ToHaveTextAsync("Заказ");
        await Assertions.Expect(manager.Element.Locator(".toast")).ToHaveCountAsync(0);
        await manager.PressAsync("Заказ");

        var toast = manager.Element.Locator(".toast");
        await Assertions.Expect(toast).ToContainTextAsync("№1 закрыта");
        // Before the card is waited for: the toast goes after some seconds, whenever the card comes.
        var toastBox = (await toast.BoundingBoxAsync())!;
        var shown = (await manager.Element.Locator(".messages").BoundingBoxAsync())!;
        Assert.True(toastBox.Y + toastBox.Height <= shown.Y, "The toast ends where the messages begin.");
        await Assertions.Expect(close).ToHaveTextAsync("Открыть заявку");
        // An edited message is animated.
        await close.EvaluateAsync("button => Promise.all(button.closest('.message').getAnimations().map(move => move.finished))");
        // As far as the padding: a browser stops there when it brings the last button into view.
        await manager.Element.Locator(".messages").EvaluateAsync("list => { list.scrollTop -= 12 }");
        var during = (await close.BoundingBoxAsync())!;
        await Assertions.Expect(toast).ToHaveCountAsync(0);
        var after = (await close.BoundingBoxAsync())!;
        Assert.Equal(after.Y, during.Y, tolerance: 1);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_refusal_of_the_sandbox_covers_neither_the_messages_nor_the_line()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        await Assertions.Expect(client.FromPerson("/start")).ToBeVisibleAsync();
        await page.EvaluateAsync(
            "import('/js/notices.js').then(module => { module.notice('Так уже нельзя: чат с тех пор изменился.', 'bad') })");

        var notice = (await page.Locator(".notice").BoundingBoxAsync())!;
        foreach (var chat in await page.Locator(".chat").AllAsync())
        {
            var messages = (await chat.Locator(".messages").BoundingBoxAsync())!;
            Assert.True(notice.Y + notice.Height <= messages.Y, "The notice ends where the messages begin.");
        }
    }

    [Fact]
    public async Task On_a_phone_a_chat_opens_at_its_end_also_when_it_was_open_before()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync(390, 844);
        var participant = sandbox.World.Chats.Find("client1")!.Seat;
        for (var number = 1; number <= 60; number++)
            participant.SendText($"сообщение {number}");
        var client = new ChatOnPage(page, "client1");
        await page.Locator(".chat-item").First.ClickAsync();
        await Assertions.Expect(client.FromPerson("сообщение 60")).ToBeInViewportAsync();
        await client.Element.GetByLabel("К списку чатов").ClickAsync();
        await Assertions.Expect(page.Locator(".chat-item").First).ToBeFocusedAsync();
        participant.SendText("сообщение 61");
        await Assertions.Expect(page.Locator(".chat-item").First).ToContainTextAsync("сообщение 61");

        await page.Locator(".chat-item").First.ClickAsync();
        await Assertions.Expect(client.FromPerson("сообщение 61")).ToBeInViewportAsync();
        Assert.Empty(sandbox.Mistakes);
    }
}
