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
