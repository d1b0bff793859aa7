using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

public sealed class ConversationActorTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private ActorBench.Neighbour _tickets = null!;
    private long _lastUpdate = 1_000;

    [Fact]
    public async Task An_update_is_handled_only_after_telegram_has_accepted_the_reply()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        var stalled = bench.Bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = client.ChatId });

        var update = Text(client, "Оставить заявку");
        Region(bench).Tell(update, bench.Kit.TestActor);
        await stalled.WaitForHitsAsync();
        Assert.Equal("conversation.started.v1", Assert.Single(await JournalAsync(bench, client)));
        Region(bench).Tell(update, bench.Kit.TestActor);
        await bench.Kit.ExpectMsgAsync(new InProgress(update.UpdateId), Deadline);

        stalled.Release();
        await bench.Kit.ExpectMsgAsync(new Handled(update.UpdateId, IsDeduplicated: true), Deadline);
        await client.NextAsync("обращаться");
    }

    [Fact]
    public async Task A_repeat_after_a_crash_yields_the_reply_again_but_no_second_event()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));
        var name = Text(client, "Анна");
        await TellAsync(bench, name);
        await client.NextAsync("организац");

        await bench.Bot.StopAsync();
        await bench.Bot.StartAsync();
        await TellAsync(bench, name);

        await client.NextAsync("организац");
        Assert.Equal(["conversation.started.v1", "conversation.answered.v1"], await JournalAsync(bench, client));
    }

    [Fact]
    public async Task A_repeat_without_a_crash_is_not_said_again()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        var start = Text(client, "Оставить заявку");
        await TellAsync(bench, start);
        await TellAsync(bench, start);
        await TellAsync(bench, Text(client, "Анна"));

        await client.NextAsync("организац");
        Assert.Single(client.Messages, message => message.Text.Contains("обращаться", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_not_said_while_an_earlier_reply_could_be_said_again_too()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));
        var help = Text(client, "/help");

        Region(bench).Tell(help with { EarlierMayBeRedelivered = true }, bench.Kit.TestActor);
        await bench.Kit.ExpectMsgAsync(new Deferred(help.UpdateId), Deadline);

        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Как оставить заявку", StringComparison.Ordinal));
        await TellAsync(bench, help);
        await client.NextAsync("Как оставить заявку");
    }

    [Fact]
    public async Task An_answer_that_takes_the_form_on_waits_for_nothing()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));

        await TellAsync(bench, Text(client, "Анна") with { EarlierMayBeRedelivered = true });

        await client.NextAsync("организац");
    }

    [Fact]
    public async Task A_submitted_form_asks_for_its_ticket_until_there_is_one()
    {
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromMilliseconds(200) });
        var (client, send) = await FillAsync(bench);

        Region(bench).Tell(send, bench.Kit.TestActor);
        var first = await _tickets.ExpectAsync<CreateTicket>();
        var unanswered = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketNotCreated(unanswered.SubmissionId, "the database is away"));
        var third = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(third.SubmissionId, 17));

        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == send.UpdateId, Deadline);
        await client.NextAsync("№17");
        Assert.Equal(first, third);
        Assert.Equal("Анна", first.Answers[FormField.Name]);
        Assert.Equal("+79161234567", first.Answers[FormField.Phone]);
    }

    [Fact]
    public async Task A_crash_between_the_submission_and_the_ticket_ends_in_the_same_ticket_and_one_thank_you()
    {
        await using var bench = await StartAsync();
        var (client, send) = await FillAsync(bench);
        Region(bench).Tell(send, bench.Kit.TestActor);
        var before = await _tickets.ExpectAsync<CreateTicket>();

        await bench.Bot.StopAsync();
        await bench.Bot.StartAsync();
        Region(bench).Tell(send, bench.Kit.TestActor);
        var after = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(after.SubmissionId, 17));

        await bench.Kit.ExpectMsgAsync(new Handled(send.UpdateId, IsDeduplicated: true), Deadline);
        await client.NextAsync("№17");
        Assert.Equal(before, after);
        Assert.Single(await JournalAsync(bench, client), "conversation.submitted.v1");
    }

    [Fact]
    public async Task A_crash_after_the_ticket_and_before_the_thank_you_ends_in_the_thank_you()
    {
        await using var bench = await StartAsync();
        var (client, send) = await FillAsync(bench);
        var stalled = bench.Bot.Telegram.Faults.Inject(
            Fault.ResetBeforeExecution() with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        Region(bench).Tell(send, bench.Kit.TestActor);
        var create = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await stalled.WaitForHitsAsync();

        await bench.Bot.StopAsync();
        bench.Bot.Telegram.Faults.Clear();
        await bench.Bot.StartAsync();
        await TellAsync(bench, send);

        await client.NextAsync("№17");
        Assert.Single(await JournalAsync(bench, client), "conversation.ticket-created.v1");
    }

    [Fact]
    public async Task A_conversation_that_left_memory_goes_on_at_its_question()
    {
        await using var bench = await StartAsync(options => options with { IdleBeforePassivation = TimeSpan.FromMilliseconds(100) });
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));
        var entity = await bench.Kit.Sys
            .ActorSelection($"/system/sharding/conversations/*/{client.ChatId}").ResolveOne(Deadline);
        bench.Kit.Watch(entity);
        await bench.Kit.ExpectTerminatedAsync(entity, Deadline);

        await TellAsync(bench, Text(client, "Анна"));

        await client.NextAsync("организац");
    }

    [Fact]
    public async Task A_client_who_blocked_the_bot_is_no_error_and_goes_on_later()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));
        client.Block();
        await TellAsync(bench, Text(client, "Анна"));
        client.Unblock();
        await TellAsync(bench, Text(client, "ООО"));

        await client.NextAsync("город");
    }

    [Fact]
    public async Task An_update_that_cannot_be_stored_is_given_back_and_goes_through_when_the_database_is_well()
    {
        await using var bench = await StartAsync();
        var client = Client(bench);
        await TellAsync(bench, Text(client, "Оставить заявку"));
        await bench.Bot.Database.ExecuteAsync("alter table akka.journal rename to journal_away");

        var name = Text(client, "Анна");
        Region(bench).Tell(name, bench.Kit.TestActor);
        var report = await bench.Kit.ExpectMsgAsync<Failed>(Deadline);
        Assert.Equal((name.UpdateId, false), (report.UpdateId, report.IsFault));

        await bench.Bot.Database.ExecuteAsync("alter table akka.journal_away rename to journal");
        await Eventually.IsTrueAsync(
            async () =>
            {
                Region(bench).Tell(name, bench.Kit.TestActor);
                return await bench.Kit.ReceiveOneAsync(TimeSpan.FromSeconds(3)) is Handled;
            },
            "the update is handled when it is sent again");
        await client.NextAsync("организац");
    }

    private Task<ActorBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) => ActorBench.CreateAsync(
        akka => akka.WithConversations(),
        bench => _tickets = bench.Probe<TicketActor>(),
        services => services.AddSingleton((options ?? (unchanged => unchanged))(ConversationOptions.Default)));

    private static IActorRef Region(ActorBench bench) => bench.Bot.Services.GetRequiredService<IReadOnlyActorRegistry>().Get<ConversationActor>();

    private static ChatParticipant Client(ActorBench bench)
    {
        var client = bench.Bot.NewClient();
        client.SendText("/start");
        return client;
    }

    private ClientUpdate Text(ChatParticipant client, string text) => new(_lastUpdate++, client.Person.Id, null, new ClientInput.Text(text));

    private static async Task TellAsync(ActorBench bench, ClientUpdate update)
    {
        Region(bench).Tell(update, bench.Kit.TestActor);
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == update.UpdateId, Deadline);
    }

    private async Task<(ChatParticipant Client, ClientUpdate Send)> FillAsync(ActorBench bench)
    {
        var client = Client(bench);
        foreach (var text in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"])
            await TellAsync(bench, Text(client, text));
        return (client, Text(client, "Отправить"));
    }

    private static Task<IReadOnlyList<string>> JournalAsync(ActorBench bench, ChatParticipant client) => bench.Bot.Database.ReadAsync(
        $"select manifest from akka.journal where persistence_id = 'conversation-{client.Person.Id}' order by sequence_number");
}
