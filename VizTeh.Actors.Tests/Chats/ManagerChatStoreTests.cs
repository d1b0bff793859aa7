using VizTeh.Actors.Chats;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Chats;

public sealed class ManagerChatStoreTests : IAsyncLifetime
{
    private const long Old = -5;
    private const long New = -1005;
    private const string Waiting = "select concat_ws('|', chat_id, kind, ticket_id, attempts, last_error) from outbox order by id";

    private TestDatabase _database = null!;
    private ManagerChatStore _chats = null!;
    private OutboxStore _outbox = null!;
    private TicketStore _tickets = null!;
    private long _clients;

    public async Task InitializeAsync()
    {
        _database = await PostgresFixture.CreateMigratedAsync();
        (_chats, _outbox, _tickets) = (new(_database.DataSource), TestOutbox.StoreOf(_database), new(_database.DataSource));
    }

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task Cards_that_wait_go_to_the_new_chat_at_once_and_in_their_order_however_often_it_is_told()
    {
        await CreateTicketAsync(Old);
        await CreateTicketAsync(Old);
        await _database.ExecuteAsync(
            "update outbox set attempts = 3, last_error = 'kicked', next_attempt_at = now() + interval '1 hour' where ticket_id = 1");

        for (var time = 0; time < 3; time++)
            await _chats.RecordAsync(new ChatMigration(Old, New), default);

        Assert.Equal([$"{New}|card|1|0", $"{New}|card|2|0"], await _database.ReadAsync(Waiting));
        Assert.Equal(["True"], await _database.ReadAsync("select bool_and(next_attempt_at <= now()) from outbox"));
        Assert.Equal([new ChatMigration(Old, New)], await _chats.LoadAsync(default));
    }

    [Fact]
    public async Task A_card_that_the_new_chat_has_or_awaits_already_is_not_doubled()
    {
        await CreateTicketAsync(Old, New);
        await CreateTicketAsync(Old);
        await CreateTicketAsync(Old);
        await _database.ExecuteAsync($"insert into ticket_cards (ticket_id, chat_id, message_id) values (2, {New}, 70)");

        await _chats.RecordAsync(new ChatMigration(Old, New), default);

        Assert.Equal([$"{New}|card|1|0", $"{New}|card|3|0"], await _database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Edits_of_messages_in_the_old_chat_and_rows_of_other_chats_stay()
    {
        await CreateTicketAsync(900);
        await _database.ExecuteAsync($"insert into outbox (chat_id, kind, ticket_id, message_id) values ({Old}, 'card_edit', 1, 7)");

        await _chats.RecordAsync(new ChatMigration(Old, New), default);

        Assert.Equal(["900|card|1|0", $"{Old}|card_edit|1|0"], await _database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_card_on_its_way_does_not_hold_the_others_up_and_follows_when_it_is_refused()
    {
        await CreateTicketAsync(Old);
        await CreateTicketAsync(Old);
        await using var claim = await _outbox.ClaimAsync(Old, Recipient.Managers, default);

        await _chats.RecordAsync(new ChatMigration(Old, New), default);
        var meanwhile = await _database.ReadAsync(Waiting);
        await claim!.MigrateAsync(new ChatMigration(Old, New), default);

        Assert.Equal([$"{Old}|card|1|0", $"{New}|card|2|0"], meanwhile);
        Assert.Equal([$"{New}|card|1|0", $"{New}|card|2|0"], await _database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task A_crash_before_the_end_leaves_everything_as_it_was()
    {
        await CreateTicketAsync(Old);
        await using (var connection = await _database.DataSource.OpenConnectionAsync())
        {
            await using (var transaction = await connection.BeginTransactionAsync())
                await ManagerChatStore.RecordAsync(new ChatMigration(Old, New), connection, transaction, default);
        }

        Assert.Equal([$"{Old}|card|1|0"], await _database.ReadAsync(Waiting));
        Assert.Empty(await _chats.LoadAsync(default));
    }

    [Fact]
    public async Task An_edit_that_the_old_group_refuses_is_forgotten_with_its_message()
    {
        await CreateTicketAsync(900);
        await _database.ExecuteAsync(
            $"""
            insert into ticket_cards (ticket_id, chat_id, message_id) values (1, {Old}, 7);
            insert into outbox (chat_id, kind, ticket_id, message_id) values ({Old}, 'card_edit', 1, 7), ({Old}, 'card_edit', 1, 7);
            """);
        await using var claim = await _outbox.ClaimAsync(Old, Recipient.Managers, default);

        await claim!.MigrateAsync(new ChatMigration(Old, New), default);

        Assert.Equal(["900|card|1|0"], await _database.ReadAsync(Waiting));
        Assert.Empty(await _database.ReadAsync("select message_id from ticket_cards"));
        Assert.Single(await _chats.LoadAsync(default));
    }

    [Fact]
    public async Task Rows_that_wait_after_a_refusal_are_woken_and_those_set_aside_are_not()
    {
        await CreateTicketAsync(Old, 900);
        await CreateTicketAsync(Old);
        await _database.ExecuteAsync("update outbox set next_attempt_at = now() + interval '1 hour'");
        await _database.ExecuteAsync("update outbox set set_aside_at = now() where ticket_id = 2");
        const string due = "select concat_ws('|', chat_id, ticket_id) from outbox where next_attempt_at <= now() order by id";

        await _outbox.WakeAsync(Old, default);
        var one = await _database.ReadAsync(due);
        await _outbox.WakeAsync(null, default);

        Assert.Equal([$"{Old}|1"], one);
        Assert.Equal([$"{Old}|1", "900|1"], await _database.ReadAsync($"select * from ({due}) as due (row) order by row"));
    }

    // Of a client who has no other: nothing but its cards is owed.
    private async Task<long> CreateTicketAsync(params long[] chats)
    {
        var ticket = TicketSamples.New(username: null) with { UserId = ++_clients };
        return (await _tickets.CreateAsync([ticket], chats, default))[ticket.SubmissionId];
    }
}
