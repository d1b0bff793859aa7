using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

public sealed class ConversationActorTests
{
    private ActorBench.Neighbour _tickets = null!;

    [Fact]
    public async Task An_update_is_handled_only_after_telegram_has_accepted_the_reply()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var stalled = bench.Bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = client.ChatId });

        var update = bench.Text(client, "Оставить заявку");
        bench.Tell(update);
        await stalled.WaitForHitsAsync();
        Assert.Equal("conversation.started.v2", Assert.Single(await bench.JournalAsync(client)));
        bench.Tell(update);
        await bench.Kit.ExpectMsgAsync(new InProgress(update.UpdateId), ConversationBench.Deadline);

        stalled.Release();
        await bench.Kit.ExpectMsgAsync(new Handled(update.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("обращаться");
    }

    [Fact]
    public async Task A_repeat_after_a_crash_yields_the_reply_again_but_no_second_event()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var name = bench.Text(client, "Анна");
        await bench.TellAsync(name);
        await client.NextAsync("организац");

        await bench.RestartAsync();
        await bench.TellAsync(name);

        await client.NextAsync("организац");
        Assert.Equal(["conversation.started.v2", "conversation.answered.v2"], await bench.JournalAsync(client));
    }

    [Fact]
    public async Task A_repeat_without_a_crash_is_not_said_again()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var start = bench.Text(client, "Оставить заявку");
        await bench.TellAsync(start);
        await bench.TellAsync(start);
        await bench.TellAsync(bench.Text(client, "Анна"));

        await client.NextAsync("организац");
        Assert.Single(client.Messages, message => message.Text.Contains("обращаться", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_is_not_said_while_an_earlier_reply_could_be_said_again_too()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var help = bench.Text(client, "/help");

        bench.Tell(help with { EarlierMayBeRedelivered = true });
        await bench.Kit.ExpectMsgAsync(new Deferred(help.UpdateId), ConversationBench.Deadline);

        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Как оставить заявку", StringComparison.Ordinal));
        await bench.TellAsync(help);
        await client.NextAsync("Как оставить заявку");
    }

    [Fact]
    public async Task An_answer_that_takes_the_form_on_waits_for_nothing()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));

        await bench.TellAsync(bench.Text(client, "Анна") with { EarlierMayBeRedelivered = true });

        await client.NextAsync("организац");
    }

    [Fact]
    public async Task A_submitted_form_asks_for_its_ticket_until_there_is_one()
    {
        await using var bench = await StartAsync(options => options with { TicketDeadline = TimeSpan.FromMilliseconds(200) });
        var (client, send) = await FillAsync(bench);

        bench.Tell(send);
        var first = await _tickets.ExpectAsync<CreateTicket>();
        var unanswered = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketNotCreated(unanswered.SubmissionId, "the database is away"));
        var third = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(third.SubmissionId, 17));

        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == send.UpdateId, ConversationBench.Deadline);
        await client.NextAsync("№17");
        Assert.Equal(first, third);
        Assert.Equal("Анна", first.Answers[Ids.Name]?.Value);
        Assert.Equal("+79161234567", first.Answers[Ids.Phone]?.Value);
    }

    [Fact]
    public async Task What_a_client_sends_after_a_ban_is_refused_also_when_a_form_is_finished_first()
    {
        await using var bench = await StartAsync();
        var (client, send) = await FillAsync(bench);
        bench.Tell(send);
        await _tickets.ExpectAsync<CreateTicket>();
        await bench.RestartAsync();

        // The row of the press was set aside, and the client was banned meanwhile.
        var after = bench.Text(client, "И ещё вывеска") with { Ban = 5 };
        bench.Tell(after);
        var create = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await bench.Kit.FishForMessageAsync<Handled>(report => report.UpdateId == after.UpdateId, ConversationBench.Deadline);

        await client.NextAsync("№17");
        Assert.Equal("conversation.ticket-created.v1", (await bench.JournalAsync(client))[^1]);
        var said = client.Messages.Count(message => message.FromBot);
        await bench.TellAsync(bench.Text(client, "Оставить заявку") with { Ban = 5 });
        Assert.Equal("conversation.ticket-created.v1", (await bench.JournalAsync(client))[^1]);
        Assert.Equal(said, client.Messages.Count(message => message.FromBot));
    }

    [Fact]
    public async Task A_crash_between_the_submission_and_the_ticket_ends_in_the_same_ticket_and_one_thank_you()
    {
        await using var bench = await StartAsync();
        var (client, send) = await FillAsync(bench);
        bench.Tell(send);
        var before = await _tickets.ExpectAsync<CreateTicket>();

        await bench.RestartAsync();
        bench.Tell(send);
        var after = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(after.SubmissionId, 17));

        await bench.Kit.ExpectMsgAsync(new Handled(send.UpdateId, IsDeduplicated: true), ConversationBench.Deadline);
        await client.NextAsync("№17");
        Assert.Equal(before, after);
        Assert.Single(await bench.JournalAsync(client), "conversation.submitted.v2");
    }

    [Fact]
    public async Task A_crash_after_the_ticket_and_before_the_thank_you_ends_in_the_thank_you()
    {
        await using var bench = await StartAsync();
        var (client, send) = await FillAsync(bench);
        var stalled = bench.Bot.Telegram.Faults.Inject(
            Fault.ResetBeforeExecution() with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        bench.Tell(send);
        var create = await _tickets.ExpectAsync<CreateTicket>();
        _tickets.Reply(new TicketCreated(create.SubmissionId, 17));
        await stalled.WaitForHitsAsync();

        await bench.Bot.StopAsync();
        bench.Bot.Telegram.Faults.Clear();
        await bench.Bot.StartAsync();
        await bench.TellAsync(send);

        await client.NextAsync("№17");
        Assert.Single(await bench.JournalAsync(client), "conversation.ticket-created.v1");
    }

    [Fact]
    public async Task A_conversation_that_left_memory_goes_on_at_its_question()
    {
        // The actor has to be found before it is gone.
        await using var bench = await StartAsync(options => options with { IdleBeforePassivation = TimeSpan.FromSeconds(3) });
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        var entity = await bench.Kit.Sys
            .ActorSelection($"/system/sharding/conversations/*/{client.ChatId}").ResolveOne(ConversationBench.Deadline);
        bench.Kit.Watch(entity);
        await bench.Kit.ExpectTerminatedAsync(entity, ConversationBench.Deadline);

        await bench.TellAsync(bench.Text(client, "Анна"));

        await client.NextAsync("организац");
    }

    [Fact]
    public async Task A_client_who_blocked_the_bot_is_no_error_and_goes_on_later()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        client.Block();
        await bench.TellAsync(bench.Text(client, "Анна"));
        client.Unblock();
        await bench.TellAsync(bench.Text(client, "ООО"));

        await client.NextAsync("город");
    }

    [Fact]
    public async Task An_update_that_cannot_be_stored_is_given_back_and_goes_through_when_the_database_is_well()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.TellAsync(bench.Text(client, "Оставить заявку"));
        await bench.Bot.Database.ExecuteAsync("alter table akka.journal rename to journal_away");

        var name = bench.Text(client, "Анна");
        bench.Tell(name);
        var report = await bench.Kit.ExpectMsgAsync<Failed>(ConversationBench.Deadline);
        Assert.Equal((name.UpdateId, false), (report.UpdateId, report.IsFault));

        await bench.Bot.Database.ExecuteAsync("alter table akka.journal_away rename to journal");
        await bench.TellUntilHandledAsync(name);
        await client.NextAsync("организац");
    }

    private Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(akka => akka.WithConversations(), bench => _tickets = bench.Probe<TicketActor>(), options);

    private static async Task<(ChatParticipant Client, ClientUpdate Send)> FillAsync(ConversationBench bench)
    {
        var client = bench.NewClient();
        foreach (var text in (string[])["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567"])
            await bench.TellAsync(bench.Text(client, text));
        return (client, bench.Text(client, "Отправить"));
    }
}
