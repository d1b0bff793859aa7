using Dapper;
using Npgsql;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Tickets whose card has reached no managers' chat, and table <c>ticket_mails</c>: which of them went by e-mail instead.
/// </summary>
internal sealed class UnseenTickets(NpgsqlDataSource database)
{
    /// <summary>How often a ticket's letter is tried at most: for about a day.</summary>
    private const int MostAttempts = 30;

    private const int MostAtOnce = 20;

    // A card that waits or was set aside, no other card of the ticket in any chat, and a ticket that still wants somebody's work.
    private const string IsUnseen =
        """
        not exists (select from ticket_cards card where card.ticket_id = waiting.ticket_id)
        and exists (select from tickets wanted
                     where wanted.id = waiting.ticket_id and wanted.status is distinct from 'closed' and wanted.erased_at is null)
        """;

    // Whether its letter may be tried now.
    private static readonly string IsDue =
        $"mail.mailed_at is null and mail.next_attempt_at <= now() and mail.attempts < {MostAttempts}";

    /// <summary>The subquery for their numbers; without @card there are none.</summary>
    internal static readonly string Find =
        $"""
        select waiting.ticket_id from outbox waiting
         where waiting.kind = 'card' and waiting.created_at < now() - @card::interval and {IsUnseen}
           and not exists (select from ticket_mails mail where mail.ticket_id = waiting.ticket_id and not ({IsDue}))
         group by waiting.ticket_id order by waiting.ticket_id limit {MostAtOnce}
        """;

    // Decided anew at the moment of sending.
    private static readonly string Claim =
        $"""
        with claimed as (
          insert into ticket_mails as mail (ticket_id, attempts, next_attempt_at)
          select waiting.ticket_id, 1, now() + @lease from outbox waiting
           where waiting.kind = 'card' and waiting.ticket_id = @ticketId and {IsUnseen}
           limit 1
          on conflict (ticket_id) do update set attempts = mail.attempts + 1, next_attempt_at = now() + @lease
           where {IsDue}
          returning mail.ticket_id, mail.attempts)
        select {TicketRow.Columns} from {TicketRow.Tables} cross join claimed where ticket.id = @ticketId
        """;

    /// <summary>Takes a ticket for this process, for the time of the lease.</summary>
    /// <returns>Null when its letter is no longer wanted, or another process has it.</returns>
    public async Task<TicketState?> ClaimAsync(long ticketId, TimeSpan lease, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var row = await connection.QuerySingleOrDefaultAsync<TicketRow>(
            new CommandDefinition(Claim, new { ticketId, lease }, cancellationToken: cancellationToken));
        return row?.ToState();
    }

    /// <summary>Its letter was accepted, and is not sent again.</summary>
    public Task SettleAsync(long ticketId, CancellationToken cancellationToken) =>
        ExecuteAsync("update ticket_mails set mailed_at = now() where ticket_id = @ticketId", ticketId, cancellationToken);

    /// <summary>Its letter was not sent, because the process stops: it is due at once, and that was no attempt.</summary>
    public Task ReleaseAsync(long ticketId, CancellationToken cancellationToken) => ExecuteAsync(
        "update ticket_mails set next_attempt_at = now(), attempts = attempts - 1 where ticket_id = @ticketId and mailed_at is null",
        ticketId, cancellationToken);

    /// <summary>Its letter was not accepted: it is due again after some minutes, later after an hour.</summary>
    public Task PostponeAsync(long ticketId, CancellationToken cancellationToken) => ExecuteAsync(
        """
        update ticket_mails set next_attempt_at = now() + least(interval '1 hour', interval '5 minutes' * power(2, least(attempts, 6) - 1))
         where ticket_id = @ticketId
        """,
        ticketId, cancellationToken);

    private async Task ExecuteAsync(string sql, long ticketId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(sql, new { ticketId }, cancellationToken: cancellationToken));
    }
}
