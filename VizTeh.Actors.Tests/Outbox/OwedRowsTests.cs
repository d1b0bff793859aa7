using Dapper;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outbox;

/// <summary>The table takes whatever the program can owe, after all migrations.</summary>
public sealed class OwedRowsTests
{
    [Fact]
    public async Task Every_kind_of_message_is_accepted_by_the_checks_of_the_migrated_table()
    {
        Type[] cases =
        [
            .. typeof(OwedMessage).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(OwedMessage)))
                .Where(type => type != typeof(OwedMessage.Unreadable)),
        ];
        Assert.All(cases, type => Assert.Contains(OwedMessageTests.Readable, message => message.GetType() == type));
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(
            """
            insert into tickets (id, user_id) values (17, 42);
            insert into ticket_messages (id, ticket_id, author, user_id, update_id, text, sent_at) overriding system value
            values (3, 17, 'client', 42, 1, '?', now());
            insert into ticket_history (id, ticket_id, status) overriding system value values (5, 17, 'open')
            """);
        await using var connection = await database.DataSource.OpenConnectionAsync();

        foreach (var message in OwedMessageTests.Readable)
        {
            var columns = message.ToColumns();
            await connection.ExecuteAsync(
                """
                insert into outbox (
                    chat_id, kind, ticket_id, message_id, topic_id, recipient, payload, ticket_message_id, history_id, reply_to, expires_at)
                values (42, @Kind, @TicketId, @MessageId, @TopicId, @Recipient, @Payload::jsonb, @TicketMessageId, @HistoryId, @ReplyTo,
                        now() + @ValidFor::interval)
                """,
                new
                {
                    columns.Kind,
                    columns.TicketId,
                    columns.MessageId,
                    columns.TopicId,
                    columns.Recipient,
                    columns.Payload,
                    columns.TicketMessageId,
                    columns.HistoryId,
                    columns.ReplyTo,
                    message.ValidFor,
                });
        }

        Assert.Equal([$"{OwedMessageTests.Readable.Length}"], await database.ReadAsync("select count(*) from outbox"));
    }

    [Fact]
    public async Task The_table_tells_an_operator_what_the_payload_of_each_kind_is()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        string[] kinds =
        [
            .. OwedMessageTests.Readable.Select(message => message.ToColumns()).Where(columns => columns.Payload is not null)
                .Select(columns => columns.Kind).Distinct(),
        ];

        var told = Assert.Single(await database.ReadAsync(
            """
            select col_description('outbox'::regclass, attnum) from pg_attribute
             where attrelid = 'outbox'::regclass and attname = 'payload'
            """));

        Assert.All(kinds, kind => Assert.Matches($"(?<![a-z_]){kind}(?![a-z_])", told));
    }
}
