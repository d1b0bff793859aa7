using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>However many messages wait for a chat, the next ones are found at the same cost.</summary>
public sealed class OutboxBacklogTests
{
    private const int Waiting = 5_000;

    // Sixteen rows and the tickets' own, with room for rows that are read twice.
    private const long MostRead = 200;

    private static readonly string Tickets =
        $$"""
        insert into tickets (user_id, name, org, city, direction, description, phone, submission_id)
        select n, 'n', 'o', 'c', 'd', 't', '+7', gen_random_uuid() from generate_series(1, {{Waiting}}) n;
        insert into ticket_cards (ticket_id, chat_id, message_id) select id, 7, id from tickets;
        """;

    [Theory]
    [InlineData("card", "null")]
    [InlineData("card_edit", "id")]
    [InlineData("card_edit", "null")]
    public async Task The_next_messages_of_a_long_queue_are_found_without_reading_the_queue(string kind, string messageId)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(Tickets);
        await database.ExecuteAsync(
            $"insert into outbox (chat_id, kind, ticket_id, message_id) select 7, '{kind}', id, {messageId} from tickets order by id");
        await database.ExecuteAsync("vacuum analyze outbox, tickets, ticket_cards");
        var before = await ReadRowsAsync(database);

        // A session reports what it has read when it ends.
        await using (var session = NpgsqlDataSource.Create($"{database.ConnectionString};Pooling=false"))
        {
            await using var claim = await TestOutbox.StoreOf(session).ClaimAsync(7, Recipient.Managers, CancellationToken.None);
            Assert.Equal(16, claim!.Entries.Count);
            Assert.All(claim.Entries, entry => Assert.Single(entry.RowIds));
        }

        var read = await Eventually.BecomesAsync(
            async () => await ReadRowsAsync(database) - before, rows => rows > 0, "the session has reported what it has read");
        Assert.InRange(read, 1, MostRead);
    }

    [Fact]
    public async Task All_edits_of_a_message_are_one_whether_they_name_it_or_were_owed_while_the_card_was_on_its_way()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(Tickets);
        await database.ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select 7, 'card_edit', 1, message_id from unnest(array[null, 1, null, 1]::bigint[]) as edit (message_id);
            insert into outbox (chat_id, kind, ticket_id, message_id) values (8, 'card_edit', 1, 1), (7, 'card_edit', 2, 2)
            """);

        await using var claim = await TestOutbox.StoreOf(database.DataSource).ClaimAsync(7, Recipient.Managers, CancellationToken.None);

        Assert.Equal([1, 2, 3, 4], claim!.Head.RowIds.Order());
        Assert.Equal([5], claim.Entries[^1].RowIds.Select(id => id - 1));
    }

    private static async Task<long> ReadRowsAsync(TestDatabase database) => long.Parse(
        (await database.ReadAsync(
            """
            select sum(coalesce(seq_tup_read, 0) + coalesce(idx_tup_fetch, 0))::bigint from pg_stat_user_tables where relname = 'outbox'
            """)).Single(),
        System.Globalization.CultureInfo.InvariantCulture);
}
