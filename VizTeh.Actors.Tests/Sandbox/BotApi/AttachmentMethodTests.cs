using VizTeh.Actors.Sandbox.BotApi.Chats;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

/// <summary>The methods that send one file by its id, or a point on the map.</summary>
public sealed class AttachmentMethodTests
{
    public static TheoryData<string, string, MessageKind> Methods => new()
    {
        { "sendPhoto", "photo", MessageKind.Photo },
        { "sendVideo", "video", MessageKind.Video },
        { "sendDocument", "document", MessageKind.Document },
        { "sendAudio", "audio", MessageKind.Audio },
        { "sendVoice", "voice", MessageKind.Voice },
        { "sendVideoNote", "video_note", MessageKind.VideoNote },
        { "sendAnimation", "animation", MessageKind.Animation },
    };

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_known_file_is_sent_again_by_its_id_in_reply_with_a_caption_if_its_kind_has_one(
        string method, string field, MessageKind kind)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var asked = bot.Client.Chat.SendText("где?");

        var answer = await CallAsync(bot, method, field, bot.Server.AddFile(kind), asked.Id);

        var sent = bot.Client.Chat.Messages[^1];
        Assert.Equal((kind, asked, kind == MessageKind.VideoNote ? "" : "Вот"), (sent.Kind, sent.ReplyTo, sent.Text));
        Assert.NotNull(answer.Result[field]);
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer(method, answer.Body));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public async Task A_file_of_another_kind_a_forgotten_one_and_none_at_all_are_refused(string method, string field, MessageKind kind)
    {
        await using var bot = await RawBot.StartWithClientAsync();
        var forgotten = bot.Server.AddFile(kind);
        bot.Server.ForgetFile(forgotten);
        var (other, name) = kind == MessageKind.Photo ? (MessageKind.Document, "Document") : (MessageKind.Photo, "Photo");

        var ofAnotherKind = await CallAsync(bot, method, field, bot.Server.AddFile(other));
        var lost = await CallAsync(bot, method, field, forgotten);
        var damaged = await CallAsync(bot, method, field, "not a file id");
        var none = await bot.CallAsync(method, new { chat_id = bot.Client.Id });
        var answersNothing = await CallAsync(bot, method, field, bot.Server.AddFile(kind), 404);

        Assert.Equal(
            $"Bad Request: can't use file of type {name} as {(kind == MessageKind.Voice ? "VoiceNote" : kind)}", ofAnotherKind.Description);
        Assert.Equal("Bad Request: wrong file identifier/HTTP URL specified", lost.Description);
        Assert.Equal("Bad Request: wrong remote file identifier specified: Wrong character in the string", damaged.Description);
        Assert.Equal($"Bad Request: there is no {field.Replace('_', ' ')} in the request", none.Description);
        Assert.Equal("Bad Request: message to be replied not found", answersNothing.Description);
        Assert.DoesNotContain(bot.Client.Chat.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_point_and_a_place_are_sent_as_they_are()
    {
        await using var bot = await RawBot.StartWithClientAsync();

        var point = await bot.CallAsync("sendLocation", new { chat_id = bot.Client.Id, latitude = 55.75, longitude = 37.61 });
        var place = await bot.CallAsync(
            "sendVenue", new { chat_id = bot.Client.Id, latitude = -90, longitude = 180, title = "Склад", address = "Ленина, 1" });

        Assert.Equal((55.75, 37.61), ((double)point.Result["location"]!["latitude"]!, (double)point.Result["location"]!["longitude"]!));
        Assert.Equal(
            ("Склад", "Ленина, 1", -90), (
                (string?)place.Result["venue"]!["title"], (string?)place.Result["venue"]!["address"],
                (double)place.Result["venue"]!["location"]!["latitude"]!));
        Assert.Equal([MessageKind.Location, MessageKind.Venue], bot.Client.Chat.Messages.Skip(1).Select(message => message.Kind));
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("sendLocation", point.Body));
        Assert.Empty(BotApiSchema.Published.FaultsOfAnswer("sendVenue", place.Body));
    }

    [Theory]
    [InlineData("", "1", "latitude is empty")]
    [InlineData("1", " ", "longitude is empty")]
    [InlineData("90.5", "1", "wrong location specified")]
    [InlineData("1", "-181", "wrong location specified")]
    public async Task A_point_that_is_not_on_the_map_is_refused(string latitude, string longitude, string description)
    {
        await using var bot = await RawBot.StartWithClientAsync();

        var answer = await bot.CallAsync("sendLocation", new { chat_id = bot.Client.Id, latitude, longitude });

        Assert.Equal("Bad Request: " + description, answer.Description);
    }

    private static Task<RawAnswer> CallAsync(RawBot bot, string method, string field, string file, int? replyTo = null)
    {
        var parameters = new Dictionary<string, object> { ["chat_id"] = bot.Client.Id, [field] = file, ["caption"] = "Вот" };
        if (replyTo is { } id)
            parameters["reply_parameters"] = new { message_id = id };
        return bot.CallAsync(method, parameters);
    }
}
