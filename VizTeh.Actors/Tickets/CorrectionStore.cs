using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// What clients change of messages that were added to their tickets: a row of <c>ticket_messages</c> each, beside that of the message,
/// with the outbox rows that show it to the managers.
/// </summary>
/// <param name="waits">Begins the waits of clients; null for no reminders of them.</param>
public sealed class CorrectionStore(NpgsqlDataSource database, TicketWaits? waits = null)
{
    // Of a client who edits a message again and again, or the captions of an album one by one, the first edit is confirmed.
    private const string Quiet = "interval '10 minutes'";

    /// <summary>
    /// Stores the new words of a message, and owes them to the managers' chats of its ticket, in one transaction. A message that was added
    /// to no ticket, words that are the same, an older edit, and the message of a withdrawn or erased ticket change nothing.
    /// </summary>
    public async Task<TicketMessageCorrected> CorrectAsync(
        CorrectTicketMessage edit, TicketRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await FindAsync(edit, connection, cancellationToken) is not var (id, ticketId))
            return new TicketMessageCorrected(edit.UpdateId, null, IsNews: false);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        long? stored = null;
        // An erasure locks the ticket as well: it comes before, and there is no such ticket any more, or it finds what is stored here.
        if (await QueryAsync<bool?>(
                """
                select coalesce(ticket.status = 'closed' and ticket.outcome = 'withdrawn', false) from tickets ticket
                 where ticket.id = @ticketId and ticket.user_id = @UserId and ticket.erased_at is null
                   for no key update
                """) is not { } isWithdrawn)
        {
            return new TicketMessageCorrected(edit.UpdateId, null, IsNews: false);
        }

        stored = await QueryAsync<long?>(
            "select said.id from ticket_messages said where said.ticket_id = @ticketId and said.update_id = @UpdateId");
        if (stored is null && !isWithdrawn)
        {
            stored = await StoreAsync();
            if (stored is not null)
            {
                // As after any word of the client.
                await SnoozeRows.EndByClientAsync(ticketId, connection, transaction, cancellationToken);
                if (waits is not null)
                    await waits.BeginAsync(ticketId, edit.EditedAt, connection, transaction, cancellationToken);
                await connection.ExecuteAsync(new CommandDefinition(
                    CardRedraws.OfOpen, new { TicketId = ticketId }, transaction, cancellationToken: cancellationToken));
            }
        }

        var isNews = stored is not null && await QueryAsync<bool>(
            $"""
            select not exists (select from ticket_messages earlier
                                where earlier.ticket_id = @ticketId and earlier.id < @stored and earlier.corrects is not null
                                  and earlier.sent_at > (select said.sent_at from ticket_messages said where said.id = @stored) - {Quiet})
            """);
        await transaction.CommitAsync(cancellationToken);
        return new TicketMessageCorrected(edit.UpdateId, ticketId, isNews);

        // The lock on the message's row orders this transaction and the settling of a message that shows the words: either this transaction
        // sees that message and owes its edit, or the settling sees the new words and owes it.
        async Task<long?> StoreAsync()
        {
            if (await QueryAsync<int?>(
                    """
                    update ticket_messages set edits = edits + 1, edited_at = @EditedAt
                     where ticket_messages.id = @id
                       and (ticket_messages.edited_at is null or ticket_messages.edited_at <= @EditedAt)
                       and @Text <> coalesce(
                           (select newer.text from ticket_messages newer where newer.corrects = @id order by newer.id desc limit 1),
                           ticket_messages.text)
                    returning ticket_messages.edits
                    """) is null)
            {
                return null;
            }

            var added = await QueryAsync<long>(
                """
                insert into ticket_messages (ticket_id, author, user_id, update_id, message_id, corrects, text, sent_at)
                values (@ticketId, 'client', @UserId, @UpdateId, @MessageId, @id, @Text, @EditedAt)
                returning ticket_messages.id
                """);
            var places = await TicketPlaces.FindAsync(ticketId, routes, connection, transaction, cancellationToken);
            foreach (var place in places)
            {
                await AdditionRows.OweCorrectionAsync(
                    ticketId, id, added, place, routes.IdsOf(place.ChatId), connection, transaction, cancellationToken);
            }

            return added;
        }

        Task<T?> QueryAsync<T>(string sql) => connection.QuerySingleOrDefaultAsync<T?>(new CommandDefinition(
            sql, new { id, ticketId, stored, edit.UserId, edit.UpdateId, edit.MessageId, edit.Text, edit.EditedAt }, transaction,
            cancellationToken: cancellationToken));
    }

    // Another bot may have had a message of this id in the chat before: the newest counts.
    private static async Task<(long Id, long TicketId)?> FindAsync(
        CorrectTicketMessage edit, NpgsqlConnection connection, CancellationToken cancellationToken) =>
        await connection.QuerySingleOrDefaultAsync<(long, long)?>(new CommandDefinition(
            """
            select said.id, said.ticket_id from ticket_messages said
             where said.user_id = @UserId and said.message_id = @MessageId and said.author = 'client' and said.corrects is null
             order by said.id desc limit 1
            """,
            edit, cancellationToken: cancellationToken));
}
