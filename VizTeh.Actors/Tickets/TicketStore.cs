using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>The result of a press.</summary>
/// <param name="Changed">Whether this press changed the status.</param>
/// <param name="State">The ticket after the press.</param>
/// <param name="IsCardKnown">False when the pressed message may be the card of another ticket; then nothing was changed.</param>
public readonly record struct TicketChange(bool Changed, TicketState State, bool IsCardKnown = true);

/// <summary>Tables <c>tickets</c>, <c>ticket_history</c> and <c>ticket_cards</c>, with the outbox rows that their changes cause.</summary>
/// <param name="notices">Owes a client the notices of changes; null for none.</param>
/// <param name="waits">Begins the waits of clients; null for no reminders of them.</param>
public sealed class TicketStore(NpgsqlDataSource database, ClientNotices? notices = null, TicketWaits? waits = null)
{
    // What another program has stored meanwhile is seen at the second attempt; a number of its own choice perhaps at the third only.
    private const int MostAttempts = 3;

    private static readonly string Insert =
        $"""
        {NewTickets.Creation}, cards as (
            insert into outbox (chat_id, kind, ticket_id, topic_id)
            select place.chat_id, 'card', created.id, place.topic_id
              from created, {TicketRoutes.Places}
             where {TicketRoutes.IsPlaceOf("created.direction")}
             order by created.id
        ), {WaitRows.ForCreated}, {CardRedraws.OfOthersOfCreated}
        select created.submission_id, created.id::bigint from created
        """;

    /// <summary>
    /// Creates the tickets of submissions, each with a card for every given chat, in one transaction; existing tickets stay as they are.
    /// </summary>
    public Task<IReadOnlyDictionary<Guid, long>> CreateAsync(
        IReadOnlyCollection<CreateTicket> tickets, IReadOnlyCollection<long> cardChats, CancellationToken cancellationToken) =>
        CreateAsync(tickets, TicketRoutes.ToAll(cardChats), cancellationToken);

    /// <summary>
    /// Creates the tickets of submissions, each with a card for every chat that the routes lead to, in one transaction; existing tickets
    /// stay as they are. New tickets are numbered without gaps, they and their cards in the order given.
    /// </summary>
    /// <returns>The tickets' ids by submission; a repeat returns the same ids.</returns>
    public async Task<IReadOnlyDictionary<Guid, long>> CreateAsync(
        IReadOnlyCollection<CreateTicket> tickets, TicketRoutes routes, CancellationToken cancellationToken)
    {
        var parameters = NewTickets.Parameters([.. tickets.DistinctBy(ticket => ticket.SubmissionId)]);
        routes.AddTo(parameters);
        TicketWaits.AddTo(parameters, waits);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var created = await InsertAsync(connection, parameters, cancellationToken);
        var ids = created.ToDictionary(row => row.SubmissionId, row => row.Id);
        Guid[] older = [.. tickets.Select(ticket => ticket.SubmissionId).Where(id => !ids.ContainsKey(id))];
        if (older.Length == 0)
            return ids;

        // A separate statement, with a newer snapshot: it sees rows that other transactions committed while the insert waited for them.
        var found = await connection.QueryAsync<(Guid SubmissionId, long Id)>(new CommandDefinition(
            "select tickets.submission_id, tickets.id::bigint from tickets where tickets.submission_id = any(@older)", new { older },
            cancellationToken: cancellationToken));
        foreach (var (submissionId, id) in found)
            ids.Add(submissionId, id);
        return ids;
    }

    /// <summary>
    /// Sets the ticket's status unless it has it, and owes edits of its cards, in one transaction. Locking the ticket's row first
    /// serialises this with other presses, and with the settling of a card that is being sent. Reopening leaves the ticket to nobody.
    /// </summary>
    /// <returns>Null when there is no such ticket.</returns>
    public async Task<TicketChange?> ChangeStatusAsync(ChangeTicketStatus change, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var press = new CardPress(
            new PressedCard(change.TicketId, change.CardChatId, change.CardMessageId, change.CardCheck, change.CardTopicId),
            connection, transaction);
        if (!await press.IsOnCardOfTicketAsync(cancellationToken))
        {
            if (await press.FindTicketAsync(cancellationToken) is not { } other)
                return null;
            await press.ShowCardAsync(cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            return new TicketChange(Changed: false, other, IsCardKnown: false);
        }

        var status = change.Status.ToColumn();
        var changed = await press.ExecuteAsync(
            $"""
            update tickets
               set status = @status, close_at = case when @status = 'closed' then now() end, manager_id = @ActorId,
                   outcome = @Outcome, {SnoozeRows.Clear},
                   owner_id = case when @status = 'closed' then tickets.owner_id end,
                   owner_name = case when @status = 'closed' then tickets.owner_name end,
                   claimed_at = case when @status = 'closed' then tickets.claimed_at end
             where tickets.id = @TicketId and tickets.status is distinct from @status and tickets.erased_at is null
               -- Telegram may redeliver a press after an opposite one was handled.
               and not exists (select from ticket_history past where past.ticket_id = @TicketId and past.update_id = @UpdateId)
            """,
            new { change.TicketId, change.ActorId, change.UpdateId, status, change.Outcome }, cancellationToken) == 1;
        if (changed)
        {
            await press.EndMenusAsync(cancellationToken);
            await press.ExecuteAsync(CardRedraws.OfOthers, new { change.TicketId }, cancellationToken);
        }

        long? history = changed
            ? await press.AddToHistoryAsync(
                """
                insert into ticket_history (ticket_id, status, actor_id, actor_name, update_id, outcome)
                values (@TicketId, @status, @ActorId, @ActorName, @UpdateId, @Outcome)
                returning ticket_history.id
                """,
                new { change.TicketId, change.ActorId, change.ActorName, change.UpdateId, status, change.Outcome }, cancellationToken)
            : null;
        if (await press.FindTicketAsync(cancellationToken) is not { } state)
            return null;
        if (history is { } historyId && notices is not null)
        {
            await notices.OweAsync(
                change.Status == TicketStatus.Closed ? TicketNews.Closed : TicketNews.Reopened, state.Ticket, historyId, change.ActorId,
                change.PublicName, connection, transaction, cancellationToken);
        }

        await press.RecordAsync(changed, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new TicketChange(changed, state);
    }

    private static async Task<IEnumerable<(Guid SubmissionId, long Id)>> InsertAsync(
        NpgsqlConnection connection, DynamicParameters parameters, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await InsertAsync(connection, parameters, takesTurnFirst: attempt > 1, cancellationToken);
            }
            catch (PostgresException taken) when (taken.SqlState == PostgresErrorCodes.UniqueViolation && attempt < MostAttempts)
            {
                // The submission, or the number: once it has its turn, the next attempt sees the row that has it.
            }
        }
    }

    private static async Task<IEnumerable<(Guid SubmissionId, long Id)>> InsertAsync(
        NpgsqlConnection connection, DynamicParameters parameters, bool takesTurnFirst, CancellationToken cancellationToken)
    {
        // A statement alone is a transaction, and a round trip.
        await using var transaction = takesTurnFirst ? await connection.BeginTransactionAsync(cancellationToken) : null;
        if (takesTurnFirst)
        {
            await connection.ExecuteAsync(new CommandDefinition(
                NewTickets.TakeTurn, transaction: transaction, cancellationToken: cancellationToken));
        }

        var created = await connection.QueryAsync<(Guid SubmissionId, long Id)>(new CommandDefinition(
            Insert, parameters, transaction, cancellationToken: cancellationToken));
        if (transaction is not null)
            await transaction.CommitAsync(cancellationToken);
        return created;
    }
}
