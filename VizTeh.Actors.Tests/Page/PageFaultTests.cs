using System.Net;
using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageFaultTests
{
    [Fact]
    public async Task The_bot_is_killed_with_the_pages_button_in_the_middle_of_a_form_and_the_form_goes_on()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        var before = sandbox.World.Bot.Condition.ProcessId;

        await page.GetByRole(AriaRole.Button, new() { Name = "Убить: kill -9" }).ClickAsync();
        await Assertions.Expect(Card(page, "Бот").Locator(".state")).ToHaveTextAsync("убит");
        await client.TypeAsync("ООО «Ромашка»");
        var waiting = client.FromPerson("Ромашка");
        await Assertions.Expect(waiting.Locator(".ticks")).ToHaveAttributeAsync("title", "Лежит у Telegram: бот ещё не забрал");
        await Assertions.Expect(page.Locator(".depth").First).ToContainTextAsync("1");
        await Screenshots.TakeAsync(page, "page-killed");

        await Card(page, "Бот").GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        await client.HearAsync("город");
        await Assertions.Expect(waiting.Locator(".ticks.taken")).ToBeVisibleAsync();
        await Assertions.Expect(Card(page, "Бот").Locator(".state")).ToContainTextAsync("работает");
        Assert.NotEqual(before, sandbox.World.Bot.Condition.ProcessId);
        Assert.Equal(1, sandbox.World.Bot.Condition.Kills);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_fault_of_Telegram_shows_in_the_calls_and_ends_by_itself_with_the_reply()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        await client.HearAsync("Здравствуйте");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Вызовы Bot API" }).ClickAsync();

        // On a busy machine the bot may take some seconds to come to the message.
        await page.GetByLabel("Сколько секунд").SelectOptionAsync("10");
        await page.GetByRole(AriaRole.Button, new() { Name = "429", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".fault")).ToContainTextAsync("429");
        await client.TypeAsync("/help");
        await Assertions.Expect(page.Locator(".calls .failed").First).ToContainTextAsync("retry after");

        await client.HearAsync("Как оставить заявку");
        await Assertions.Expect(page.Locator(".fault")).ToHaveCountAsync(0);
        Assert.Contains(sandbox.World.Stage.Telegram.Calls.All, call => call.HttpStatus == 429);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_press_spins_while_PostgreSQL_is_down_and_is_answered_when_it_is_back()
    {
        await using var sandbox = await PageUnderTest.StartAsync(ownsPostgres: true);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginFormAsync();
        await client.AnswerAsync("ООО «Ромашка»", "город");
        await client.AnswerAsync("Тверь", "направлен");

        await Card(page, "PostgreSQL").GetByRole(AriaRole.Button, new() { Name = "Остановить" }).ClickAsync();
        await Assertions.Expect(Card(page, "PostgreSQL").Locator(".state")).ToHaveTextAsync("остановлен");
        await client.PressAsync("Знаки");
        await Assertions.Expect(client.Element.Locator(".inline-button.waiting")).ToHaveTextAsync("Знаки");
        await Assertions.Expect(page.Locator(".depths.stale")).ToBeVisibleAsync();

        await Card(page, "PostgreSQL").GetByRole(AriaRole.Button, new() { Name = "Запустить" }).ClickAsync();
        await client.HearAsync("задач");
        await Assertions.Expect(client.Element.Locator(".inline-button.waiting")).ToHaveCountAsync(0);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_client_who_blocks_the_bot_hears_nothing_of_it_and_can_write_again_after_unblocking_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        var chatId = sandbox.World.Chats.Find("client1")!.Seat.ChatId;
        await client.BeginAsync();
        await Assertions.Expect(client.FromPerson("/start")).ToBeVisibleAsync();

        await client.Element.GetByLabel("Ещё", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Заблокировать бота" }).ClickAsync();
        await Assertions.Expect(client.Element.Locator(".chat-head")).ToContainTextAsync("бот заблокирован");
        await Assertions.Expect(client.Element.GetByLabel("Сообщение", new() { Exact = true })).ToBeHiddenAsync();
        var message = new { chat_id = chatId, text = "Вы тут?" };
        Assert.Equal(HttpStatusCode.Forbidden, (await sandbox.CallAsBotAsync("sendMessage", message)).Status);
        await client.Element.GetByRole(AriaRole.Button, new() { Name = "Разблокировать бота" }).ClickAsync();

        await client.TypeAsync("снова я");
        await Assertions.Expect(client.FromPerson("снова я")).ToBeVisibleAsync();
        Assert.Equal(HttpStatusCode.OK, (await sandbox.CallAsBotAsync("sendMessage", message)).Status);
        await client.HearAsync("Вы тут?");
        Assert.Empty(sandbox.Mistakes);
    }

    private static ILocator Card(IPage page, string name) => page.Locator($".card[aria-label={name}]");
}
