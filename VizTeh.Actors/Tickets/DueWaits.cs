using Dapper;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Owes the managers the reminders of tickets whose clients wait. One that was owed and dropped, since it could not be sent in time, is
/// decided again.
/// </summary>
public sealed class DueWaits(NpgsqlDataSource database, BotSettings settings, ManagerChats chats, TimeProvider clock)
{
    private const int Most = 100;

    // A ticket whose row is locked is looked at the next time. The row of the ticket is locked first, as by whoever else needs both: what
    // is owed refers to it. Chats whose card still waits are told nothing: nobody there could answer yet.
    private static readonly string Find =
        $"""
        select wait.ticket_id as ticketid, wait.wait_id as waitid, wait.since as since, wait.started_at as startedat, wait.told as told,
               wait.is_over as isover, {WaitRows.IsUnattended} is true as isunattended,
               array(select waiting.chat_id from outbox waiting
                      where waiting.ticket_id = wait.ticket_id and waiting.kind = 'card' and waiting.set_aside_at is null
                        and not exists (select from ticket_cards card
                                         where card.ticket_id = wait.ticket_id and card.chat_id = waiting.chat_id)) as withoutcard
          from ticket_waits wait
         cross join lateral (
               select locked.id from tickets locked where locked.id = wait.ticket_id limit 1 for key share skip locked) ticket_of_wait
         where wait.due_at <= @now
           and (select true from outbox reminding
                 where reminding.ticket_id = wait.ticket_id and reminding.kind = 'wait_reminder'
                   and (reminding.payload ->> 'wait')::bigint = wait.wait_id and (reminding.payload ->> 'round')::int >= wait.told
                 limit 1) is null
         order by wait.due_at limit {Most} for update of wait skip locked
        """;

    // Two processes may look at once: the second reads the outbox before the first has committed, and locks the wait after that. Under the
    // lock, a statement of its own sees what the first one owed.
    private const string IsOwed =
        """
        select exists (
            select from outbox reminding
             where reminding.ticket_id = @TicketId and reminding.kind = 'wait_reminder'
               and (reminding.payload ->> 'wait')::bigint = @WaitId and (reminding.payload ->> 'round')::int >= @Told)
        """;

    private const string Move =
        "update ticket_waits set started_at = @startedAt, due_at = @dueAt where ticket_waits.ticket_id = @TicketId";

    private const string Delete = "delete from ticket_waits where ticket_waits.ticket_id = @TicketId";

    /// <summary>
    /// Owes a reminder to each managers' chat of the ticket, as one for all steps that are due by now. Outside of working time it is moved
    /// to the beginning of that. Waits that have ended are deleted.
    /// </summary>
    /// <returns>Whether anything is owed now.</returns>
    public async Task<bool> OweAsync(CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var due = (await connection.QueryAsync<Due>(new CommandDefinition(
            Find, new { now = now.UtcDateTime }, transaction, cancellationToken: cancellationToken))).AsList();
        var isOwed = false;
        foreach (var one in due)
            isOwed |= await OweAsync(one, now, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return isOwed;
    }

    private async Task<bool> OweAsync(
        Due due, DateTimeOffset now, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var company = settings.Company;
        if (due.IsOver || !due.IsUnattended || company.WaitingSteps.Count == 0)
        {
            await ExecuteAsync(Delete, due);
            return false;
        }

        if (SnoozeRules.Within(now, company.Hours) is var opening && opening > now)
        {
            await MoveAsync(due.StartedAt, opening);
            return false;
        }

        if (await connection.ExecuteScalarAsync<bool>(new CommandDefinition(
                IsOwed, due, transaction, cancellationToken: cancellationToken)))
        {
            return true;
        }

        var places = await TicketPlaces.FindAsync(due.TicketId, chats.Routes, connection, transaction, cancellationToken);
        long[] told = [.. places.Select(place => place.ChatId).Where(chatId => !due.WithoutCard.Contains(chatId)).Distinct()];
        if (told.Length == 0)
        {
            // Nobody has the card yet: the steps are counted from now.
            await (WaitRules.NextDue(now, now, company) is { } later ? MoveAsync(now, later) : ExecuteAsync(Delete, due));
            return false;
        }

        var reminder = new OwedMessage.WaitReminder(due.TicketId, due.WaitId, due.Told, due.Since, due.StartedAt)
        {
            Within = WaitRules.ValidFor(now, company),
        };
        foreach (var chatId in told)
            await OutboxRows.OweReminderAsync(chatId, reminder, connection, transaction, cancellationToken);
        return true;

        Task<int> MoveAsync(DateTimeOffset startedAt, DateTimeOffset dueAt) => ExecuteAsync(
            Move, new { due.TicketId, startedAt = startedAt.UtcDateTime, dueAt = dueAt.UtcDateTime });

        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    private sealed record Due
    {
        public long TicketId { get; init; }

        public long WaitId { get; init; }

        public DateTime Since { get; init; }

        public DateTime StartedAt { get; init; }

        public int Told { get; init; }

        public bool IsOver { get; init; }

        public bool IsUnattended { get; init; }

        public long[] WithoutCard { get; init; } = [];
    }
}
