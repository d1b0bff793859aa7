using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageLayoutTests
{
    [Fact]
    public async Task On_a_phone_one_thing_fills_the_screen_and_every_control_can_be_reached()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(390, 844);
        await FitsAsync(
            page, page.GetByLabel("Имя нового клиента"), page.GetByRole(AriaRole.Button, new() { Name = "Чаты", Exact = true }));
        await Screenshots.TakeAsync(page, "phone-chats");

        await page.Locator(".chat-item").First.ClickAsync();
        var client = new ChatOnPage(page, "client1");
        await client.FillAsync("ООО «Ромашка»");
        await FitsAsync(
            page, client.Element.GetByLabel("К списку чатов"), client.Element.GetByLabel("Сообщение", new() { Exact = true }),
            client.Element.GetByLabel("Отправить сообщение"),
            client.Element.Locator(".inline-button").Last);
        await Screenshots.TakeAsync(page, "phone-form");

        await client.Element.GetByLabel("Панель разработчика").ClickAsync();
        await FitsAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Убить: kill -9" }), page.Locator(".depths"));
        await Screenshots.TakeAsync(page, "phone-panel");
        await page.GetByRole(AriaRole.Button, new() { Name = "Чаты", Exact = true }).ClickAsync();
        await FitsAsync(page, page.Locator(".chat-item").Last);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task On_a_desktop_a_client_and_the_manager_stand_side_by_side_with_the_panel()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        await FitsAsync(
            page, new ChatOnPage(page, "client1").Element, new ChatOnPage(page, "manager").Element,
            page.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true }), page.GetByLabel("Имя нового клиента"),
            page.GetByRole(AriaRole.Button, new() { Name = "Запустить 50 клиентов" }),
            page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }));

        await page.GetByLabel("Показать или скрыть панель").ClickAsync();
        await Assertions.Expect(page.Locator("#panel")).ToBeHiddenAsync();
        await FitsAsync(page, new ChatOnPage(page, "client1").Element, new ChatOnPage(page, "manager").Element);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_client_is_added_by_name_and_the_keyboard_alone_is_enough_to_write()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        await page.GetByLabel("Имя нового клиента").FillAsync("Вера Зотова");
        await page.Keyboard.PressAsync("Enter");
        var vera = new ChatOnPage(page, "client3");
        await Assertions.Expect(vera.Element.GetByRole(AriaRole.Button, new() { Name = "Начать", Exact = true })).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(vera.FromPerson("/start")).ToBeVisibleAsync();

        await page.Keyboard.PressAsync("Alt+1");
        await Assertions.Expect(new ChatOnPage(page, "client1").Element).ToHaveClassAsync("chat active");
        Assert.Empty(sandbox.Mistakes);
    }

    /// <summary>Asserts that the page does not scroll sideways, and that the given controls are wholly visible.</summary>
    private static async Task FitsAsync(IPage page, params ILocator[] controls)
    {
        foreach (var control in controls)
            await Assertions.Expect(control).ToBeInViewportAsync(new() { Ratio = 1 });
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        var sideways = await page.EvaluateAsync<string[]>(
            """
            [...document.querySelectorAll(".rail, .deck, .panel, .messages, .composer, .chat-list, .panel-top, .scroll")]
              .filter(box => box.offsetParent !== null && box.scrollWidth > box.clientWidth + 1)
              .map(box => `${box.className}: ${box.scrollWidth} > ${box.clientWidth}`)
            """);
        Assert.Empty(sideways);
    }
}
