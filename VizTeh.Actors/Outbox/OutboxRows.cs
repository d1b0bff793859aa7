using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>What others may do to the rows of table <c>outbox</c>, in a transaction of their own.</summary>
internal static class OutboxRows
{
    /// <summary>
    /// Gives the cards that wait for a chat to another one, but for those that it has. Edits stay: the messages are where they were.
    /// A row that is just being sent stays too; its refusal will bring it here again.
    /// </summary>
    public static async Task MoveCardsAsync(
        long oldChatId, long newChatId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        const string waiting =
            "with waiting as (select id, ticket_id from outbox where chat_id = @oldChatId and kind = 'card' for update skip locked)";
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            delete from outbox using waiting
             where outbox.id = waiting.id
               and (exists (select from outbox there
                             where there.chat_id = @newChatId and there.kind = 'card' and there.ticket_id = waiting.ticket_id)
                    or exists (select from ticket_cards there where there.chat_id = @newChatId and there.ticket_id = waiting.ticket_id))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            update outbox
               set chat_id = @newChatId, attempts = 0, next_attempt_at = now(),
                   last_error = case when set_aside_at is not null then last_error end
              from waiting where outbox.id = waiting.id
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
    }
}
