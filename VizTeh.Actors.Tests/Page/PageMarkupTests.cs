using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageMarkupTests
{
    private const string Typed = "<script>document.title='пойман'</script><img src=x onerror=alert(1)><b>жирно</b>";

    [Fact]
    public async Task Markup_that_somebody_typed_is_shown_as_text_wherever_the_page_shows_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var isCaught = false;
        page.Dialog += async (_, dialog) =>
        {
            isCaught = true;
            await dialog.DismissAsync();
        };
        await page.GetByLabel("Имя нового клиента").FillAsync("<i onclick=x>Вера</i>");
        await page.Keyboard.PressAsync("Enter");
        var client = new ChatOnPage(page, "client3");
        await client.BeginAsync();
        await client.TypeAsync(Typed);
        await Assertions.Expect(client.FromPerson("onerror")).ToContainTextAsync(Typed);
        await Assertions.Expect(page.Locator(".chat-item").Nth(2)).ToContainTextAsync("<i onclick=x>Вера</i>");

        // The bot's message is formatted; the quoted text, the buttons and the answers to a press are not.
        var said = sandbox.World.Chats.Find("client3")!.Seat.Messages[^1];
        await sandbox.CallAsBotAsync("sendMessage", new
        {
            chat_id = said.ChatId,
            text = $"<b>Важно:</b> {System.Net.WebUtility.HtmlEncode(Typed)} <a href=\"https://vizteh.ru\">сайт</a>",
            parse_mode = "HTML",
            reply_parameters = new { message_id = said.Id },
            reply_markup = new { inline_keyboard = new[] { new[] { new { text = "<u>Да</u>", callback_data = "1" } } } },
        });
        var bots = client.FromBot("Важно:");
        await Assertions.Expect(bots).ToContainTextAsync(Typed);
        await Assertions.Expect(bots.Locator("strong")).ToHaveTextAsync("Важно:");
        await Assertions.Expect(bots.Locator(".text a")).ToHaveAttributeAsync("href", "https://vizteh.ru/");
        await Assertions.Expect(bots.Locator(".quote")).ToContainTextAsync("<script>");
        await client.PressAsync("<u>Да</u>");
        await Assertions.Expect(client.Element.Locator(".inline-button.waiting")).ToBeVisibleAsync();

        var update = (await sandbox.CallAsBotAsync("getUpdates", new { })).Answer["result"]!.AsArray()[^1]!["callback_query"]!;
        await sandbox.CallAsBotAsync(
            "answerCallbackQuery", new { callback_query_id = (string?)update["id"], text = Typed, show_alert = true });
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync(Typed);
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await Assertions.Expect(client.Element.Locator(".inline-button.waiting")).ToHaveCountAsync(0);

        Assert.Equal(0, await page.Locator("img[src=x], .chat script, .chat b b, .chat-item i").CountAsync());
        Assert.DoesNotContain("пойман", await page.TitleAsync(), StringComparison.Ordinal);
        Assert.False(isCaught);
        Assert.Empty(sandbox.Mistakes);
    }
}
