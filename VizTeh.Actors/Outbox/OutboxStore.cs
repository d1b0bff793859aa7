using Dapper;
using Npgsql;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Outbox;

/// <param name="Id">Rows of a chat are sent in the order of their ids.</param>
/// <param name="MessageId">The message to edit; null for a card that is yet to be sent.</param>
/// <param name="Attempts">How often it has been refused so far.</param>
public sealed record OutboxRow(long Id, long ChatId, long TicketId, long? MessageId, int Attempts);

/// <param name="ChatId">A chat for which something waits.</param>
/// <param name="NextAttemptAt">When its first row may be tried.</param>
public sealed record WaitingChat(long ChatId, DateTime NextAttemptAt);

/// <summary>Table <c>outbox</c>: the cards, and edits of cards, that a committed change of a ticket owes to the managers.</summary>
public sealed class OutboxStore(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<WaitingChat>> LoadWaitingChatsAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var chats = await connection.QueryAsync<WaitingChat>(new CommandDefinition(
            """
            select distinct on (chat_id) chat_id as chatid, next_attempt_at as nextattemptat
              from outbox where set_aside_at is null order by chat_id, id
            """,
            cancellationToken: cancellationToken));
        return chats.AsList();
    }

    /// <summary>
    /// Locks the first row of a chat, and with it the right to send to that chat, until the claim is disposed of: a process that
    /// dies lets go at once. Null when nothing is due or another process holds it.
    /// </summary>
    public async Task<OutboxClaim?> ClaimAsync(long chatId, CancellationToken cancellationToken)
    {
        var connection = await database.OpenConnectionAsync(cancellationToken);
        try
        {
            var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var row = await connection.QuerySingleOrDefaultAsync<OutboxRow>(new CommandDefinition(
                """
                select id, chat_id as chatid, ticket_id as ticketid, message_id as messageid, attempts
                  from outbox
                 where id = (select min(id) from outbox where chat_id = @chatId and set_aside_at is null)
                   and next_attempt_at <= now()
                   for update skip locked
                """,
                new { chatId }, transaction, cancellationToken: cancellationToken));
            if (row is null)
            {
                await connection.DisposeAsync();
                return null;
            }

            // Edits that wait for the same message are one: it is drawn once, from a ticket read after all of them.
            long[] rowIds = row.MessageId is null
                ? [row.Id]
                : [.. await connection.QueryAsync<long>(new CommandDefinition(
                    "select id from outbox where chat_id = @ChatId and message_id = @MessageId and set_aside_at is null",
                    row, transaction, cancellationToken: cancellationToken))];
            var state = await TicketStore.FindAsync(connection, row.TicketId, transaction, cancellationToken)
                ?? throw new InvalidOperationException($"outbox row {row.Id} names ticket {row.TicketId}, which does not exist");
            return new OutboxClaim(connection, transaction, row, rowIds, state);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets refused rows be tried now instead of after their wait.</summary>
    /// <param name="chatId">Null for all chats.</param>
    public async Task WakeAsync(long? chatId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update outbox set next_attempt_at = now()
             where set_aside_at is null and next_attempt_at > now() and (@chatId::bigint is null or chat_id = @chatId)
            """,
            new { chatId }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Gives the cards that wait for a chat to another one, but for those that it has. Edits stay: the messages are where they were.
    /// A row that is just being sent stays too; its refusal will bring it here again.
    /// </summary>
    internal static async Task MoveCardsAsync(
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

    /// <summary>
    /// Settles what was sent, in one transaction: the rows go, a new card's message becomes known, and a card whose ticket changed
    /// while it was on its way gets an edit. Safe to repeat.
    /// </summary>
    /// <param name="claim">Its own transaction is used when it still lives, else a new one.</param>
    /// <param name="sentMessageId">The message of a new card; null for an edit.</param>
    public async Task CompleteAsync(OutboxClaim claim, long? sentMessageId, CancellationToken cancellationToken)
    {
        if (await claim.TryCompleteAsync(sentMessageId, cancellationToken))
            return;
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await OutboxClaim.CompleteAsync(connection, transaction, claim, sentMessageId, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }
}
