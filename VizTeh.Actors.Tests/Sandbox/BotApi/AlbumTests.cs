using System.Net;
using System.Text.Json;
using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class AlbumTests
{
    [Fact]
    public async Task Photos_uploaded_and_known_arrive_in_order_as_messages_of_one_album()
    {
        await using var bot = await StartedAsync();
        var asked = bot.Client.Chat.SendText("покажите");
        var known = bot.Server.AddFile();
        var items = new object[]
        {
            new { type = "photo", media = "attach://first", caption = "<b>Стела</b>", parse_mode = "HTML" },
            new { type = "photo", media = known },
            new { type = "photo", media = "attach://third", caption = "Вечером" },
        };

        var answer = await AlbumAsync(
            bot, items, [("first", "1.jpg", [1]), ("third", "3.jpg", [3])], reply: new { message_id = asked.Id });

        var sent = answer.Result.AsArray().Select(message => message!).ToArray();
        var seen = bot.Client.Chat.Messages.Where(message => message.FromBot).ToArray();
        Assert.Equal(seen.Select(message => message.Id), sent.Select(message => (int)message["message_id"]!));
        Assert.Equal(sent.Select(message => (int)message["message_id"]!).Order(), seen.Select(message => message.Id));
        Assert.Single(sent.Select(message => (string)message["media_group_id"]!).Distinct());
        Assert.Equal(["Стела", "", "Вечером"], seen.Select(message => message.Text));
        Assert.Equal(["Стела"], seen[0].Formatted("bold"));
        Assert.All(seen, message => Assert.Equal((MessageKind.Photo, asked), (message.Kind, message.ReplyTo)));
        Assert.Equal([1], bot.Server.FileContent(seen[0].PhotoFileId!));
        Assert.Equal(known, seen[1].PhotoFileId);
        Assert.Equal([3], bot.Server.FileContent(seen[2].PhotoFileId!));
        Assert.Empty(bot.Server.Calls.All.SelectMany(BotApiSchema.Published.FaultsOf));
    }

    [Fact]
    public async Task Documents_make_an_album_of_their_own_and_every_album_has_another_id()
    {
        await using var bot = await StartedAsync();
        object[] items =
        [
            new { type = "document", media = "attach://a", caption = "План" },
            new { type = "document", media = "attach://b", caption = "Ролик" },
        ];

        var first = (await AlbumAsync(bot, items, ("a", "план.pdf", [1]), ("b", "ролик.mp4", [2]))).Result.AsArray();
        var second = (await AlbumAsync(bot, items, ("a", "план.pdf", [1]), ("b", "ролик.mp4", [2]))).Result.AsArray();

        Assert.Equal(["план.pdf", "ролик.mp4"], first.Select(message => (string?)message!["document"]!["file_name"]));
        Assert.Equal(["План", "Ролик"], first.Select(message => (string?)message!["caption"]));
        Assert.Equal(2, first.Concat(second).Select(message => (string)message!["media_group_id"]!).Distinct().Count());
        Assert.Empty(bot.Server.Calls.All.SelectMany(BotApiSchema.Published.FaultsOf));
    }

    [Fact]
    public async Task Photos_and_videos_may_be_in_one_album_and_audio_files_only_with_their_like()
    {
        await using var bot = await StartedAsync();
        var (photo, video) = (bot.Server.AddFile(), bot.Server.AddFile(MessageKind.Video));
        object[] sound = [.. Enumerable.Range(0, 2).Select(_ => new { type = "audio", media = bot.Server.AddFile(MessageKind.Audio) })];

        var seen = await AlbumAsync(bot, [new { type = "photo", media = photo }, new { type = "video", media = video, caption = "Ролик" }]);
        var heard = await AlbumAsync(bot, sound);
        var mixed = await AlbumAsync(bot, [new { type = "photo", media = photo }, sound[0]]);

        Assert.Equal(video, (string?)seen.Result[1]!["video"]!["file_id"]);
        Assert.Equal("Ролик", (string?)seen.Result[1]!["caption"]);
        Assert.All(heard.Result.AsArray(), message => Assert.NotNull(message!["audio"]));
        Assert.Equal("Bad Request: audio can't be mixed with other media types", mixed.Description);
        Assert.Empty(bot.Server.Calls.All.SelectMany(BotApiSchema.Published.FaultsOf));
    }

    [Fact]
    public async Task A_file_that_the_server_has_forgotten_is_refused_with_its_place_in_the_album()
    {
        await using var bot = await StartedAsync();
        string[] files = [bot.Server.AddFile(), bot.Server.AddFile()];
        bot.Server.ForgetFile(files[1]);

        var answer = await AlbumAsync(bot, [.. files.Select(file => new { type = "photo", media = file })]);

        Assert.Equal(
            "Bad Request: failed to send message #2 with the error message \"Wrong file identifier/HTTP URL specified\"",
            answer.Description);
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task An_album_of_one_is_an_ordinary_message()
    {
        await using var bot = await StartedAsync();

        var answer = await AlbumAsync(bot, [new { type = "photo", media = bot.Server.AddFile() }]);

        Assert.Null(Assert.Single(answer.Result.AsArray())!["media_group_id"]);
    }

    [Theory]
    [InlineData(10, null)]
    [InlineData(11, "Bad Request: too many messages to send as an album")]
    public async Task An_album_holds_up_to_ten(int count, string? description)
    {
        await using var bot = await StartedAsync();
        var file = bot.Server.AddFile();

        var answer = await AlbumAsync(bot, [.. Enumerable.Range(0, count).Select(_ => new { type = "photo", media = file })]);

        Assert.Equal(description, answer.Description);
        Assert.Equal(description is null ? count : 0, bot.Client.Chat.Messages.Count(message => message.FromBot));
    }

    [Theory]
    [InlineData("", "parameter \"media\" is required")]
    [InlineData("[", "can't parse media JSON object")]
    [InlineData("{}", "expected an Array of InputMedia")]
    [InlineData("null", "expected an Array of InputMedia")]
    [InlineData("[]", "there are no messages to send")]
    [InlineData("[7]", "can't parse InputMedia: expected an Object")]
    [InlineData("""[{"media":"FILE"}]""", "can't parse InputMedia: Can't find field \"type\"")]
    [InlineData("""[{"type":"photo"}]""", "can't parse InputMedia: media not found")]
    [InlineData("""[PHOTO,{"type":"photo","media":"attach://lost"}]""", "can't parse InputMedia: media not found")]
    [InlineData("""[{"type":"photo","media":{}}]""", "can't parse InputMedia: Field \"media\" must be of type String")]
    [InlineData(
        """[{"type":"photo","media":"FILE","has_spoiler":1}]""", "can't parse InputMedia: Field \"has_spoiler\" must be of type Boolean")]
    [InlineData(
        """[{"type":"photo","media":"FILE","caption":"<b>","parse_mode":"HTML"}]""",
        "can't parse InputMedia: Can't parse entities: Can't find end tag corresponding to start tag \"b\"")]
    [InlineData(
        """[{"type":"photo","media":"FILE","caption":"a","parse_mode":"bbcode"}]""", "can't parse InputMedia: Unsupported parse_mode")]
    [InlineData(
        """[{"type":"animation","media":"FILE"}]""", "can't parse InputMedia: type \"animation\" can't be used in sendMediaGroup")]
    [InlineData("""[{"type":"sticker","media":"FILE"}]""", "can't parse InputMedia: type \"sticker\" is unsupported")]
    [InlineData("""[{"type":"video","media":"FILE"}]""", "can't use file of type Photo as Video")]
    [InlineData("""[{"type":"audio","media":"FILE"}]""", "can't use file of type Photo as Audio")]
    [InlineData(
        """[{"type":"live_photo","media":"FILE"}]""",
        "can't parse InputMedia: this emulated server sends no albums of type \"live_photo\"")]
    [InlineData(
        """[{"type":"photo","media":"FILE","has_spoiler":true}]""",
        "can't parse InputMedia: this emulated server shows neither spoilers nor captions above media")]
    [InlineData("""[PHOTO,DOCUMENT]""", "document can't be mixed with other media types")]
    [InlineData("""[{"type":"document","media":"FILE"}]""", "can't use file of type Photo as Document")]
    [InlineData(
        """[PHOTO,{"type":"photo","media":"AgACAgIAAxkBAAIB"}]""",
        "failed to send message #2 with the error message \"Wrong file identifier/HTTP URL specified\"")]
    [InlineData(
        """[PHOTO,PHOTO,{"type":"photo","media":"https://example.org/a.jpg"}]""",
        "failed to send message #3 with the error message \"WEBPAGE_CURL_FAILED\"")]
    [InlineData(
        """[{"type":"photo","media":"not a file id"}]""", "wrong remote file identifier specified: Wrong character in the string")]
    public async Task A_refused_album_sends_nothing(string media, string description)
    {
        await using var bot = await StartedAsync();
        bot.Client.Chat.SendDocument();
        var document = (string?)(await bot.CallAsync("getUpdates")).Result.AsArray()[^1]!["message"]!["document"]!["file_id"];
        media = media
            .Replace("PHOTO", """{"type":"photo","media":"FILE"}""", StringComparison.Ordinal)
            .Replace("DOCUMENT", $$"""{"type":"document","media":"{{document}}"}""", StringComparison.Ordinal)
            .Replace("FILE", bot.Server.AddFile(), StringComparison.Ordinal);

        var answer = await bot.CallAsync("sendMediaGroup", new { chat_id = bot.Client.Id, media });

        Assert.Equal("Bad Request: " + description, answer.Description);
        Assert.Equal(HttpStatusCode.BadRequest, answer.Status);
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("sendMediaGroup", answer.Body));
    }

    [Fact]
    public async Task Captions_lengths_the_chat_and_the_message_to_answer_are_checked_as_for_a_single_photo()
    {
        await using var bot = await StartedAsync();
        var file = bot.Server.AddFile();
        object[] plain = [new { type = "photo", media = file }, new { type = "photo", media = file }];

        var tooLong = await AlbumAsync(bot, [plain[0], new { type = "photo", media = file, caption = new string('я', 1025) }]);
        var toNobody = await bot.CallAsync("sendMediaGroup", new { chat_id = 77, media = plain });
        var answersNothing = await bot.CallAsync(
            "sendMediaGroup", new { chat_id = bot.Client.Id, media = plain, reply_parameters = new { message_id = 404 } });
        bot.Client.Chat.Block();
        var blocked = await bot.CallAsync("sendMediaGroup", new { chat_id = bot.Client.Id, media = plain });

        Assert.Equal("Bad Request: message caption is too long", tooLong.Description);
        Assert.Equal("Bad Request: chat not found", toNobody.Description);
        Assert.Equal("Bad Request: message to be replied not found", answersNothing.Description);
        Assert.Equal("Forbidden: bot was blocked by the user", blocked.Description);
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    private static async Task<RawBot> StartedAsync()
    {
        var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        return bot;
    }

    private static Task<RawAnswer> AlbumAsync(
        RawBot bot, object[] items, params (string Part, string Name, byte[] Content)[] files) => AlbumAsync(bot, items, files, null);

    private static Task<RawAnswer> AlbumAsync(
        RawBot bot, object[] items, (string Part, string Name, byte[] Content)[] files, object? reply)
    {
        var body = new MultipartFormDataContent
        {
            { new StringContent($"{bot.Client.Id}"), "chat_id" }, { new StringContent(JsonSerializer.Serialize(items)), "media" },
        };
        if (reply is not null)
            body.Add(new StringContent(JsonSerializer.Serialize(reply)), "reply_parameters");
        foreach (var (part, name, content) in files)
            body.Add(new ByteArrayContent(content), part, name);
        return bot.PostAsync($"/bot{bot.Server.Token}/sendMediaGroup", body);
    }
}
