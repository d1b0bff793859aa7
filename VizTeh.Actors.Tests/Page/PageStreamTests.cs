using Microsoft.Playwright;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Page;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageStreamTests
{
    [Fact]
    public async Task A_page_that_was_cut_off_connects_again_and_shows_what_happened_meanwhile()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false, port: FreePort.Find());
        var page = await sandbox.OpenAsync();
        var participant = sandbox.World.Chats.Find("client1")!.Seat;
        await sandbox.RestartServerAsync(async () =>
        {
            await Assertions.Expect(page.Locator("#connection")).ToBeVisibleAsync();
            participant.SendText("пока никого не было");
        });

        await Assertions.Expect(new ChatOnPage(page, "client1").FromPerson("пока никого не было")).ToBeVisibleAsync();
        await Assertions.Expect(page.Locator("#connection")).ToBeHiddenAsync();
        await Assertions.Expect(page.Locator(".chat[data-key=client1] .message")).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task A_page_is_told_only_the_end_of_a_long_chat_and_what_leaves_it()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var participant = sandbox.World.Chats.Find("client1")!.Seat;
        for (var number = 1; number <= 450; number++)
            participant.SendText($"сообщение {number}");
        var cursor = new PageCursor(sandbox.World);

        var first = cursor.Next()!.Chats!.Value.Single(chat => chat.Key == "client1");
        Assert.Equal(PageCursor.MessagesPerChat, first.Messages!.Value.Length);
        Assert.Equal("сообщение 450", first.Messages.Value[^1].Text);
        Assert.Null(cursor.Next()?.Chats);

        participant.SendText("ещё одно");
        var next = cursor.Next()!.Chats!.Value.Single();
        Assert.Equal("ещё одно", Assert.Single(next.Messages!.Value).Text);
        Assert.Equal(first.Messages.Value[0].Id, Assert.Single(next.Gone!.Value));
        Assert.True(participant.Messages.Length <= 400);
    }

    [Fact]
    public async Task Pictures_go_as_an_album_and_a_file_under_its_own_name_and_the_page_shows_them()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        var picture = await page.ScreenshotAsync();
        await client.Element.Locator("input[type=file]").SetInputFilesAsync(
        [
            new FilePayload { Name = "вход.png", MimeType = "image/png", Buffer = picture },
            new FilePayload { Name = "двор.png", MimeType = "image/png", Buffer = picture },
            new FilePayload { Name = "план этажа.pdf", MimeType = "application/pdf", Buffer = [1, 2, 3] },
        ]);
        await page.GetByPlaceholder("Подпись").FillAsync("где поставить");
        await page.GetByRole(AriaRole.Button, new() { Name = "Отправить", Exact = true }).ClickAsync();

        await Assertions.Expect(client.FromPerson("где поставить").Locator(".photo img")).ToHaveCountAsync(2);
        await Assertions.Expect(client.FromPerson("план этажа.pdf")).ToContainTextAsync("3 Б");
        await Assertions.Expect(client.FromPerson("где поставить").Locator(".photo img").First)
            .ToHaveJSPropertyAsync("naturalWidth", 1280);
        var sent = sandbox.World.Chats.Find("client1")!.Seat.Messages;
        Assert.Equal(["/start", "где поставить", "", ""], sent.Select(message => message.Text));
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task Fifty_clients_fill_their_forms_and_the_progress_shows()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync();
        await new ChatOnPage(page, "manager").HearAsync("менеджер");
        await page.GetByRole(AriaRole.Button, new() { Name = "Запустить 50 клиентов" }).ClickAsync();

        await Assertions.Expect(page.GetByText("Заявок 50 из 50")).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Assertions.Expect(page.Locator(".depth").Nth(2)).ToContainTextAsync("50");
        await Assertions.Expect(page.Locator("tr.ticket")).ToHaveCountAsync(50);
        Assert.Empty(sandbox.Mistakes);
    }
}
