using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>What clients see and change of their own tickets, in table <c>tickets</c>. Whose ticket it is, the SQL decides.</summary>
/// <param name="waits">Begins the waits of clients; null for no reminders of them.</param>
public sealed class OwnTicketStore(NpgsqlDataSource database, TicketWaits? waits = null)
{
    /// <summary>How many tickets a page of the list has.</summary>
    public const int PerPage = 6;

    // What a message can show: a ticket with more additions shows its newest ones.
    private const int MostAdditions = 40;

    public async Task<IOwnTicketAnswer> AnswerAsync(IOwnTicketRequest request, CancellationToken cancellationToken) => request switch
    {
        FindOwnTickets list => await FindPageAsync(list, cancellationToken),
        FindOwnTicket one => await FindAsync(one, cancellationToken),
        WithdrawTicket withdrawn => await WithdrawAsync(withdrawn, cancellationToken),
        ReopenTicket reopened => await ReopenAsync(reopened, cancellationToken),
        FindOwnChange change => await FindChangeAsync(change, cancellationToken),
        _ => throw new ArgumentOutOfRangeException(nameof(request), request.GetType().Name, "an unknown request"),
    };

    private async Task<OwnTicketsFound> FindPageAsync(FindOwnTickets request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var count = await connection.ExecuteScalarAsync<int>(new CommandDefinition(
            "select count(*)::int from tickets ticket where ticket.user_id = @UserId", request, cancellationToken: cancellationToken));
        var pages = Math.Max(1, (count + PerPage - 1) / PerPage);
        var page = Math.Clamp(request.Page, 0, pages - 1);
        // A walk along the index by client, as far as the page.
        var rows = await connection.QueryAsync<TicketRow>(new CommandDefinition(
            $"""
            select {TicketRow.Columns} from {TicketRow.Tables}
             where ticket.id = any(array(
                   select own.id from tickets own where own.user_id = @UserId
                    order by own.id desc offset @Skipped limit {PerPage}))
             order by ticket.id desc
            """,
            new { request.UserId, Skipped = page * PerPage }, cancellationToken: cancellationToken));
        return new OwnTicketsFound(request.UpdateId, [.. rows.Select(row => ToOwn(row.ToState().Ticket))], page, pages);
    }

    private async Task<OwnTicketFound> FindAsync(FindOwnTicket request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var ticket = await ReadAsync(connection, request.TicketId, request.UserId, null, cancellationToken);
        return new OwnTicketFound(request.UpdateId, ticket is not null && IsMeant(ticket.SubmissionId, request.Check) ? ticket : null);
    }

    // One transaction. The row of the ticket is locked first, as for a press in a managers' chat.
    private async Task<OwnTicketWithdrawn> WithdrawAsync(WithdrawTicket request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var row = await LockAsync(request, connection, transaction, cancellationToken);
        if (row is null || !IsMeant(row.SubmissionId, request.Check))
            return new OwnTicketWithdrawn(request.UpdateId, Withdrawal.NotFound, null);

        // A statement of its own: the one that waited for the lock still has the history of before.
        var isRepeat = await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
            "select exists (select from ticket_history past where past.ticket_id = @TicketId and past.update_id = @UpdateId)",
            request, transaction, cancellationToken: cancellationToken));
        var result = row switch
        {
            _ when isRepeat => Withdrawal.Done,
            { Status: "closed", Outcome: Ticket.Withdrawn } => Withdrawal.WasWithdrawn,
            { Status: "closed" } => Withdrawal.WasClosed,
            _ => Withdrawal.Done,
        };
        if (result == Withdrawal.Done && !isRepeat)
            await CloseAsync(request, connection, transaction, cancellationToken);
        var ticket = await ReadAsync(connection, request.TicketId, request.UserId, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new OwnTicketWithdrawn(request.UpdateId, result, ticket);
    }

    // One transaction, like a withdrawal.
    private async Task<OwnTicketReopened> ReopenAsync(ReopenTicket request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var row = await LockAsync(request, connection, transaction, cancellationToken);
        if (row is null || !IsMeant(row.SubmissionId, request.Check))
            return new OwnTicketReopened(request.UpdateId, null);
        var isOpened = await TicketMessageStore.ReopenAsync(
            new ClientReopening(request.TicketId, row.SubmissionId, request.UserId, request.UpdateId, request.By), connection, transaction,
            cancellationToken);
        if (isOpened && waits is not null)
            await waits.BeginAsync(request.TicketId, since: null, connection, transaction, cancellationToken);
        var ticket = await ReadAsync(connection, request.TicketId, request.UserId, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return new OwnTicketReopened(request.UpdateId, ticket);
    }

    // A message that opened the ticket by being added to it is told of as an addition.
    private async Task<IOwnTicketAnswer> FindChangeAsync(FindOwnChange request, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var changes = (await connection.QueryAsync<(long TicketId, string Status)>(new CommandDefinition(
            """
            select ticket.id::bigint, changed.status from tickets ticket
             cross join lateral (
                   select past.status from ticket_history past
                    where past.ticket_id = ticket.id and past.update_id = @UpdateId and past.actor_id = @UserId
                    order by past.id desc limit 1) changed
             where ticket.user_id = @UserId
               and (select true from ticket_messages said
                     where said.ticket_id = ticket.id and said.update_id = @UpdateId limit 1) is null
             order by ticket.id desc limit 1
            """,
            request, cancellationToken: cancellationToken))).AsList();
        if (changes is not [var (ticketId, status)])
            return new OwnTicketUnchanged(request.UpdateId);
        var ticket = await ReadAsync(connection, ticketId, request.UserId, transaction: null, cancellationToken);
        return status == "closed"
            ? new OwnTicketWithdrawn(request.UpdateId, Withdrawal.Done, ticket)
            : new OwnTicketReopened(request.UpdateId, ticket);
    }

    private static Task<LockedRow?> LockAsync(
        IOwnTicketRequest request, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken) =>
        connection.QuerySingleOrDefaultAsync<LockedRow>(new CommandDefinition(
            """
            select ticket.submission_id as submissionid, ticket.status as status, ticket.outcome as outcome from tickets ticket
             where ticket.id = @TicketId and ticket.user_id = @UserId
               for no key update
            """,
            request, transaction, cancellationToken: cancellationToken));

    private static async Task CloseAsync(
        WithdrawTicket request, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await ExecuteAsync(
            $"""
            update tickets set status = 'closed', close_at = now(), outcome = '{Ticket.Withdrawn}', {SnoozeRows.Clear}
             where tickets.id = @TicketId
            """);
        await ExecuteAsync(
            """
            insert into ticket_history (ticket_id, status, actor_id, actor_name, update_id, outcome)
            values (@TicketId, 'closed', @UserId, @By, @UpdateId, 'withdrawn')
            """);
        await ExecuteAsync(CardPress.EndMenus);
        await ExecuteAsync(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
             where card.ticket_id = @TicketId
             order by card.chat_id, card.message_id
            """);
        await ExecuteAsync(CardRedraws.OfOthers);

        Task<int> ExecuteAsync(string sql) =>
            connection.ExecuteAsync(new CommandDefinition(sql, request, transaction, cancellationToken: cancellationToken));
    }

    private static async Task<OwnTicket?> ReadAsync(
        NpgsqlConnection connection, long ticketId, long userId, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
    {
        var row = await connection.QuerySingleOrDefaultAsync<TicketRow>(new CommandDefinition(
            $"select {TicketRow.Columns} from {TicketRow.Tables} where ticket.id = @ticketId and ticket.user_id = @userId",
            new { ticketId, userId }, transaction, cancellationToken: cancellationToken));
        if (row is null)
            return null;
        var added = (await connection.QueryAsync<AddedRow>(new CommandDefinition(
            $"""
            select coalesce(
                       (select newer.text from ticket_messages newer where newer.corrects = said.id order by newer.id desc limit 1),
                       said.text) as text,
                   said.files::text as files, said.sent_at as sentat
              from ticket_messages said
             where said.ticket_id = @ticketId and said.author = 'client' and said.corrects is null
             order by said.id desc limit {MostAdditions + 1}
            """,
            new { ticketId }, transaction, cancellationToken: cancellationToken))).ToList();
        return ToOwn(row.ToState().Ticket) with
        {
            Added = added.Count == 0 ? null : [.. added.Take(MostAdditions).Reverse().Select(ToAddition)],
            HasEarlier = added.Count > MostAdditions,
        };
    }

    private static OwnTicket ToOwn(Ticket ticket) => new(
        ticket.Id, ticket.SubmissionId, ticket.Answers, ticket.Status == TicketStatus.Closed, ticket.IsWithdrawn, ticket.CreatedAt,
        ticket.ClosedAt);

    private static OwnAddition ToAddition(AddedRow row) => new(row.Text, row.SentAt)
    {
        Files = FilesColumn.Read(row.Files) is { Count: > 0 } files ? files : null,
    };

    // A number alone may belong to another ticket after an older dump was restored.
    private static bool IsMeant(Guid? submissionId, string? check) => TicketButton.IsOf(submissionId, check, isKnown: false);

    private sealed record LockedRow
    {
        public Guid? SubmissionId { get; init; }

        public string? Status { get; init; }

        public string? Outcome { get; init; }
    }

    private sealed record AddedRow
    {
        public string Text { get; init; } = "";

        public string? Files { get; init; }

        public DateTime SentAt { get; init; }
    }
}
