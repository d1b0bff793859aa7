using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Tickets;

/// <summary>Which tickets and rows have been kept for long enough, and what is erased of them.</summary>
public sealed class RetentionStoreTests : IAsyncLifetime
{
    private static readonly TimeSpan Year = TimeSpan.FromDays(365);

    private TestDatabase _database = null!;
    private RetentionStore _store = null!;

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        _store = new RetentionStore(_database.DataSource);
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Only_closed_tickets_past_their_term_are_due_the_oldest_first_and_a_later_message_keeps_one()
    {
        await _database.ExecuteAsync(
            """
            alter table tickets alter column created_at drop not null, alter column user_id drop not null;
            insert into tickets (id, user_id, status, created_at, close_at, erased_at) values
              (1, 1, 'closed', now() - interval '900 days', now() - interval '366 days', null),
              (2, 1, 'closed', now() - interval '900 days', now() - interval '364 days', null),
              (3, 2, 'open', now() - interval '900 days', null, null),
              (4, 3, 'closed', now() - interval '900 days', null, null),
              (5, 4, 'closed', null, null, null),
              (6, 5, 'closed', now() - interval '900 days', now() - interval '800 days', null),
              (7, null, 'closed', now() - interval '900 days', now() - interval '700 days', now()),
              (8, null, 'closed', now() - interval '900 days', now() - interval '600 days', null);
            insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at, stored_at)
            values (6, 'client', 5, 1, '?', now(), now() - interval '10 days')
            """);

        var found = await _store.FindAsync(Now, Year, [], 100, default);

        // Of client 1 another ticket is left; ticket 4 counts from its creation.
        Assert.Equal(
            [new ExpiredTicket(1, 1, false), new ExpiredTicket(4, 3, true), new ExpiredTicket(8, null, false)], found);
        Assert.Equal([1L, 8L], (await _store.FindAsync(Now, Year, [4], 100, default)).Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task A_clock_that_is_far_ahead_makes_nothing_due()
    {
        await CloseAsync(1, daysAgo: 10);

        Assert.Empty(await _store.FindAsync(Now.AddYears(50), Year, [], 100, default));
        Assert.Equal(0, await _store.EraseAsync([1], [], Now.AddYears(50), Year, Now, default));
    }

    [Fact]
    public async Task A_step_owes_no_more_messages_than_it_may_but_takes_one_ticket_at_least()
    {
        foreach (var id in Enumerable.Range(1, 4))
            await CloseAsync(id, daysAgo: 500 - id);
        await _database.ExecuteAsync(
            """
            insert into ticket_cards (ticket_id, chat_id, message_id) select 1, -5, n from generate_series(1, 20) n;
            insert into ticket_cards (ticket_id, chat_id, message_id) select 2, -5, 100 + n from generate_series(1, 3) n;
            insert into ticket_posts (chat_id, message_id, ticket_id, has_file) select -5, 200 + n, 3, false from generate_series(1, 3) n
            """);

        Assert.Equal([1L], (await _store.FindAsync(Now, Year, [], 5, default)).Select(ticket => ticket.Id));
        Assert.Equal([2L], (await _store.FindAsync(Now, Year, [1], 5, default)).Select(ticket => ticket.Id));
        Assert.Equal([2L, 3L, 4L], (await _store.FindAsync(Now, Year, [1], 6, default)).Select(ticket => ticket.Id));
    }

    [Fact]
    public async Task A_ticket_that_was_opened_since_it_was_found_is_left_and_so_is_its_client()
    {
        await CloseAsync(1, daysAgo: 500);
        await _database.ExecuteAsync(
            """
            update tickets set status = 'open', close_at = null;
            insert into clients (user_id, consent_version, consent_text_hash, consent_at, consent_message_id)
            values (1, '1', repeat('a', 64), now() - interval '500 days', 1)
            """);

        Assert.Equal(0, await _store.EraseAsync([1], [1], Now, Year, Now, default));

        Assert.Equal(["Анна"], await _database.ReadAsync("select name from tickets where erased_at is null"));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from clients"));
    }

    [Fact]
    public async Task Of_several_processes_at_once_one_erases_a_ticket()
    {
        await CloseAsync(1, daysAgo: 500);

        var erased = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => _store.EraseAsync([1], [1], Now, Year, Now, default))));

        Assert.Equal(1, erased.Sum());
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from ticket_history"));
    }

    [Fact]
    public async Task Done_rows_go_after_their_term_and_a_letter_stays_known_while_a_card_waits()
    {
        await CloseAsync(1, daysAgo: 500);
        await CloseAsync(2, daysAgo: 500);
        await _database.ExecuteAsync(
            """
            insert into outbox_keys (key, owed_at) values ('old', now() - interval '31 days'), ('new', now() - interval '29 days');
            insert into ticket_mails (ticket_id, next_attempt_at, mailed_at)
            select id, now() - interval '50 days', now() - interval '50 days' from tickets;
            insert into outbox (chat_id, kind, ticket_id) values (-5, 'card', 2)
            """);

        var done = await _store.DeleteDoneAsync(Now, TimeSpan.FromDays(30), default);

        Assert.Equal(new DoneRows(2, false), done);
        Assert.Equal(["new"], await _database.ReadAsync("select key from outbox_keys"));
        Assert.Equal(["2"], await _database.ReadAsync("select ticket_id from ticket_mails"));
    }

    [Fact]
    public async Task What_was_set_aside_and_who_read_go_after_their_terms_and_what_waits_stays()
    {
        await CloseAsync(1, daysAgo: 500);
        await _database.ExecuteAsync(
            """
            insert into inbox (update_id, payload, set_aside_at) values
              (1, '{}', now() - interval '91 days'), (2, '{}', now() - interval '89 days'), (3, '{}', null);
            insert into outbox (chat_id, kind, ticket_id, set_aside_at) values
              (-5, 'card', 1, now() - interval '91 days'), (-5, 'card', 1, null);
            insert into readings (command, manager_id, manager_name, update_id, at) values
              ('find', 9, 'Пётр', 1, now() - interval '91 days'), ('find', 9, 'Пётр', 2, now())
            """);
        var term = TimeSpan.FromDays(90);

        Assert.Equal(2, (await _store.DeleteGivenUpAsync(Now, term, default)).Deleted);
        Assert.Equal(1, (await _store.DeleteReadingsAsync(Now, term, default)).Deleted);

        Assert.Equal(["2", "3"], await _database.ReadAsync("select update_id from inbox order by seq"));
        Assert.Equal(["1"], await _database.ReadAsync("select count(*) from outbox"));
        Assert.Equal(["2"], await _database.ReadAsync("select update_id from readings"));
    }

    [Fact]
    public async Task A_reading_that_is_repeated_is_one_row()
    {
        var readings = new Readings(_database.DataSource);
        var reading = new Reading("find", 7) { ManagerId = 9, ManagerName = "Пётр", ChatId = -5 };

        await readings.RecordAsync(reading, default);
        await readings.RecordAsync(reading, default);

        Assert.Equal(
            ["find 9 Пётр -5 7"],
            await _database.ReadAsync("select concat_ws(' ', command, manager_id, manager_name, chat_id, update_id) from readings"));
    }

    private Task CloseAsync(long id, int daysAgo) => _database.ExecuteAsync(
        $"""
        insert into tickets (id, user_id, name, status, created_at, close_at)
        values ({id}, {id}, 'Анна', 'closed', now() - interval '900 days', now() - interval '{daysAgo} days')
        """);
}
