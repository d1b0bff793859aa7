using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The source of a ticket across restarts and crashes of its conversation.</summary>
public sealed class SourceActorTests
{
    private const string Noted = "conversation.source-noted.v1";

    private static readonly string[] Answers = ["Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567", "Отправить"];

    private ActorBench.Neighbour _tickets = null!;

    [Fact]
    public async Task A_source_that_came_before_a_restart_goes_into_the_ticket_after_it()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var link = bench.Text(client, "/start expo-2026");
        await bench.TellAsync(link);
        await client.NextAsync("Здравствуйте!");

        await bench.RestartAsync();
        await bench.TellAsync(link);
        await client.NextAsync("Здравствуйте!");
        await bench.TellAsync(bench.Text(client, "/start expo-2026"));
        Assert.Equal([Noted], await bench.JournalAsync(client));

        Assert.Equal("expo-2026", (await SendAsync(bench, client, "Оставить заявку")).Source);
    }

    [Fact]
    public async Task A_crash_between_the_event_and_the_reply_loses_neither()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var stalled = bench.Bot.Telegram.Faults.Inject(
            Fault.ResetBeforeExecution() with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        var link = bench.Text(client, "/start expo-2026");
        bench.Tell(link);
        await stalled.WaitForHitsAsync();

        await bench.Bot.StopAsync();
        bench.Bot.Telegram.Faults.Clear();
        await bench.Bot.StartAsync();
        await bench.TellAsync(link);

        await client.NextAsync("У вас есть незаконченная заявка");
        Assert.Equal(["conversation.started.v2", Noted], await bench.JournalAsync(client));
        Assert.Equal("expo-2026", (await SendAsync(bench, client)).Source);
    }

    [Fact]
    public async Task A_source_waits_while_the_reply_to_an_earlier_update_could_be_said_again()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var link = bench.Text(client, "/start expo-2026");

        bench.Tell(link with { EarlierMayBeRedelivered = true });
        await bench.Kit.ExpectMsgAsync(new Deferred(link.UpdateId), ConversationBench.Deadline);
        Assert.Empty(await bench.JournalAsync(client));

        await bench.TellAsync(link);
        Assert.Equal([Noted], await bench.JournalAsync(client));
    }

    [Fact]
    public async Task A_source_that_comes_while_the_ticket_is_being_stored_is_for_the_next_one()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        foreach (var text in Answers.SkipLast(1).Prepend("Оставить заявку"))
            await bench.TellAsync(bench.Text(client, text));
        bench.Tell(bench.Text(client, "Отправить"));
        var first = await _tickets.ExpectAsync<CreateTicket>();
        var link = bench.Text(client, "/start expo-2026");
        bench.Tell(link);
        _tickets.Reply(new TicketCreated(first.SubmissionId, 17));
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == link.UpdateId, ConversationBench.Deadline);

        Assert.Null(first.Source);
        Assert.Equal("expo-2026", (await SendAsync(bench, client, "Оставить заявку")).Source);
    }

    [Fact]
    public async Task What_a_source_answered_stays_when_the_configuration_has_changed_after_a_restart()
    {
        await using var bench = await StartAsync();
        var without = bench.Bot.Settings;
        bench.Bot.Settings = Answering(without, "expo-2026", "Стелы");
        await bench.RestartAsync();
        var client = bench.NewClient();
        foreach (var text in (string[])["/start expo-2026", "Оставить заявку", "Анна"])
            await bench.TellAsync(bench.Text(client, text));

        bench.Bot.Settings = without;
        await bench.RestartAsync();
        foreach (var text in (string[])["ООО", "Тверь", "Вывеска", "+79161234567"])
            await bench.TellAsync(bench.Text(client, text));
        bench.Tell(bench.Text(client, "Отправить"));

        var create = await _tickets.ExpectAsync<CreateTicket>();
        Assert.Equal("Стелы", create.Answers[Ids.Direction]?.Value);
        Assert.Equal("expo-2026", create.Source);
    }

    private Task<ConversationBench> StartAsync() =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>());

    private async Task<CreateTicket> SendAsync(ConversationBench bench, ChatParticipant client, params string[] before)
    {
        foreach (var text in before.Concat(Answers.SkipLast(1)))
            await bench.TellAsync(bench.Text(client, text));
        bench.Tell(bench.Text(client, Answers[^1]));
        return await _tickets.ExpectAsync<CreateTicket>();
    }

    private static BotSettings Answering(BotSettings settings, string source, string direction) => settings with
    {
        Company = settings.Company with
        {
            Sources = new Dictionary<string, IReadOnlyDictionary<string, string>>
            {
                [source] = new Dictionary<string, string> { [Ids.Direction] = direction },
            },
        },
    };
}
