using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Updates of unexpected shapes, between two ordinary ones.</summary>
public sealed class OddUpdateTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_update_of_any_shape_costs_only_itself_and_is_kept_with_its_error()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться", Soon);
        var from = $$"""{"id":{{client.Person.Id}},"is_bot":false,"first_name":"Анна"}""";
        var chat = $$"""{"id":{{client.Person.Id}},"type":"private"}""";
        var groups = $$"""{"id":{{bot.Manager.Id}},"type":"private"}""";
        var deep = new string('[', 100) + new string(']', 100);
        var tooDeep = new string('[', 30_000) + new string(']', 30_000);
        string[] odd =
        [
            $$"""{"update_id":ID,"message":{"message_id":1,"from":{{from}},"text":"x"} }""",
            $$"""{"update_id":ID,"message":{"message_id":1,"from":{{from}},"chat":null,"text":"x"} }""",
            $$"""{"update_id":ID,"message":{"message_id":1,"from":{{from}},"chat":{{chat}},"text":{{deep}} } }""",
            $$"""{"update_id":ID,"message":{"message_id":1,"from":{{from}},"chat":{{chat}},"rich":{{tooDeep}},"text":"x"} }""",
            $$"""{"update_id":ID,"message":{"message_id":1,"from":{"first_name":"x"},"chat":{{chat}},"text":"x"} }""",
            $$"""{"update_id":ID,"message":{"from":{{from}},"chat":{"id":99999999999999999999,"type":"private"},"text":"x"} }""",
            $$"""{"update_id":ID,"my_chat_member":{"from":{{from}} } }""",
            $$"""{"update_id":ID,"my_chat_member":{"chat":{{groups}} } }""",
            $$"""{"update_id":ID,"callback_query":{"from":{{from}} } }""",
            """{"update_id":ID,nonsense}""",
            "{\"update_id\":ID,\"message\":\"\u0000\"}",
            """{"message":{}}""",
            """{"update_id":99999999999,"message":{}}""",
            """{"update_id":-1}""",
            "[]", "null", "7", "\"text\"",
        ];
        foreach (var text in odd)
            bot.Telegram.Updates.EnqueueText(id => text.Replace("ID", $"{id}", StringComparison.Ordinal));

        client.SendText("Анна");
        await client.NextAsync("организац", Soon);
        // The last update of a response alone.
        foreach (var text in (string[])["{}", """{"update_id":"x"}"""])
        {
            bot.Telegram.Updates.EnqueueText(_ => text);
            await bot.Telegram.Updates.WaitUntilConfirmedAsync(Soon);
        }

        client.SendText("ООО");
        await client.NextAsync("город", Soon);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select count(*) || ' ' || count(last_error) from inbox where set_aside_at is not null"),
            rows => rows.SequenceEqual([$"{odd.Length + 2} {odd.Length + 2}"]), "each of them is set aside with its error");
        Assert.Equal(
            [$"trouble {odd.Length + 2}"],
            await bot.Database.ReadAsync("select state || ' ' || rows from health where matter = 'inbox set aside'"));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select update_id::text from inbox where set_aside_at is null"),
            rows => rows.Count == 0, "nothing waits");
    }

    [Fact]
    public async Task What_can_be_read_of_an_odd_update_is_answered()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var from = $$"""{"id":{{client.Person.Id}},"is_bot":null,"first_name":{},"username":"a\u0000\ud800"}""";
        var chat = $$"""{"id":"{{client.Person.Id}}"}""";
        var deep = new string('[', 1_000) + new string(']', 1_000);
        client.SendText("/start");
        await client.NextAsync("", Soon);

        Send($$"""
            {"update_id":"ID","message":{"message_id":"x","from":{{from}},"chat":{{chat}},
             "rich_message":{{deep}},"text":"Оставить заявку"} }
            """);
        await client.NextAsync("обращаться", Soon);
        Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"photo":[null]} }""");
        await client.NextAsync("обращаться", Soon);
        Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"contact":{} } }""");
        await client.NextAsync("обращаться", Soon);
        Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"text":""} }""");
        await client.NextAsync("обращаться", Soon);
        Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"text":"\u0000А\ud83dнна\u0000"} }""");
        await client.NextAsync("организац", Soon);
        for (var place = 1; place < FormScript.Questions.Length; place++)
        {
            var (answer, next) = (FormScript.Questions[place].Answers[0], FormScript.KeyWordAfter(place));
            Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"text":"{{answer}}"} }""");
            await client.NextAsync(next, Soon);
        }

        Send($$"""{"update_id":ID,"message":{"from":{{from}},"chat":{{chat}},"text":"Отправить"} }""");
        await client.NextAsync("№", Soon);
        Assert.Equal(["А\uFFFDнна a\uFFFD"], await bot.Database.ReadAsync("select name || ' ' || username from tickets"));
        await bot.Manager.Chat.NextAsync("Анна".Insert(1, "\uFFFD"), Soon);
        await bot.AssertAllIsHandledAsync();

        void Send(string update) =>
            bot.Telegram.Updates.EnqueueText(id => update.Replace("ID", $"{id}", StringComparison.Ordinal));
    }
}
