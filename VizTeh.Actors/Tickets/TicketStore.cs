using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>Tables <c>tickets</c>, <c>ticket_history</c> and <c>ticket_cards</c>, and the outbox rows that a change of them causes.</summary>
public sealed class TicketStore(NpgsqlDataSource database)
{
    /// <summary>
    /// Creates the tickets of submissions, each with a card for every one of the chats, in one transaction; those that exist stay as
    /// they are. New tickets and their cards are numbered in the order given.
    /// </summary>
    /// <returns>The tickets' ids by submission, the same however often they are asked for.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> CreateAsync(
        IReadOnlyCollection<CreateTicket> tickets, IReadOnlyCollection<long> cardChats, CancellationToken cancellationToken)
    {
        const string insert =
            """
            with created as (
                insert into tickets
                       (submission_id, user_id, username, name, org, city, direction, description, phone, status, created_at)
                select submission_id, user_id, username, name, org, city, direction, description, phone, 'open', submitted_at
                  from unnest(@submissionIds::uuid[], @userIds::bigint[], @usernames::text[], @names::text[], @organizations::text[],
                              @cities::text[], @directions::text[], @descriptions::text[], @phones::text[], @submitted::timestamptz[])
                       with ordinality as batch (submission_id, user_id, username, name, org, city, direction, description, phone,
                                                 submitted_at, position)
                 order by position
                on conflict (submission_id) do nothing
                returning submission_id, id
            ), history as (
                insert into ticket_history (ticket_id, status) select id, 'open' from created order by id
            ), cards as (
                insert into outbox (chat_id, kind, ticket_id)
                select chat_id, 'card', id from created, unnest(@cardChats::bigint[]) as chat_id order by id
            )
            select submission_id, id::bigint from created
            """;
        var submissionIds = Column(ticket => ticket.SubmissionId);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var created = await connection.QueryAsync<(Guid SubmissionId, long Id)>(new CommandDefinition(
            insert,
            new
            {
                submissionIds,
                userIds = Column(ticket => ticket.UserId),
                usernames = Column(ticket => ticket.Username),
                names = Column(ticket => ticket.Name),
                organizations = Column(ticket => ticket.Organization),
                cities = Column(ticket => ticket.City),
                directions = Column(ticket => ticket.Direction),
                descriptions = Column(ticket => ticket.Description),
                phones = Column(ticket => ticket.Phone),
                submitted = Column(ticket => ticket.SubmittedAt),
                cardChats = cardChats.ToArray(),
            },
            cancellationToken: cancellationToken));
        var ids = created.ToDictionary(row => row.SubmissionId, row => row.Id);
        Guid[] older = [.. submissionIds.Where(id => !ids.ContainsKey(id))];
        if (older.Length == 0)
            return ids;

        // A statement of its own: it sees rows that were committed while the insert waited for them.
        var found = await connection.QueryAsync<(Guid SubmissionId, long Id)>(new CommandDefinition(
            "select submission_id, id::bigint from tickets where submission_id = any(@older)", new { older },
            cancellationToken: cancellationToken));
        foreach (var (submissionId, id) in found)
            ids.Add(submissionId, id);
        return ids;

        T[] Column<T>(Func<CreateTicket, T> value) => [.. tickets.Select(value)];
    }

    /// <summary>
    /// Gives the ticket the status unless it has it, and orders the edits of its cards: one transaction. Locking the row first lets
    /// two presses, and a card that is just being sent, see each other's effect.
    /// </summary>
    /// <returns>Whether it changed, and the state after; null when there is no such ticket.</returns>
    public async Task<(bool Changed, TicketState State)?> ChangeStatusAsync(ChangeTicketStatus change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));

        var status = change.Status.ToColumn();
        var changed = await ExecuteAsync(
            """
            update tickets
               set status = @status, close_at = case when @status = 'closed' then now() end, manager_id = @ActorId
             where id = @TicketId and status is distinct from @status
               -- Telegram may hand a press over once more after an opposite one.
               and not exists (select from ticket_history where ticket_id = @TicketId and update_id = @UpdateId)
            """,
            new { change.TicketId, change.ActorId, change.UpdateId, status }) == 1;
        if (changed)
        {
            await ExecuteAsync(
                """
                insert into ticket_history (ticket_id, status, actor_id, actor_name, update_id)
                values (@TicketId, @status, @ActorId, @ActorName, @UpdateId)
                """,
                new { change.TicketId, change.ActorId, change.ActorName, change.UpdateId, status });
        }

        if (await FindAsync(connection, change.TicketId, transaction, cancellationToken) is not { } state)
            return null;

        if (change.CardMessageId is { } messageId)
        {
            await ExecuteAsync(
                """
                insert into ticket_cards (ticket_id, chat_id, message_id) values (@TicketId, @CardChatId, @messageId)
                on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id
                where ticket_cards.ticket_id <> excluded.ticket_id
                """,
                new { change.TicketId, change.CardChatId, messageId });
        }

        // A press that changes nothing came from a card that shows an old state: that card alone is drawn again.
        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select chat_id, 'card_edit', ticket_id, message_id
              from ticket_cards card
             where ticket_id = @TicketId
               and (@changed
                    or (chat_id = @CardChatId and message_id = @CardMessageId
                        and not exists (select from outbox waiting
                                         where waiting.chat_id = card.chat_id and waiting.message_id = card.message_id
                                           and waiting.kind = 'card_edit' and waiting.set_aside_at is null
                                           and waiting.ticket_id = @TicketId)))
             order by chat_id, message_id
            """,
            new { change.TicketId, change.CardChatId, change.CardMessageId, changed });
        await transaction.CommitAsync(cancellationToken);
        return (changed, state);
    }

    private static async Task<TicketState?> FindAsync(
        NpgsqlConnection connection, long ticketId, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleOrDefaultAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = @ticketId",
            new { ticketId }, transaction, cancellationToken: cancellationToken));
        return row?.ToState();
    }
}
