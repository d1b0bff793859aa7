using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>Table <c>ticket_messages</c>, with the outbox rows that show its messages to the managers.</summary>
/// <param name="waits">Begins the waits of clients; null for no reminders of them.</param>
public sealed class TicketMessageStore(NpgsqlDataSource database, TicketWaits? waits = null)
{
    // Whose ticket it is, is decided by the statement that stores the message. Its lock orders the message, the managers' answers, and a
    // card on its way: either the card has the message, or its settling sees it.
    private const string Insert =
        """
        with own as materialized (
            select ticket.id from tickets ticket
             where ticket.id = @TicketId and ticket.user_id = @UserId and ticket.submission_id is not distinct from @SubmissionId
               for no key update
        ), added as (
            insert into ticket_messages (ticket_id, author, user_id, update_id, message_id, album_id, text, files, sent_at)
            select own.id, 'client', @UserId, @UpdateId, @MessageId, @AlbumId, @Text, @Files::jsonb, @SentAt from own
            on conflict (ticket_id, update_id) do nothing
            returning ticket_messages.id
        )
        select exists (select from own) as hasticket, (select added.id from added) as id
        """;

    /// <summary>Stores a message to the person's own ticket, and owes it to the given managers' chats, in one transaction.</summary>
    public Task<bool> AddAsync(AddTicketMessage message, IReadOnlyCollection<long> chats, CancellationToken cancellationToken) =>
        AddAsync(message, TicketRoutes.ToAll(chats), cancellationToken);

    /// <summary>
    /// Stores a message to the person's own ticket, and owes it to the managers' chats of the ticket, in one transaction. An update that
    /// was stored before stores and owes nothing.
    /// </summary>
    /// <returns>Whether the person has the ticket; if not, nothing was stored.</returns>
    public async Task<bool> AddAsync(AddTicketMessage message, TicketRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (message.ReopenedBy is { } by)
        {
            await ReopenAsync(
                new ClientReopening(message.TicketId, message.SubmissionId, message.UserId, message.UpdateId, by), connection, transaction,
                cancellationToken);
        }

        var (hasTicket, id) = await InsertAsync(message, connection, transaction, cancellationToken);
        if (id is { } added)
        {
            await SnoozeRows.EndByClientAsync(message.TicketId, connection, transaction, cancellationToken);
            if (waits is not null)
                await waits.BeginAsync(message.TicketId, message.SentAt, connection, transaction, cancellationToken);
            var places = await TicketPlaces.FindAsync(message.TicketId, routes, connection, transaction, cancellationToken);
            await OutboxRows.OweTicketMessageAsync(message.TicketId, added, places, connection, transaction, cancellationToken);
            await connection.ExecuteAsync(new CommandDefinition(
                CardRedraws.OfOpen, new { message.TicketId }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
        return hasTicket;
    }

    /// <summary>Opens a person's own ticket again, if it is closed and this update has not changed it before.</summary>
    /// <returns>Whether it did.</returns>
    // The row of the ticket is locked first, as for a press; the statements after it see the cards that were settled meanwhile.
    internal static async Task<bool> ReopenAsync(
        ClientReopening reopening, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        if (await ExecuteAsync(
                """
                update tickets
                   set status = 'open', close_at = null, outcome = null, owner_id = null, owner_name = null, claimed_at = null
                 where tickets.id = @TicketId and tickets.user_id = @UserId and tickets.submission_id is not distinct from @SubmissionId
                   and tickets.status = 'closed'
                   and not exists (select from ticket_history past where past.ticket_id = @TicketId and past.update_id = @UpdateId)
                """) == 0)
        {
            return false;
        }

        await ExecuteAsync(
            """
            insert into ticket_history (ticket_id, status, actor_id, actor_name, update_id)
            values (@TicketId, 'open', @UserId, @ReopenedBy, @UpdateId)
            """);
        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
             where card.ticket_id = @TicketId
             order by card.chat_id, card.message_id
            """);
        await ExecuteAsync(CardRedraws.OfOthers);
        return true;

        Task<int> ExecuteAsync(string sql) =>
            connection.ExecuteAsync(new CommandDefinition(sql, reopening, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>Stores the message in the caller's transaction, and owes nothing.</summary>
    /// <returns>Whether the person has the ticket, and the id of the new row; null when the update was stored before.</returns>
    internal static Task<(bool HasTicket, long? Id)> InsertAsync(
        AddTicketMessage message, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        connection.QuerySingleAsync<(bool HasTicket, long? Id)>(new CommandDefinition(
            Insert,
            new
            {
                message.TicketId,
                message.SubmissionId,
                message.UserId,
                message.UpdateId,
                message.MessageId,
                message.AlbumId,
                message.Text,
                Files = FilesColumn.Write(message.Files),
                message.SentAt,
            },
            transaction, cancellationToken: cancellationToken));
}

/// <summary>A client opens an own ticket again.</summary>
/// <param name="ReopenedBy">The client, as the card names the one who opened the ticket.</param>
internal sealed record ClientReopening(long TicketId, Guid? SubmissionId, long UserId, long UpdateId, string ReopenedBy);
