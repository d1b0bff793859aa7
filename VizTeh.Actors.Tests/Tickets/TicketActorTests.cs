using Akka.Hosting;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

public sealed class TicketActorTests : IAsyncLifetime
{
    private ActorBench _bench = null!;
    private ActorBench.Neighbour _asker = null!;

    public async Task InitializeAsync() => _bench = await ActorBench.CreateAsync(
        akka => akka.WithTickets(),
        bench =>
        {
            bench.Probe<OutboxKey>();
            _asker = bench.Probe<TicketActorTests>();
        });

    public async Task DisposeAsync() => await _bench.DisposeAsync();

    [Fact]
    public async Task A_ticket_whose_commit_takes_long_is_not_overtaken_by_the_card_of_a_later_one()
    {
        var first = TicketSamples.New();
        var later = TicketSamples.New();
        await using var rival = await _bench.Bot.Database.DataSource.OpenConnectionAsync();
        await using var transaction = await rival.BeginTransactionAsync();
        await using (var command = rival.CreateCommand())
        {
            // The first ticket's insert waits for this one, which is rolled back.
            command.CommandText = $"insert into tickets (user_id, submission_id) values (1, '{first.SubmissionId}')";
            await command.ExecuteNonQueryAsync();
        }

        Ask(first);
        await Eventually.BecomesAsync(
            () => _bench.Bot.Database.ReadAsync(
                "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            waiting => waiting.Count == 1, "the first ticket waits");
        Ask(later);
        // The answer to this request shows that the later ticket was processed, too.
        Ask(new ChangeTicketStatus(404, TicketStatus.Closed, 9, "Пётр", 5, 900, null));
        await _asker.ExpectAsync<TicketNotFound>();
        await transaction.RollbackAsync();

        var answers = new[] { await _asker.ExpectAsync<TicketCreated>(), await _asker.ExpectAsync<TicketCreated>() };
        Assert.Equal([first.SubmissionId, later.SubmissionId], answers.Select(answer => answer.SubmissionId));
        Assert.True(answers[0].TicketId < answers[1].TicketId);
    }

    [Fact]
    public async Task Tickets_asked_for_at_once_and_their_cards_are_numbered_in_the_order_of_asking()
    {
        var tickets = Enumerable.Range(0, 200).Select(_ => TicketSamples.New()).ToArray();

        foreach (var ticket in tickets)
            Ask(ticket);
        var ids = new Dictionary<Guid, long>();
        while (ids.Count < tickets.Length)
        {
            var created = await _asker.ExpectAsync<TicketCreated>();
            ids.Add(created.SubmissionId, created.TicketId);
        }

        long[] inOrder = [.. tickets.Select(ticket => ids[ticket.SubmissionId])];
        Assert.Equal(inOrder.Order(), inOrder);
        Assert.Equal(
            inOrder.Select(id => $"{id}"),
            await _bench.Bot.Database.ReadAsync("select ticket_id from outbox where kind = 'card' order by id"));
        Assert.Equal(
            inOrder.Select(id => $"{id}|open"),
            await _bench.Bot.Database.ReadAsync("select ticket_id || '|' || status from ticket_history order by id"));
    }

    [Fact]
    public async Task A_ticket_that_the_database_will_never_take_keeps_no_other_from_being_created()
    {
        var poison = TicketSamples.New().With("name", "\0");
        var tickets = Enumerable.Range(0, 20).Select(_ => TicketSamples.New()).ToArray();

        Ask(tickets[0]);
        Ask(poison);
        foreach (var ticket in tickets.Skip(1))
            Ask(ticket);
        var refused = new List<Guid>();
        var created = new HashSet<Guid>();
        while (refused.Count + created.Count < tickets.Length + 1)
        {
            switch (await _asker.ExpectAsync<object>())
            {
                case TicketCreated answer:
                    created.Add(answer.SubmissionId);
                    break;
                case TicketNotCreated answer:
                    refused.Add(answer.SubmissionId);
                    break;
            }
        }

        Assert.Equal([poison.SubmissionId], refused);
        Assert.Superset(tickets.Select(ticket => ticket.SubmissionId).ToHashSet(), created);
    }

    [Fact]
    public async Task A_ticket_that_a_trigger_refuses_keeps_no_other_from_being_created_and_is_called_refused()
    {
        await _bench.Bot.Database.ExecuteAsync(
            """
            create function refuse() returns trigger language plpgsql as 'begin raise exception ''not this one''; end';
            create trigger refuse before insert on tickets for each row when (new.name = 'Борис') execute function refuse();
            """);
        var refused = TicketSamples.New().With("name", "Борис");
        var others = Enumerable.Range(0, 20).Select(_ => TicketSamples.New()).ToArray();

        Ask(others[0]);
        Ask(refused);
        foreach (var ticket in others.Skip(1))
            Ask(ticket);
        var answers = new List<object>();
        while (answers.Count < others.Length + 1)
            answers.Add(await _asker.ExpectAsync<object>());

        Assert.Equal(
            [new TicketNotCreated(refused.SubmissionId, "not this one", IsRefused: true)], answers.OfType<TicketNotCreated>());
        Assert.Equal(others.Length, answers.OfType<TicketCreated>().Count());
    }

    [Fact]
    public async Task A_submission_that_is_asked_for_again_while_it_waits_is_one_ticket()
    {
        var ticket = TicketSamples.New();

        Ask(TicketSamples.New());
        for (var time = 0; time < 5; time++)
            Ask(ticket);
        await _asker.ExpectAsync<TicketCreated>(created => created.SubmissionId == ticket.SubmissionId);

        Assert.Equal(
            ["1"], await _bench.Bot.Database.ReadAsync($"select count(*) from tickets where submission_id = '{ticket.SubmissionId}'"));
    }

    [Fact]
    public async Task A_message_to_a_ticket_is_answered_when_it_is_stored_and_a_repeat_the_same_and_nobody_else_has_one_stored()
    {
        var ticket = TicketSamples.New();
        Ask(ticket);
        var id = (await _asker.ExpectAsync<TicketCreated>()).TicketId;
        var message = new AddTicketMessage(id, ticket.SubmissionId, ticket.UserId, 5, "Этаж третий", DateTimeOffset.UnixEpoch);

        foreach (var asked in (AddTicketMessage[])[message, message])
        {
            Ask(asked);
            Assert.Equal(new TicketMessageAdded(id, 5), await _asker.ExpectAsync<TicketMessageAdded>());
        }

        Ask(message with { UserId = 43, UpdateId = 6 });
        Assert.Equal(new TicketOfMessageNotFound(id, 6), await _asker.ExpectAsync<TicketOfMessageNotFound>());
        Assert.Equal(["Этаж третий"], await _bench.Bot.Database.ReadAsync("select text from ticket_messages"));
    }

    [Fact]
    public async Task A_message_that_the_table_refuses_is_called_refused_and_one_that_finds_no_table_does_not_hang()
    {
        var ticket = TicketSamples.New();
        Ask(ticket);
        var id = (await _asker.ExpectAsync<TicketCreated>()).TicketId;

        Ask(new AddTicketMessage(id, ticket.SubmissionId, ticket.UserId, 5, "\0", DateTimeOffset.UnixEpoch));
        Assert.True((await _asker.ExpectAsync<TicketMessageNotAdded>()).IsRefused);
        await _bench.Bot.Database.ExecuteAsync("alter table ticket_messages rename to messages_away");
        Ask(new AddTicketMessage(id, ticket.SubmissionId, ticket.UserId, 6, "Этаж третий", DateTimeOffset.UnixEpoch));
        Assert.Equal(6, (await _asker.ExpectAsync<TicketMessageNotAdded>()).UpdateId);
    }

    private void Ask(object request) =>
        ActorRegistry.For(_bench.Kit.Sys).Get<TicketActor>().Tell(request, _asker.Probe.Ref);

}
