using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageFormTests
{
    [Fact]
    public async Task A_client_fills_the_form_by_clicking_the_manager_closes_the_ticket_and_both_screens_show_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var clientsScreen = await sandbox.OpenAsync();
        var managersScreen = await sandbox.OpenAsync(isDark: true);
        var client = new ChatOnPage(clientsScreen, "client1");
        await client.FillAsync("ООО «Ромашка»");
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");

        var manager = new ChatOnPage(managersScreen, "manager");
        var card = manager.FromBot("Заявка №1");
        await Assertions.Expect(card).ToContainTextAsync("ООО «Ромашка»");
        await Assertions.Expect(clientsScreen.Locator(".depths")).ToHaveTextAsync("0у Telegram→0inbox→1заявок→0outbox");
        await Screenshots.TakeAsync(clientsScreen, "page-light");
        await manager.PressAsync("Закрыть заявку");

        await Assertions.Expect(manager.Element.Locator(".toast")).ToContainTextAsync("№1");
        foreach (var screen in new[] { clientsScreen, managersScreen })
        {
            var shown = new ChatOnPage(screen, "manager").FromBot("Заявка №1");
            await Assertions.Expect(shown).ToContainTextAsync("Закрыта: Пётр Менеджеров");
            await Assertions.Expect(shown.Locator("s")).ToContainTextAsync("Анна Смирнова");
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
    public async Task Markup_that_a_client_types_is_shown_as_text_everywhere()
    {
        const string Typed = "<script>document.title='пойман'</script><img src=x onerror=alert(1)> & <b>жирно</b>";
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        var isCaught = false;
        page.Dialog += async (_, dialog) =>
        {
            isCaught = true;
            await dialog.DismissAsync();
        };
        var client = new ChatOnPage(page, "client1");
        await client.FillAsync(Typed);
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");

        await Assertions.Expect(client.FromPerson("onerror")).ToContainTextAsync(Typed);
        await Assertions.Expect(client.FromBot("Проверьте заявку")).ToContainTextAsync(Typed);
        await Assertions.Expect(new ChatOnPage(page, "manager").FromBot("Заявка №1")).ToContainTextAsync(Typed);
        await Assertions.Expect(page.Locator("tr.ticket").First).ToContainTextAsync(Typed);
        Assert.Equal(0, await page.Locator("img[src=x]").CountAsync());
        Assert.DoesNotContain("пойман", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.False(isCaught);
        Assert.Empty(sandbox.Mistakes);
    }
}
