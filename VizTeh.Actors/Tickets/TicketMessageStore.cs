using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>Table <c>ticket_messages</c>, with the outbox rows that show its messages to the managers.</summary>
public sealed class TicketMessageStore(NpgsqlDataSource database)
{
    // Whose ticket it is, is decided by the statement that stores the message.
    private const string Insert =
        """
        with own as (
            select ticket.id from tickets ticket
             where ticket.id = @TicketId and ticket.user_id = @UserId and ticket.submission_id = @SubmissionId
        ), added as (
            insert into ticket_messages (ticket_id, author, user_id, update_id, message_id, text, sent_at)
            select own.id, 'client', @UserId, @UpdateId, @MessageId, @Text, @SentAt from own
            on conflict (ticket_id, update_id) do nothing
            returning ticket_messages.id
        )
        select exists (select from own) as hasticket, (select added.id from added) as id
        """;

    /// <summary>
    /// Stores a message to the person's own ticket, and owes it to the given managers' chats, in one transaction. An update that was stored
    /// before stores and owes nothing.
    /// </summary>
    /// <returns>Whether the person has the ticket; if not, nothing was stored.</returns>
    public async Task<bool> AddAsync(AddTicketMessage message, IReadOnlyCollection<long> chats, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var (hasTicket, id) = await InsertAsync(message, connection, transaction, cancellationToken);
        if (id is { } added)
            await OutboxRows.OweTicketMessageAsync(message.TicketId, added, chats, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return hasTicket;
    }

    /// <summary>Stores the message in the caller's transaction, and owes nothing.</summary>
    /// <returns>Whether the person has the ticket, and the id of the new row; null when the update was stored before.</returns>
    internal static Task<(bool HasTicket, long? Id)> InsertAsync(
        AddTicketMessage message, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<(bool HasTicket, long? Id)>(new CommandDefinition(
            Insert, message, transaction, cancellationToken: cancellationToken));
}
