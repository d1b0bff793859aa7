using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageFormTests
{
    // A client's input is plain text for the bot's cards and for the table too.
    private const string Organization = "ООО «Ромашка» & <сыновья>";

    [Fact]
    public async Task A_client_fills_the_form_by_clicking_the_manager_closes_the_ticket_and_both_screens_show_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var clientsScreen = await sandbox.OpenAsync();
        var managersScreen = await sandbox.OpenAsync(isDark: true);
        var client = new ChatOnPage(clientsScreen, "client1");
        await client.FillAsync(Organization);
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");

        var manager = new ChatOnPage(managersScreen, "manager");
        var card = manager.FromBot("№1 · Стелы · Тверь");
        await Assertions.Expect(card).ToContainTextAsync(Organization);
        await Assertions.Expect(clientsScreen.Locator(".depths")).ToHaveTextAsync("0у Telegram→0inbox→1заявок→0outbox");
        await Assertions.Expect(clientsScreen.Locator("tr.ticket").First).ToContainTextAsync(Organization);
        await Screenshots.TakeAsync(clientsScreen, "page-light");
        await manager.PressAsync("Скопировать номер");
        await Assertions.Expect(managersScreen.Locator(".notice")).ToContainTextAsync("+7");
        await manager.PressAsync("Закрыть заявку");
        await Assertions.Expect(card.Locator(".inline-button")).ToHaveTextAsync(["Заказ", "Отказ", "Спам", "Дубль", "‹ Назад"]);
        await Assertions.Expect(manager.Element.Locator(".toast")).ToHaveCountAsync(0);
        await manager.PressAsync("Заказ");

        await Assertions.Expect(manager.Element.Locator(".toast")).ToContainTextAsync("№1 закрыта: Заказ");
        foreach (var screen in new[] { clientsScreen, managersScreen })
        {
            var shown = new ChatOnPage(screen, "manager").FromBot("№1 · Стелы · Тверь");
            await Assertions.Expect(shown.Locator("strong").First).ToContainTextAsync("✅ №1 · Стелы · Тверь · Закрыта (Заказ)");
            await Assertions.Expect(shown).ToContainTextAsync(" — Пётр Менеджеров");
            await Assertions.Expect(shown.Locator(".edited")).ToBeVisibleAsync();
            await Assertions.Expect(shown.GetByRole(AriaRole.Button, new() { Name = "Открыть заявку" })).ToBeVisibleAsync();
            await Assertions.Expect(screen.Locator("tr.ticket").First).ToContainTextAsync("закрыта");
        }

        await Assertions.Expect(clientsScreen.Locator(".chat-item").Filter(new() { HasText = "Менеджеры" }).Locator(".unread"))
            .ToHaveTextAsync("2");
        await Screenshots.TakeAsync(managersScreen, "page-dark");
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task Another_form_is_filled_in_on_the_page_and_its_branch_opens()
    {
        await using var sandbox = await PageUnderTest.StartAsync(form: "repair.conf");
        var client = new ChatOnPage(await sandbox.OpenAsync(), "client1");
        await client.BeginAsync();
        await client.HearAsync("Здравствуйте");
        await client.PressMenuAsync("Оставить заявку");
        await client.HearAsync("Что сломалось?");
        await client.PressAsync("Другое");
        await client.HearAsync("Что именно нужно починить?");
        Assert.Empty(sandbox.Mistakes);
    }
}
