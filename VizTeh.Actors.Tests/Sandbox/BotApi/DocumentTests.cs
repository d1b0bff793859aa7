using System.Net;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class DocumentTests
{
    private static readonly byte[] Content = [1, 2, 3];

    [Theory]
    [InlineData("document", null)]
    [InlineData("file0", "attach://file0")]
    public async Task An_uploaded_document_keeps_its_name_and_can_be_sent_again_by_its_id_and_fetched(string part, string? document)
    {
        await using var bot = await StartedAsync();
        var fields = new Dictionary<string, string> { ["caption"] = "<b>Смета</b>", ["parse_mode"] = "HTML" };
        if (document is not null)
            fields["document"] = document;

        var first = await UploadAsync(bot, part, "смета 2.pdf", Content, fields);
        var sent = first.Result["document"]!;
        var again = await bot.CallAsync("sendDocument", new { chat_id = bot.Client.Id, document = (string?)sent["file_id"] });
        var file = await bot.CallAsync("getFile", new { file_id = (string?)sent["file_id"] });
        var fetched = await bot.GetAsync($"/file/bot{bot.Server.Token}/{file.Result["file_path"]}");

        Assert.Equal(("смета 2.pdf", "application/pdf"), ((string?)sent["file_name"], (string?)sent["mime_type"]));
        Assert.Equal(3, (int)sent["file_size"]!);
        Assert.Equal("Смета", (string?)first.Result["caption"]);
        Assert.True(JsonNode.DeepEquals(sent, again.Result["document"]));
        Assert.Null(again.Result["caption"]);
        Assert.Equal("\u0001\u0002\u0003", fetched.Body);
        Assert.Equal(
            [(MessageKind.Document, "Смета"), (MessageKind.Document, "")],
            bot.Client.Chat.Messages.Where(message => message.FromBot).Select(message => (message.Kind, message.Text)));
        Assert.Empty(bot.Server.Calls.All.SelectMany(BotApiSchema.Published.FaultsOf));
    }

    [Fact]
    public async Task A_document_of_a_person_can_be_sent_on_by_its_id()
    {
        await using var bot = await StartedAsync();
        bot.Client.Chat.SendFile(new Attachment(Content, "план.dwg", "image/vnd.dwg"));
        var received = (await bot.CallAsync("getUpdates")).Result.AsArray()[^1]!["message"]!["document"]!;

        var answer = await bot.CallAsync(
            "sendDocument",
            new { chat_id = bot.Client.Id, document = (string?)received["file_id"], reply_markup = Buttons() });

        Assert.True(JsonNode.DeepEquals(received, answer.Result["document"]));
        Assert.Equal("Да", bot.Client.Chat.Messages[^1].InlineButtons.Single().Single().Label);
    }

    [Theory]
    [InlineData("../../etc/смета.pdf", "смета.pdf")]
    [InlineData("a:b?.pdf", "a b.pdf")]
    [InlineData(".git", "git")]
    [InlineData("???", "file")]
    [InlineData("  отчёт .", "отчёт")]
    public async Task The_name_of_a_document_is_cleaned(string name, string cleaned)
    {
        await using var bot = await StartedAsync();

        var answer = await UploadAsync(bot, "document", name, Content);

        Assert.Equal(cleaned, (string?)answer.Result["document"]!["file_name"]);
    }

    [Theory]
    [InlineData(1024, null)]
    [InlineData(1025, "Bad Request: message caption is too long")]
    public async Task A_documents_caption_has_up_to_1024_code_points(int count, string? description)
    {
        await using var bot = await StartedAsync();
        var caption = string.Concat(Enumerable.Repeat("🙂", count));

        var answer = await UploadAsync(bot, "document", "a.pdf", Content, new() { ["caption"] = caption });

        Assert.Equal(description, answer.Description);
    }

    [Theory]
    [InlineData("ролик.mp4", "video/mp4")]
    [InlineData("кот.gif", "image/gif")]
    [InlineData("песня.mp3", "audio/mpeg")]
    public async Task What_Telegram_would_not_leave_a_document_is_refused_unless_the_bot_insists(string name, string type)
    {
        await using var bot = await StartedAsync();

        var refused = await UploadAsync(bot, "document", name, Content);
        var insisted = await UploadAsync(bot, "document", name, Content, new() { ["disable_content_type_detection"] = "true" });

        Assert.Equal(
            $"Bad Request: this emulated server sends {type} only with disable_content_type_detection", refused.Description);
        Assert.Equal(type, (string?)insisted.Result["document"]!["mime_type"]);
    }

    [Fact]
    public async Task An_upload_that_is_empty_too_big_or_has_a_thumbnail_is_refused()
    {
        await using var bot = await StartedAsync();

        var empty = await UploadAsync(bot, "document", "a.pdf", []);
        var tooBig = await UploadAsync(bot, "document", "a.pdf", new byte[(50 << 20) + 1]);
        var tooBigPhoto = await UploadAsync(bot, "photo", "a.jpg", new byte[(10 << 20) + 1], method: "sendPhoto");
        var thumbnail = await UploadAsync(bot, "thumbnail", "a.jpg", Content, new() { ["document"] = "attach://thumbnail" });

        Assert.Equal("Bad Request: file must be non-empty", empty.Description);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, tooBig.Status);
        Assert.Equal(
            "Bad Request: file of size 10485761 bytes is too big for a photo; the maximum size is 10485760 bytes", tooBigPhoto.Description);
        Assert.Equal("Bad Request: this emulated server keeps no thumbnails of documents", thumbnail.Description);
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_file_of_another_kind_is_not_sent_as_a_document_nor_a_document_as_a_photo()
    {
        await using var bot = await StartedAsync();
        bot.Client.Chat.SendDocument();
        bot.Client.Chat.SendVideo();
        bot.Client.Chat.SendVoice();
        var updates = (await bot.CallAsync("getUpdates")).Result.AsArray().Select(update => update!["message"]!).ToArray();
        async Task<string?> SendAsync(string kind, string? id) => (await bot.CallAsync(
            "send" + kind, new Dictionary<string, object?> { ["chat_id"] = bot.Client.Id, [kind.ToLowerInvariant()] = id })).Description;

        Assert.Equal("Bad Request: can't use file of type Document as Photo", await SendAsync("Photo", IdOf("document")));
        Assert.Equal("Bad Request: can't use file of type Photo as Document", await SendAsync("Document", bot.Server.AddFile()));
        Assert.Equal("Bad Request: can't use file of type Video as Document", await SendAsync("Document", IdOf("video")));
        Assert.Equal("Bad Request: can't use file of type VoiceNote as Document", await SendAsync("Document", IdOf("voice")));

        string? IdOf(string field) => (string?)updates.Single(message => message[field] is not null)[field]!["file_id"];
    }

    private static object Buttons() => new { inline_keyboard = new[] { new[] { new { text = "Да", callback_data = "1" } } } };

    private static async Task<RawBot> StartedAsync()
    {
        var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }

    private static Task<RawAnswer> UploadAsync(
        RawBot bot, string part, string name, byte[] content, Dictionary<string, string>? fields = null, string method = "sendDocument")
    {
        var body = new MultipartFormDataContent
        {
            { new StringContent($"{bot.Client.Id}"), "chat_id" }, { new ByteArrayContent(content), part, name },
        };
        foreach (var (field, value) in fields ?? [])
            body.Add(new StringContent(value), field);
        return bot.PostAsync($"/bot{bot.Server.Token}/{method}", body);
    }
}
