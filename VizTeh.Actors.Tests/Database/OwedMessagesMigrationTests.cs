using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>An outbox of a version that had cards only.</summary>
public sealed class OwedMessagesMigrationTests
{
    [Fact]
    public async Task Cards_and_edits_that_wait_in_an_older_outbox_go_on_waiting_for_the_managers()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0029_owed_messages.sql");
        await database.ExecuteAsync(
            """
            insert into tickets (user_id, submission_id) values (42, gen_random_uuid());
            insert into outbox (chat_id, kind, ticket_id, message_id, topic_id, attempts, last_error, set_aside_at) values
                (-5, 'card', 1, null, 7, 0, null, null), (-5, 'card_edit', 1, 70, null, 2, 'kicked', null),
                (900, 'card', 1, null, null, 1, 'too long', now());
            """);

        await Migrator.MigrateAsync(database.ConnectionString);

        Assert.Equal(
            ["-5|card|1|7|managers|0", "-5|card_edit|1|70|managers|2|kicked", "900|card|1|managers|1|too long"],
            await database.ReadAsync(
                """
                select concat_ws('|', chat_id, kind, ticket_id, message_id, topic_id, recipient, attempts, last_error)
                  from outbox order by id
                """));
        await using var claim = await TestOutbox.StoreOf(database).ClaimAsync(-5, Recipient.Managers, default);
        Assert.Equal([new OwedMessage.Card(1, 7), new OwedMessage.CardEdit(1, 70)], claim!.Entries.Select(entry => entry.Row.Owed));
    }

    [Theory]
    [InlineData("(900, 'card', null, 'managers', null)")]
    [InlineData("(900, 'card', 1, 'client', null)")]
    [InlineData("(-5, 'notice', null, 'client', '{}')")]
    [InlineData("(900, 'notice', null, 'somebody', '{}')")]
    [InlineData("(900, 'notice', null, 'client', null)")]
    [InlineData("(900, 'unknown', null, 'client', '{}')")]
    public async Task A_row_that_nobody_may_owe_is_refused_by_the_table(string row)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync("insert into tickets (user_id) values (42)");

        var refusal = await Assert.ThrowsAsync<Npgsql.PostgresException>(() => database.ExecuteAsync(
            $"""
            insert into outbox (chat_id, kind, ticket_id, recipient, payload, expires_at)
            select chat_id, kind, ticket_id::bigint, recipient, payload::jsonb, now()
              from (values {row}) as owed (chat_id, kind, ticket_id, recipient, payload)
            """));

        Assert.Equal(Npgsql.PostgresErrorCodes.CheckViolation, refusal.SqlState);
    }
}
