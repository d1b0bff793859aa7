using Dapper;
using Npgsql;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// Erases a client's data from the tables, and owes to the managers' chats what has to be changed there. Each method is idempotent: after a
/// crash it is called again.
/// </summary>
public sealed class ErasureStore(NpgsqlDataSource database)
{
    // Whoever is sending one of these rows settles it first, in the same order of locks: row, then ticket.
    private const string LockOwed =
        """
        select waiting.id from outbox waiting
         where waiting.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = @userId))
         order by waiting.id for update
        """;

    // Whoever writes about these tickets at the same moment comes before, and is seen by the statements that follow, or after, and finds
    // no ticket of this client.
    private const string Lock =
        "select ticket.id::bigint from tickets ticket where ticket.user_id = @userId order by ticket.id for update";

    private static readonly string OfInbox = InboxOfClient.IsOfClient.Replace("@client", "@userId::text", StringComparison.Ordinal);

    /// <summary>Whether the tables hold anything about a client, apart from the update that asks.</summary>
    public async Task<bool> IsAnyAsync(long userId, long updateId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new { userId, updateId };
        if (await HasAsync(
                $"""
                select exists (select from tickets ticket where ticket.user_id = @userId)
                    or exists (select from outbox where outbox.chat_id = @userId and outbox.recipient = 'client')
                    or exists (select from inbox inbox_row
                                where inbox_row.update_id is distinct from @updateId and inbox_row.set_aside_at is not null
                                  and {OfInbox})
                """))
        {
            return true;
        }

        foreach (var table in await ClientTables.ErasedInAsync(connection, null, cancellationToken))
        {
            if (await HasAsync($"select exists (select from \"{table}\" where user_id = @userId)"))
                return true;
        }

        return (await InboxTexts.FindAsync(text => InboxOfClient.IsOf(text, userId), connection, null, cancellationToken)).Count > 0;

        Task<bool> HasAsync(string sql) => connection.QuerySingleAsync<bool>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Erases the client's data in one transaction: open tickets are withdrawn, of all tickets only what names nobody stays, and what was
    /// shown of them in the managers' chats is owed to be changed. In the inbox the confirmation stays, and what came after it. Updates of
    /// managers that were set aside and hold such a message are deleted.
    /// </summary>
    /// <param name="confirmedBy">The update that confirmed the erasure.</param>
    public async Task EraseTablesAsync(long userId, long confirmedBy, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(LockOwed, new { userId }, transaction, cancellationToken: cancellationToken));
        long[] ids = [.. await connection.QueryAsync<long>(
            new CommandDefinition(Lock, new { userId }, transaction, cancellationToken: cancellationToken))];
        var erasure = new TicketErasure(connection, transaction, cancellationToken);
        await erasure.EraseTicketsAsync(ids, reason: null);
        await erasure.EraseClientAsync(userId, confirmedBy);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>
    /// Erases a conversation's snapshots, and its events before the given one, row by row: the journal itself would keep the last of them.
    /// </summary>
    /// <param name="firstToStay">It holds the highest number, so that the numbers go on from it, and nothing of the client.</param>
    public async Task EraseJournalAsync(string persistenceId, long firstToStay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in (string[])["akka.snapshot", "akka.journal"])
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where persistence_id = @persistenceId and sequence_number < @firstToStay",
                new { persistenceId, firstToStay }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }
}
