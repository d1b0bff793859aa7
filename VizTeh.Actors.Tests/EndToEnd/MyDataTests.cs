using System.Text;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client asks what is stored about them, with the whole program over HTTP.</summary>
public sealed class MyDataTests
{
    private const string Caption = "Здесь всё, что бот хранит о вас, кроме";

    [Fact]
    public async Task A_client_gets_the_tickets_what_was_said_and_the_open_form_in_a_readable_file_without_a_managers_name()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient("Анна", "anna_k");
        var id = await client.OrderAsync(TypedForm.Ordinary.With("name", "Анна <К> & Ко"));
        client.SendText("Позвоните после шести");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
        var card = await managers.Seat.NextAsync($"№{id}");
        managers.Seat.SendText("Позвоним в семь", replyTo: card);
        await client.NextAsync("Позвоним в семь");
        var note = managers.Seat.SendText("// должник, скидку не давать", replyTo: card);
        await Eventually.IsTrueAsync(() => note.Reaction is not null, "the note is taken");
        await managers.Seat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await managers.Bot.Database.ExecuteAsync("update tickets set outcome = 'Спам'; update ticket_history set outcome = 'Спам'");
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Борис");
        await client.NextAsync("организац");
        // The row of an update that was just answered goes a moment later; until then it is in the file too.
        await managers.Bot.AssertAllIsHandledAsync();

        client.SendText("/mydata");
        var (text, document) = await DocumentAsync(managers.Bot, client);

        Assert.Contains("\"name\": \"Анна <К> & Ко\"", text, StringComparison.Ordinal);
        Assert.Contains("Позвоните после шести", text, StringComparison.Ordinal);
        Assert.All(
            ["Мария", "maria", "должник", "Спам", "album_id", "chat_id", $"{managers.Manager.Id}", $"{managers.Group.Id}"],
            ofManager => Assert.DoesNotContain(ofManager, text, StringComparison.OrdinalIgnoreCase));
        var ticket = Assert.Single(document["tickets"]!.AsArray())!;
        Assert.Equal(
            (id, "closed", "anna_k", 1), ((long)ticket["id"]!, (string?)ticket["status"], (string?)ticket["username"],
                (int)ticket["cardsInManagersChats"]!));
        Assert.Equal(
            ["client: Позвоните после шести", "manager: Позвоним в семь"],
            ticket["messages"]!.AsArray().Select(said => $"{said!["author"]}: {said["text"]}"));
        Assert.Equal(
            ["open bot", "closed manager"], ticket["history"]!.AsArray().Select(past => $"{past!["status"]} {past["by"]}"));
        Assert.Equal("Борис", (string?)Assert.Single(document["conversation"]!["answers"]!.AsArray())!["answer"]);
        Assert.NotEmpty(document["conversation"]!["rememberedAnswers"]!.AsArray());
        Assert.Equal("/mydata", (string?)Assert.Single(document["received"]!.AsArray())!["payload"]!["message"]!["text"]);
        await client.NextAsync("организац");
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task The_data_of_others_is_not_in_the_file()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var other = bot.NewClient("Борис", "boris_b");
        await other.OrderAsync(TypedForm.Ordinary.With("name", "Борис Чужой"));
        await bot.Database.ExecuteAsync(
            $$$"""
            insert into inbox (update_id, payload, set_aside_at, last_error)
            values (5, '{"update_id":5,"message":{"text":"чужое","from":{"id":{{{other.Person.Id}}} } } }', now(), 'why')
            """);
        var client = bot.NewClient();

        client.SendText("/mydata");
        var (text, document) = await DocumentAsync(bot, client);

        Assert.DoesNotContain("Борис", text, StringComparison.Ordinal);
        Assert.DoesNotContain("чужое", text, StringComparison.Ordinal);
        Assert.Empty(document["tickets"]!.AsArray());
    }

    [Fact]
    public async Task What_was_set_aside_and_what_waits_for_the_client_is_named_in_whatever_form_it_is_stored()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Здравствуйте");
        // The row of an update that was just answered goes a moment later; until then it is in the file too.
        await bot.AssertAllIsHandledAsync();
        var id = client.Person.Id;
        var odd = $$$"""{"update_id":7,"message":{"text":"из Base64","from":{"id":{{{id}}} } } }""";
        await bot.Database.ExecuteAsync(
            $$$"""
            insert into inbox (update_id, payload, set_aside_at, last_error) values
              (5, '{"update_id":5,"message":{"text":"отложено","from":{"id":{{{id}}} } } }', now(), 'why'),
              (6, to_json('{"update_id":6,"message":{"text":"строкой","from":{"id":{{{id}}} } } }'::text), now(), 'why'),
              (null, to_json('{{{Convert.ToBase64String(Encoding.UTF8.GetBytes(odd))}}}'::text), now(), 'why');
            insert into outbox (chat_id, kind, recipient, payload, expires_at, next_attempt_at)
            values ({{{id}}}, 'notice', 'client', '{"html":"ждёт отправки"}', now() + interval '1 day', now() + interval '1 hour')
            """);

        client.SendText("/mydata");
        var (text, document) = await DocumentAsync(bot, client);

        Assert.Contains("отложено", text, StringComparison.Ordinal);
        Assert.Contains("строкой", text, StringComparison.Ordinal);
        Assert.Equal(4, document["received"]!.AsArray().Count);
        Assert.Equal("ждёт отправки", (string?)Assert.Single(document["waitingToBeSent"]!.AsArray())!["payload"]!["html"]);
    }

    [Fact]
    public async Task The_file_comes_although_Telegram_was_away_and_the_program_started_anew_and_not_again_within_a_minute()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Здравствуйте");
        var stalled = bot.Telegram.Faults.Inject(
            Fault.ResetBeforeExecution() with { Method = "sendDocument", ChatId = client.ChatId, Times = null });
        client.SendText("/mydata");
        await stalled.WaitForHitsAsync();
        await bot.StopAsync();
        bot.Telegram.Faults.Clear();
        await bot.StartAsync();
        await client.NextAsync(Caption);

        client.SendText("/mydata");
        await client.NextAsync("только что были отправлены");

        Assert.Single(client.Messages, message => message.Text.StartsWith(Caption, StringComparison.Ordinal));
        await bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task A_firm_that_does_not_offer_the_command_has_it_neither_in_the_menu_nor_in_the_help()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with
        {
            Company = settings.Company with { Texts = settings.Company.Texts.WithoutCommands("mydata", "forget") },
        });
        var client = bot.NewClient();

        client.SendText("/mydata");
        await client.NextAsync("Такой команды нет. Есть /start, /my, /cancel и /help.");
        client.SendText("/help");
        Assert.DoesNotContain("mydata", (await client.NextAsync("Как оставить заявку")).Text, StringComparison.Ordinal);
    }

    private static async Task<(string Text, JsonNode Document)> DocumentAsync(BotUnderTest bot, ChatParticipant client)
    {
        var sent = await client.NextAsync(Caption);
        Assert.Equal(MessageKind.Document, sent.Kind);
        var text = Encoding.UTF8.GetString(bot.Telegram.FileContent(sent.FileId!)!);
        Assert.Contains("\n  \"conversation\": {", text, StringComparison.Ordinal);
        return (text, JsonNode.Parse(text)!);
    }
}
