using VizTeh.Actors.Messages;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>The open tickets in the order in which managers should look at them, and what happened to one of them.</summary>
public sealed class TicketQueueStoreTests : IAsyncLifetime
{
    private TestDatabase _database = null!;
    private TicketQueueStore _queue = null!;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _queue = new TicketQueueStore(_database.DataSource);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Clients_wait_from_the_ticket_on_or_from_their_first_message_after_the_last_answer_that_reached_them()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, status, created_at, close_at) values
              (1, 42, 'open', '2027-01-01 12:00Z', null), (2, 42, 'open', '2027-01-01 09:00Z', null),
              (3, 42, 'open', '2027-01-01 10:00Z', null), (4, 42, 'closed', '2027-01-01 01:00Z', now()),
              (5, 42, 'open', '2027-01-01 11:00Z', null), (6, 42, 'open', '2027-01-01 02:00Z', null),
              (7, 42, 'open', '2027-01-01 07:00Z', null), (8, 42, 'open', '2027-01-01 06:00Z', null),
              (9, 42, 'open', '2027-01-01 05:00Z', null);
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at) values
              (2, 'client', 42, 1, 'Когда?', '2027-01-01 09:30Z'),
              (3, 'manager', 9, 2, 'Скоро', '2027-01-01 10:10Z'),
              (5, 'note', 9, 3, 'звонил', '2027-01-01 11:10Z'), (5, 'client', 42, 4, 'А цена?', '2027-01-01 13:00Z'),
              (5, 'client', 42, 5, 'Ау', '2027-01-01 14:00Z'),
              (6, 'client', 42, 6, 'Жду', '2027-01-01 03:00Z'), (6, 'manager', 9, 7, 'Да', '2027-01-01 04:00Z'),
              (6, 'note', 9, 8, 'думает', '2027-01-01 05:00Z'),
              (7, 'manager', 9, 9, 'Да', '2027-01-01 07:30Z'), (7, 'client', 42, 10, 'Когда?', '2027-01-01 07:40Z'),
              (8, 'manager', 9, 11, 'Да', '2027-01-01 06:30Z'), (9, 'manager', 9, 12, 'Вот', '2027-01-01 05:30Z');
            update ticket_messages set undelivered = 'blocked' where ticket_id = 8;
            -- The words came without their file.
            update ticket_messages set undelivered = 'content', delivered_at = now() where ticket_id = 9
            """);

        var page = await _queue.ReadAsync(null, 0, default);

        Assert.Equal([8, 7, 2, 5, 1, 3, 6, 9], page.Tickets.Select(ticket => ticket.Ticket.Id));
        Assert.Equal((0, 1, 8), (page.Page, page.Pages, page.Count));
        Assert.Equal(
            [6, 7, 9, 11, 12, null, null, null], page.Tickets.Select(ticket => ticket.WaitingSince?.UtcDateTime.Hour));
        Assert.Equal(
            [true, true, true, true, true, false, false, false], page.Tickets.Select(ticket => ticket.IsWaiting));
    }

    [Fact]
    public async Task A_managers_own_list_has_the_open_tickets_that_this_manager_has_in_work()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id, status, owner_id, owner_name, claimed_at) values
              (1, 42, 'open', 9, 'Пётр', now()), (2, 42, 'closed', 9, 'Пётр', now()), (3, 42, 'open', 10, 'Мария', now()),
              (4, 42, 'open', null, null, null)
            """);

        Assert.Equal([1], (await _queue.ReadAsync(9, 0, default)).Tickets.Select(ticket => ticket.Ticket.Id));
        Assert.Equal("Мария", Assert.Single((await _queue.ReadAsync(10, 0, default)).Tickets).Ticket.Owner!.Name);
        Assert.Empty((await _queue.ReadAsync(11, 0, default)).Tickets);
    }

    [Fact]
    public async Task A_page_beyond_the_end_is_the_last_and_a_row_without_a_time_comes_first()
    {
        await _database.ExecuteAsync(
            """
            alter table tickets alter column created_at drop not null;
            insert into tickets (id, user_id, created_at)
            select n, 42, case when n = 20 then null else timestamptz '2027-01-01' + n * interval '1 hour' end from generate_series(1, 20) n
            """);

        var first = await _queue.ReadAsync(null, 0, default);
        var last = await _queue.ReadAsync(null, int.MaxValue / TicketQueueStore.PerPage, default);

        Assert.Equal([20, 1, 2, 3, 4, 5, 6, 7], first.Tickets.Select(ticket => ticket.Ticket.Id));
        Assert.True(first.Tickets[0] is { IsWaiting: true, WaitingSince: null });
        Assert.Equal((2, 3, 20), (last.Page, last.Pages, last.Count));
        Assert.Equal([16, 17, 18, 19], last.Tickets.Select(ticket => ticket.Ticket.Id));
    }

    [Fact]
    public async Task A_story_has_what_happened_and_what_was_said_in_the_order_of_time()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id) values (7, 42), (8, 42);
            insert into ticket_history (ticket_id, status, action, actor_id, actor_name, former_owner_id, former_owner_name, at) values
              (7, 'open', 'status', null, null, null, null, '2027-01-01 09:00Z'),
              (7, 'open', 'claim', 9, 'Пётр', null, null, '2027-01-01 09:10Z'),
              (7, 'open', 'take-over', 10, 'Мария', 9, 'Пётр', '2027-01-01 09:30Z'),
              (7, 'closed', 'status', 10, 'Мария', null, null, '2027-01-01 10:00Z'),
              (7, 'open', 'snooze', 10, 'Мария', null, null, '2027-01-01 09:55Z'),
              (8, 'open', 'status', null, null, null, null, '2027-01-01 09:20Z');
            insert into ticket_messages
              (ticket_id, author, user_id, author_name, update_id, text, files, edits, undelivered, sent_at, stored_at) values
              (7, 'client', 42, null, 1, 'Где?', '[{"kind":"Photo","id":"a","uniqueId":"b"}]', 0, null,
                '2027-01-01 09:20Z', '2027-01-01 09:20Z'),
              (7, 'manager', 10, 'Мария', 2, 'Тут', null, 2, 'blocked', '2027-01-01 09:40Z', '2027-01-01 09:40Z'),
              (7, 'note', 10, 'Мария', 3, 'странный', null, 0, null, '2027-01-01 09:50Z', '2027-01-01 09:50Z')
            """);
        await _database.ExecuteAsync(
            """
            update ticket_history set snoozed_until = '2027-01-02 10:00Z' where action = 'snooze';
            update ticket_history set outcome = 'Отказ' where status = 'closed'
            """);
        var stories = new TicketStoryStore(_database.DataSource);

        var story = (await stories.ReadAsync(7, default))!;

        Assert.Equal(
            ["status", "claim", "client", "take-over", "manager", "note", "snooze", "status"], story.Events.Select(one => one.Kind));
        Assert.Equal([true, false, false, false, false, false, false, false], story.Events.Select(one => one.IsCreation));
        Assert.Single(story.Events[2].Files);
        Assert.Equal((9L, "Пётр"), story.Events[3].Former);
        Assert.True(story.Events[4] is { IsEdited: true, IsUndelivered: true, Words: "Тут", By: "Мария" });
        Assert.Equal(new DateTimeOffset(2027, 1, 2, 10, 0, 0, TimeSpan.Zero), story.Events[6].SnoozedUntil);
        Assert.Equal((TicketStatus.Closed, "Отказ"), (story.Events[7].Status, story.Events[7].Outcome));
        Assert.False(story.HasEarlier);
        Assert.Null(await stories.ReadAsync(9, default));
    }

    [Fact]
    public async Task A_story_that_is_too_long_keeps_its_newest_part_and_says_so()
    {
        await _database.ExecuteAsync(
            """
            insert into tickets (id, user_id) values (7, 42);
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
            select 7, 'client', 42, n, n, timestamptz '2027-01-01' + n * interval '1 minute' from generate_series(1, 600) n
            """);

        var story = (await new TicketStoryStore(_database.DataSource).ReadAsync(7, default))!;

        Assert.True(story.HasEarlier);
        Assert.Equal(("101", "600"), (story.Events[0].Words, story.Events[^1].Words));
    }

    [Fact]
    public async Task A_card_is_owed_once_for_an_update_however_often_it_comes_and_none_for_a_ticket_that_is_not_there()
    {
        await _database.ExecuteAsync("insert into tickets (id, user_id) values (7, 42)");
        var shown = new ShownTicketStore(_database.DataSource);

        var owed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shown.OweCardAsync(7, -100, 3, updateId: 55, default)));

        Assert.All(owed, Assert.True);
        Assert.False(await shown.OweCardAsync(8, -100, null, updateId: 56, default));
        Assert.Equal(
            ["-100|card|7|3"], await _database.ReadAsync("select concat_ws('|', chat_id, kind, ticket_id, topic_id) from outbox"));
        Assert.True(await shown.OweCardAsync(7, -100, null, updateId: 57, default));
        Assert.Equal(["2"], await _database.ReadAsync("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_history_that_was_read_before_the_clients_data_was_erased_is_not_owed_after_it()
    {
        await _database.ExecuteAsync("insert into tickets (id, user_id, erased_at) values (7, null, now())");
        var shown = new ShownTicketStore(_database.DataSource);

        Assert.False(await shown.OweHistoryAsync(7, -100, 44, new Message("Анна"), isErased: false, updateId: 5, default));
        Assert.True(await shown.OweHistoryAsync(7, -100, 44, new Message("Удалено"), isErased: true, updateId: 5, default));
        Assert.True(await shown.OweHistoryAsync(7, -100, 44, new Message("Удалено"), isErased: true, updateId: 5, default));
        Assert.Equal(["answer_prompt|7|44"], await _database.ReadAsync("select concat_ws('|', kind, ticket_id, reply_to) from outbox"));
    }
}
