using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

public sealed class PageMediaTests
{
    /// <summary>A red pixel.</summary>
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC");

    [Fact]
    public async Task Documents_and_albums_that_a_bot_sends_are_shown_and_can_be_opened()
    {
        await using var sandbox = await PageUnderTest.StartAsync(startsBot: false);
        var page = await sandbox.OpenAsync();
        var client = new ChatOnPage(page, "client1");
        await client.BeginAsync();
        await Assertions.Expect(client.FromPerson("/start")).ToBeVisibleAsync();

        await SendAsync(sandbox, "sendDocument", ("смета.pdf", "%PDF-1.7"u8.ToArray()), ("caption", "Смета на стелу"));
        var document = client.FromBot("Смета на стелу");
        await Assertions.Expect(document.Locator(".file b")).ToHaveTextAsync("смета.pdf");
        await Assertions.Expect(document.Locator(".file small")).ToHaveTextAsync("8 Б");
        var download = await page.RunAndWaitForDownloadAsync(() => document.Locator("a.file").ClickAsync());
        Assert.Equal("смета.pdf", download.SuggestedFilename);
        Assert.Equal("%PDF-1.7", await File.ReadAllTextAsync(await download.PathAsync()));

        var photo = (string?)(
            await SendAsync(sandbox, "sendPhoto", ("вид.png", Png), ("caption", "Вид с дороги")))["photo"]![0]!["file_id"];
        await SendAlbumAsync(
            sandbox, "photo", ("attach://file", "Стела днём"), (photo!, ""), ("attach://file", "Стела вечером"));
        var pictures = client.FromBot("Стела днём");
        await Assertions.Expect(pictures.Locator(".photo img")).ToHaveCountAsync(3);
        await Assertions.Expect(pictures.Locator(".text")).ToHaveTextAsync([new Regex("Стела днём"), new Regex("Стела вечером")]);
        foreach (var image in await pictures.Locator(".photo img").AllAsync())
        {
            await image.ScrollIntoViewIfNeededAsync();
            await Assertions.Expect(image).ToHaveJSPropertyAsync("naturalWidth", 1);
        }

        await pictures.GetByRole(AriaRole.Button, new() { Name = "Открыть фотографию" }).Last.ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Dialog).Locator("img")).ToHaveJSPropertyAsync("naturalWidth", 1);
        await page.Keyboard.PressAsync("Escape");

        await SendAlbumAsync(sandbox, "document", ("attach://file", "Договор"), ("attach://file", "Приложение"));
        var documents = client.FromBot("Договор");
        await Assertions.Expect(documents.Locator("a.file")).ToHaveCountAsync(2);
        await Assertions.Expect(documents.Locator(".file, .text")).ToHaveTextAsync(
            [new Regex("файл.png"), new Regex("Договор"), new Regex("файл.png"), new Regex("Приложение")]);
        await Assertions.Expect(client.Element.Locator(".message.theirs")).ToHaveCountAsync(4);
        Assert.Empty(sandbox.Mistakes);
    }

    private static Task<JsonNode> SendAlbumAsync(PageUnderTest sandbox, string type, params (string Media, string Caption)[] items) =>
        SendAsync(sandbox, "sendMediaGroup", ("файл.png", Png), ("media", JsonSerializer.Serialize(
            items.Select(item => new { type, media = item.Media, caption = item.Caption }))));

    /// <summary>Sends the first client an uploaded file as the bot.</summary>
    /// <returns>The result.</returns>
    private static async Task<JsonNode> SendAsync(
        PageUnderTest sandbox, string method, (string Name, byte[] Content) file, params (string Name, string Value)[] fields)
    {
        var telegram = sandbox.World.Stage.Telegram;
        var part = method == "sendMediaGroup" ? "file" : method["send".Length..].ToLowerInvariant();
        using var body = new MultipartFormDataContent
        {
            { new StringContent($"{sandbox.World.Chats.Find("client1")!.Seat.ChatId}"), "chat_id" },
            { new ByteArrayContent(file.Content), part, file.Name },
        };
        foreach (var (name, value) in fields)
            body.Add(new StringContent(value), name);
        using var http = new HttpClient { BaseAddress = telegram.Url, Timeout = TimeSpan.FromSeconds(20) };
        using var response = await http.PostAsync(new Uri($"/bot{telegram.Token}/{method}", UriKind.Relative), body);
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(response.StatusCode == HttpStatusCode.OK, answer.ToJsonString());
        return answer["result"]!;
    }
}
