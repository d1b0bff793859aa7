using Dapper;
using Npgsql;

namespace VizTeh.Actors.PersonalData;

/// <summary>A closed ticket whose client's data has been kept for long enough.</summary>
/// <param name="UserId">The client; null in rows of an earlier bot that did not store one.</param>
/// <param name="IsLast">Whether the client has no other ticket with data but those that were found together.</param>
internal sealed record ExpiredTicket(long Id, long? UserId, bool IsLast);

/// <summary>How many rows a step has deleted, and whether there may be more.</summary>
internal sealed record DoneRows(int Deleted, bool IsMore);

/// <summary>
/// Finds and erases what has been kept for long enough, some at a time. Each method is one short transaction and idempotent. Of the
/// program's clock and PostgreSQL's the earlier one counts, so that one which is far ahead erases nothing too early.
/// </summary>
internal sealed class RetentionStore(NpgsqlDataSource database)
{
    /// <summary>The value of <c>tickets.erased_for</c>. Permanent.</summary>
    public const string Term = "term";

    private const int MostTickets = 50;
    private const int MostRows = 1_000;

    private const string IsExpired =
        """
        ticket.status = 'closed' and ticket.erased_at is null
        and coalesce(ticket.close_at, ticket.created_at) < least(@now, now()) - @term::interval
        """;

    // A ticket counts for as many messages as its erasure owes to managers' chats.
    private const string FindExpired =
        $"""
        with due as (
            select ticket.id::bigint as id, ticket.user_id::bigint as user_id, coalesce(ticket.close_at, ticket.created_at) as ended_at,
                   (select count(*) from ticket_cards card where card.ticket_id = ticket.id)
                   + (select count(*) from ticket_posts post where post.ticket_id = ticket.id) as messages
              from tickets ticket
             where {IsExpired} and ticket.id <> all(@postponed)
               and not exists (select from ticket_messages said
                                where said.ticket_id = ticket.id and said.stored_at >= least(@now, now()) - @term::interval)
             order by coalesce(ticket.close_at, ticket.created_at), ticket.id
             limit @mostTickets
        ), counted as (
            select due.id, due.user_id, sum(due.messages) over (order by due.ended_at, due.id) as messages,
                   row_number() over (order by due.ended_at, due.id) as place
              from due
        ), taken as (
            select counted.id, counted.user_id from counted where counted.messages <= @mostMessages or counted.place = 1
        )
        select taken.id, taken.user_id as userid,
               taken.user_id is not null
               and not exists (select from tickets other
                                where other.user_id = taken.user_id and other.id <> all(array(select taken.id from taken))) as islast
          from taken order by taken.id
        """;

    // In the order of the locks of /forget: rows of the outbox, then tickets.
    private const string LockOwed =
        "select waiting.id from outbox waiting where waiting.ticket_id = any(@ids) order by waiting.id for update";

    private static readonly string Lock =
        $"select ticket.id::bigint from tickets ticket where ticket.id = any(@ids) and {IsExpired} order by ticket.id for update";

    // A client may have come back since the conversation was asked.
    private const string HasComeBack =
        """
        select exists (select from tickets ticket where ticket.user_id = @userId)
            or exists (select from form_reminders form where form.user_id = @userId and form.touched_at >= @askedAt)
            or exists (select from clients client where client.user_id = @userId and client.consent_at >= @askedAt)
        """;

    /// <param name="now">By the program's clock.</param>
    /// <param name="term">How long the data is kept after the closing, or after the last message about the ticket.</param>
    /// <param name="postponed">Tickets that are not meant.</param>
    /// <param name="mostMessages">
    /// For how many messages in managers' chats an edit or a deletion may be owed; a single ticket may exceed it.
    /// </param>
    /// <returns>The oldest; none when nothing is due.</returns>
    public async Task<IReadOnlyList<ExpiredTicket>> FindAsync(
        DateTimeOffset now, TimeSpan term, IReadOnlyCollection<long> postponed, int mostMessages, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return
        [
            .. await connection.QueryAsync<ExpiredTicket>(new CommandDefinition(
                FindExpired,
                new { now, term, postponed = postponed.ToArray(), mostMessages, mostTickets = MostTickets },
                cancellationToken: cancellationToken)),
        ];
    }

    /// <summary>
    /// Erases the tickets that are still closed and due, and of each of the clients whatever the other tables hold, unless the client has
    /// come back. A lock that somebody holds is waited for briefly.
    /// </summary>
    /// <param name="clients">Clients without any other ticket, whose conversations are erased.</param>
    /// <param name="askedAt">The moment before the first of these conversations was asked, by the program's clock.</param>
    /// <returns>How many tickets were erased.</returns>
    public async Task<int> EraseAsync(
        IReadOnlyCollection<long> tickets, IReadOnlyCollection<long> clients, DateTimeOffset now, TimeSpan term, DateTimeOffset askedAt,
        CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var parameters = new { ids = tickets.ToArray(), now, term };
        await connection.ExecuteAsync(Command("set local lock_timeout = '1s'", null));
        await connection.ExecuteAsync(Command(LockOwed, parameters));
        long[] locked = [.. await connection.QueryAsync<long>(Command(Lock, parameters))];
        var erasure = new TicketErasure(connection, transaction, cancellationToken);
        await erasure.EraseTicketsAsync(locked, Term);
        foreach (var userId in clients)
        {
            if (!await connection.QuerySingleAsync<bool>(Command(HasComeBack, new { userId, askedAt })))
                await erasure.EraseClientAsync(userId, confirmedBy: null);
        }

        await transaction.CommitAsync(cancellationToken);
        return locked.Length;

        CommandDefinition Command(string sql, object? values) => new(sql, values, transaction, cancellationToken: cancellationToken);
    }

    /// <summary>Deletes rows that only tell a repeat of what was done: keys of owed messages, and tickets that went by e-mail.</summary>
    public async Task<DoneRows> DeleteDoneAsync(DateTimeOffset now, TimeSpan term, CancellationToken cancellationToken) => Sum(
        await DeleteAsync(
            """
            delete from outbox_keys
             where outbox_keys.key = any(array(
                   select old.key from outbox_keys old where old.owed_at < least(@now, now()) - @term::interval
                    order by old.owed_at limit @most for update skip locked))
            """,
            now, term, cancellationToken),
        // While a card of the ticket waits, the row says that its letter was sent.
        await DeleteAsync(
            """
            delete from ticket_mails
             where ticket_mails.ticket_id = any(array(
                   select mail.ticket_id from ticket_mails mail
                    where coalesce(mail.mailed_at, mail.next_attempt_at) < least(@now, now()) - @term::interval
                      and not exists (select from outbox waiting where waiting.ticket_id = mail.ticket_id and waiting.kind = 'card')
                    order by mail.ticket_id limit @most for update skip locked))
            """,
            now, term, cancellationToken));

    /// <summary>Deletes updates and messages that were set aside.</summary>
    public async Task<DoneRows> DeleteGivenUpAsync(DateTimeOffset now, TimeSpan term, CancellationToken cancellationToken) => Sum(
        await DeleteAsync(
            """
            delete from inbox
             where inbox.seq = any(array(
                   select old.seq from inbox old where old.set_aside_at < least(@now, now()) - @term::interval
                    order by old.set_aside_at limit @most for update skip locked))
            """,
            now, term, cancellationToken),
        await DeleteAsync(
            """
            delete from outbox
             where outbox.id = any(array(
                   select old.id from outbox old where old.set_aside_at < least(@now, now()) - @term::interval
                    order by old.chat_id, old.id limit @most for update skip locked))
            """,
            now, term, cancellationToken));

    /// <summary>Deletes the records of who read personal data.</summary>
    public Task<DoneRows> DeleteReadingsAsync(DateTimeOffset now, TimeSpan term, CancellationToken cancellationToken) => DeleteAsync(
        """
        delete from readings
         where readings.id = any(array(
               select old.id from readings old where old.at < least(@now, now()) - @term::interval
                order by old.at limit @most for update skip locked))
        """,
        now, term, cancellationToken);

    private async Task<DoneRows> DeleteAsync(string sql, DateTimeOffset now, TimeSpan term, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var deleted = await connection.ExecuteAsync(
            new CommandDefinition(sql, new { now, term, most = MostRows }, cancellationToken: cancellationToken));
        return new DoneRows(deleted, deleted == MostRows);
    }

    private static DoneRows Sum(DoneRows one, DoneRows other) => new(one.Deleted + other.Deleted, one.IsMore || other.IsMore);
}
