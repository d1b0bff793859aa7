using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Tests.Sandbox.BotApi;

public sealed class EnvelopeTests
{
    [Theory]
    [InlineData("/bot7204518933:wrong/getMe", 401, "Unauthorized")]
    [InlineData("/botnonsense/getMe", 401, "Unauthorized: invalid token specified")]
    [InlineData("/bot0123:abc/getMe", 401, "Unauthorized: invalid token specified")]
    [InlineData("/bot7204518933:wrong", 404, "Not Found")]
    [InlineData("/", 404, "Not Found")]
    [InlineData("/TOKEN/getMoon", 404, "Not Found: method not found")]
    public async Task A_wrong_token_path_or_method_is_refused(string path, int status, string description)
    {
        await using var bot = await RawBot.StartAsync();

        var answer = await bot.GetAsync(path.Replace("TOKEN", "bot" + bot.Server.Token, StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode)status, answer.Status);
        Assert.Equal($$"""{"ok":false,"error_code":{{status}},"description":"{{description}}"}""", answer.Body);
    }

    [Theory]
    [InlineData("getMe")]
    [InlineData("GETME")]
    [InlineData("getme")]
    public async Task Methods_are_known_in_any_case(string method)
    {
        await using var bot = await RawBot.StartAsync();

        var me = await bot.GetAsync($"/bot{bot.Server.Token}/{method}");

        Assert.Equal(bot.Server.BotUsername, (string?)me.Result["username"]);
        Assert.Equal(bot.Server.BotId, (long)me.Result["id"]!);
        Assert.Equal("getMe", Assert.Single(bot.Server.Calls.All).Method);
    }

    public static TheoryData<string> Transports => new("query", "form", "multipart", "json");

    [Theory]
    [MemberData(nameof(Transports))]
    public async Task Parameters_come_by_query_form_multipart_or_json_alike(string transport)
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        var markup = """{"inline_keyboard":[[{"text":"Да","callback_data":"1"}]]}""";
        var values = new Dictionary<string, string>
        {
            ["chat_id"] = $"{bot.Client.Id}",
            ["text"] = "<b>12</b>",
            ["parse_mode"] = "html",
            ["reply_markup"] = markup,
            ["unknown"] = "1",
        };
        using var multipart = new MultipartFormDataContent();
        foreach (var (name, value) in values)
            multipart.Add(new StringContent(value), name);
        var json = new JsonObject([.. values.Select(value => KeyValuePair.Create(value.Key, (JsonNode?)value.Value))]);
        var path = $"/bot{bot.Server.Token}/sendMessage";
        var query = string.Join('&', values.Select(value => $"{value.Key}={Uri.EscapeDataString(value.Value)}"));

        var answer = transport switch
        {
            "query" => await bot.GetAsync(path + "?" + query),
            "form" => await bot.PostAsync(path, new FormUrlEncodedContent(values)),
            "multipart" => await bot.PostAsync(path, multipart),
            _ => await bot.CallAsync("sendMessage", json),
        };

        Assert.Null(answer.Description);
        var message = bot.Client.Chat.Messages[^1];
        Assert.Equal(("12", "<b>12</b>"), (message.Text, message.Html));
        Assert.Equal(["12"], message.Formatted("bold"));
        Assert.Equal(new InlineButton("Да", "1", null), Assert.Single(Assert.Single(message.InlineButtons)));
    }

    [Fact]
    public async Task An_uploaded_photo_gets_a_file_id_that_can_be_sent_again_and_fetched()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        using var upload = new MultipartFormDataContent
        {
            { new StringContent($"{bot.Client.Id}"), "chat_id" }, { new StringContent("attach://file0"), "photo" },
        };
        var bytes = new ByteArrayContent([1, 2, 3]);
        bytes.Headers.ContentType = new MediaTypeHeaderValue("image/jpeg");
        upload.Add(bytes, "file0", "a.jpg");

        await bot.PostAsync($"/bot{bot.Server.Token}/sendPhoto", upload);
        var fileId = bot.Client.Chat.Messages[^1].PhotoFileId;
        var again = await bot.CallAsync("sendPhoto", new { chat_id = bot.Client.Id, photo = fileId });
        var file = await bot.CallAsync("getFile", new { file_id = fileId });
        var content = await bot.GetAsync($"/file/bot{bot.Server.Token}/{file.Result["file_path"]}");

        Assert.Null(again.Description);
        Assert.Equal(fileId, bot.Client.Chat.Messages[^1].PhotoFileId);
        Assert.Equal("\u0001\u0002\u0003", content.Body);
    }

    [Fact]
    public async Task Calls_are_recorded_up_to_a_limit_and_can_be_waited_for()
    {
        await using var bot = await RawBot.StartAsync(new BotApiOptions { RecordedCallLimit = 2 });
        var expected = bot.Server.Calls.WaitForCallAsync(call => call.Method == "getChat");

        await bot.CallAsync("getMe");
        await bot.CallAsync("getWebhookInfo");
        await bot.CallAsync("getChat", new { chat_id = 5 });

        var call = await expected;
        Assert.Equal((5L, 400, false), (call.ChatId, call.HttpStatus, call.Succeeded));
        Assert.Equal(5, (int)call.Parameters["chat_id"]!);
        Assert.Contains("chat not found", call.Response, StringComparison.Ordinal);
        Assert.Equal(["getWebhookInfo", "getChat"], bot.Server.Calls.All.Select(kept => kept.Method));
        Assert.Equal(1, bot.Server.Calls.Dropped);
    }

    [Fact]
    public async Task Command_menus_are_kept_by_scope_and_the_narrowest_one_is_shown()
    {
        await using var bot = await RawBot.StartAsync();
        bot.Client.Chat.SendText("/start");
        var other = bot.Server.AddPerson("Борис");
        await bot.CallAsync("setMyCommands", new { commands = new[] { new { command = "help", description = "Помощь" } } });
        var scope = new { type = "chat", chat_id = bot.Client.Id };
        await bot.CallAsync("setMyCommands", new { commands = new[] { new { command = "photoid", description = "Фото" } }, scope });

        Assert.Equal(new MenuCommand("photoid", "Фото"), Assert.Single(bot.Client.Chat.Commands));
        Assert.Equal(new MenuCommand("help", "Помощь"), Assert.Single(other.Chat.Commands));
        Assert.Equal("photoid", (string?)(await bot.CallAsync("getMyCommands", new { scope })).Result[0]!["command"]);
        await bot.CallAsync("deleteMyCommands", new { scope });
        Assert.Equal(new MenuCommand("help", "Помощь"), Assert.Single(bot.Client.Chat.Commands));
    }

    [Fact]
    public async Task Descriptions_are_kept_by_language_and_a_person_sees_that_of_their_own_or_else_that_of_all()
    {
        await using var bot = await RawBot.StartAsync();
        var all = new string('я', 512);
        await bot.CallAsync("setMyDescription", new { description = all });
        await bot.CallAsync("setMyShortDescription", new { short_description = " Заявки " });

        Assert.Equal(all, bot.Client.Chat.Description);
        Assert.Equal("", bot.Server.AddSupergroup("Менеджеры", bot.Client).Seat(bot.Client).Description);
        await bot.CallAsync("setMyDescription", new { description = "Принимаю заявки", language_code = "ru" });
        Assert.Equal("Принимаю заявки", bot.Client.Chat.Description);
        Assert.Equal(all, (string?)(await bot.CallAsync("getMyDescription")).Result["description"]);
        Assert.Equal("", (string?)(await bot.CallAsync("getMyDescription", new { language_code = "en" })).Result["description"]);
        Assert.Equal("Заявки", (string?)(await bot.CallAsync("getMyShortDescription")).Result["short_description"]);
        await bot.CallAsync("setMyDescription", new { language_code = "ru" });
        Assert.Equal(all, bot.Client.Chat.Description);
    }

    [Fact]
    public async Task Servers_in_one_process_know_nothing_of_each_other()
    {
        await using var one = await RawBot.StartAsync();
        await using var two = await RawBot.StartAsync();
        one.Client.Chat.SendText("привет");

        Assert.NotEqual(one.Server.Url, two.Server.Url);
        Assert.Empty((await two.CallAsync("getUpdates")).UpdateIds);
        Assert.Single((await one.CallAsync("getUpdates")).UpdateIds);
    }

    [Fact]
    public async Task A_server_that_stops_tells_a_waiting_poll_so()
    {
        await using var bot = await RawBot.StartAsync();
        var poll = await bot.StartPollAsync(0, 30);

        await bot.Server.DisposeAsync();

        Assert.Equal("Internal Server Error: restart", (await poll).Description);
    }
}
