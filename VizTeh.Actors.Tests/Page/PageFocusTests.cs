using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageFocusTests
{
    [Fact]
    public async Task Focus_stays_on_the_place_of_what_was_pressed_when_the_bot_draws_it_anew()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.FillAsync("ООО «Ромашка»");
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");

        var buttons = new ChatOnPage(page, "manager").FromBot("№1 · Стелы").Locator(".inline-button");
        await buttons.First.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(buttons.First).ToHaveTextAsync("Заказ");
        await Assertions.Expect(buttons.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(buttons.First).ToHaveTextAsync("Открыть заявку");
        await Assertions.Expect(buttons.First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(buttons.First).ToHaveTextAsync("Закрыть заявку");
        await Assertions.Expect(buttons.First).ToBeFocusedAsync();
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_press_with_the_mouse_leaves_the_focus_in_the_line_and_a_menu_that_goes_hands_it_to_the_line()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        var line = client.Element.GetByLabel("Сообщение", new() { Exact = true });
        await client.BeginAsync();
        await client.HearAsync("Здравствуйте");
        await Assertions.Expect(line).ToBeFocusedAsync();
        await client.PressMenuAsync("О компании");
        await client.HearAsync("Визуальные технологии");
        await Assertions.Expect(line).ToBeFocusedAsync();

        var about = client.Element.Locator(".menu-button").Filter(new() { HasText = "О компании" });
        await about.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(client.FromPerson("О компании")).ToHaveCountAsync(1);
        await Assertions.Expect(about).ToBeFocusedAsync();
        await client.Element.Locator(".menu-button").Filter(new() { HasText = "Оставить заявку" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await client.HearAsync("обращаться");
        await Assertions.Expect(line).ToBeFocusedAsync();
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task Focus_goes_from_a_button_of_the_panel_that_goes_to_the_one_in_its_place()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var bot = page.Locator(".card[aria-label=Бот]");
        var kill = bot.GetByRole(AriaRole.Button, new() { Name = "Убить: kill -9" });
        var start = bot.GetByRole(AriaRole.Button, new() { Name = "Запустить", Exact = true });
        await kill.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(start).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(kill).ToBeFocusedAsync();
        await Assertions.Expect(bot.Locator(".state")).ToContainTextAsync("работает");

        var restart = bot.GetByRole(AriaRole.Button, new() { Name = "Убить и запустить" });
        await restart.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(bot.Locator(".state")).ToContainTextAsync("запускается");
        await Assertions.Expect(restart).ToBeFocusedAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "429", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".fault")).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "429", Exact = true })).ToBeFocusedAsync();
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task Focus_is_not_lost_with_a_menu_a_chat_or_a_chats_head_that_is_drawn_anew()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        await Assertions.Expect(client.FromPerson("/start")).ToBeVisibleAsync();
        var more = client.Element.GetByLabel("Ещё", new() { Exact = true });
        await more.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(client.Element.Locator(".chat-head")).ToContainTextAsync("бот заблокирован");
        await Assertions.Expect(more).ToBeFocusedAsync();

        await client.Element.GetByRole(AriaRole.Button, new() { Name = "Разблокировать бота" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(client.Element.GetByLabel("Сообщение", new() { Exact = true })).ToBeFocusedAsync();

        await client.Element.GetByLabel("Закрыть чат").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".chat-item").First).ToBeFocusedAsync();
        Assert.Empty(sandbox.Mistakes);
    }
}
