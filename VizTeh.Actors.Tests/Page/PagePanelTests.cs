using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PagePanelTests
{
    [Fact]
    public async Task The_log_opens_at_its_end_follows_it_in_local_time_and_lets_who_has_scrolled_up_read_on()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        for (var number = 1; number <= 120; number++)
            sandbox.World.Log.Add($"2026-01-31 21:30:00.123 info: Test[0] строка {number}");
        var page = await sandbox.OpenAsync();
        var line = page.Locator(".log li");
        await Assertions.Expect(line).ToHaveCountAsync(120);

        await page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }).ClickAsync();
        // The browser's time zone is Moscow.
        await Assertions.Expect(line.Last).ToHaveTextAsync("00:30:00.123 info: Test[0] строка 120");
        await Assertions.Expect(line.Last).ToBeInViewportAsync();
        sandbox.World.Log.Add("2026-01-31 21:30:01.000 info: Test[0] строка 121");
        await Assertions.Expect(line.Last).ToContainTextAsync("строка 121");
        await Assertions.Expect(line.Last).ToBeInViewportAsync();

        await page.GetByRole(AriaRole.Tab, new() { Name = "Заявки" }).ClickAsync();
        for (var number = 122; number <= 140; number++)
            sandbox.World.Log.Add($"2026-01-31 21:30:02.000 info: Test[0] строка {number}");
        await Assertions.Expect(line.Last).ToContainTextAsync("строка 140");
        await page.GetByRole(AriaRole.Tab, new() { Name = "Журнал бота" }).ClickAsync();
        await Assertions.Expect(line.Last).ToBeInViewportAsync();

        var read = line.Filter(new() { HasText = "строка 60" });
        await read.ScrollIntoViewIfNeededAsync();
        sandbox.World.Log.Add("2026-01-31 21:30:03.000 info: Test[0] строка 141");
        await Assertions.Expect(line.Last).ToContainTextAsync("строка 141");
        await Assertions.Expect(read).ToBeInViewportAsync();
        await page.GetByLabel("Показать или скрыть панель").ClickAsync();
        await page.GetByLabel("Показать или скрыть панель").ClickAsync();
        await Assertions.Expect(read).ToBeInViewportAsync();
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_list_that_was_scrolled_up_right_before_a_new_entry_stays_where_it_was_scrolled_to()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        // In one task of the browser, so that the event of the scroll comes after the entry.
        var list = await page.EvaluateAsync<Dictionary<string, double>>(
            """
            async () => {
              const { Following } = await import('/js/following.js');
              const list = document.createElement('ol');
              list.style.cssText = 'position: fixed; inset: 0 auto auto 0; width: 200px; height: 100px; overflow: auto';
              document.body.append(list);
              const following = new Following(list);
              const add = () => {
                const entry = document.createElement('li');
                entry.style.height = '50px';
                list.append(entry);
              };
              for (let count = 0; count < 20; count++) following.change(add);
              await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
              list.scrollTop = 300;
              following.change(add);
              await new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve)));
              const isAt = list.scrollTop;
              following.toEnd();
              following.change(add);
              return { isAt, fromEnd: list.scrollHeight - list.clientHeight - list.scrollTop };
            }
            """);
        Assert.Equal(300, list["isAt"]);
        Assert.Equal(0, list["fromEnd"]);
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task The_panel_fits_windows_of_every_width_before_and_after_the_crowd()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(1024, 768);
        await Assertions.Expect(page.Locator(".card[aria-label=Бот] .state")).ToContainTextAsync("работает");
        await PanelFit.FitsEverywhereAsync(page);

        await page.SetViewportSizeAsync(1024, 768);
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить 50 клиентов" }).ClickAsync();
        await Assertions.Expect(page.GetByText("заполняют")).ToBeVisibleAsync();
        await PanelFit.FitsAsync(page, "the crowd at work");
        await Assertions.Expect(page.GetByText("Заявок 50 из 50")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await PanelFit.FitsEverywhereAsync(page);
        Assert.Empty(sandbox.Mistakes);
    }
}
