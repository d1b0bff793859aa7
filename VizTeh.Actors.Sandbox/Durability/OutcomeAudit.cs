using System.Globalization;
using Npgsql;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Compares with what each ticket was closed, and when a manager is to be reminded of it, with its history: an open one was closed with
/// nothing, and of a closed one nobody is reminded.
/// </summary>
internal static class OutcomeAudit
{
    private const string Untold =
        """
        select ticket.id::bigint
          from tickets ticket
          left join lateral (
               select past.status, past.outcome from ticket_history past
                where past.ticket_id = ticket.id and past.action = 'status'
                order by past.id desc limit 1) told on true
         where ticket.erased_at is null
           and ticket.outcome is distinct from case when told.status = 'closed' then told.outcome end
        union
        select ticket.id::bigint
          from tickets ticket
          left join lateral (
               select past.action, past.id, past.snoozed_until from ticket_history past
                where past.ticket_id = ticket.id
                  and (past.action in ('snooze', 'snooze-end', 'reminded') or past.action = 'status' and past.status = 'closed')
                order by past.id desc limit 1) told on true
         where ticket.erased_at is null
           and ticket.snoozed_until is distinct from case when told.action = 'snooze' then told.snoozed_until end
        """;

    /// <returns>The tickets whose outcome or reminder is not the one of the history.</returns>
    public static async Task<List<string>> FindWrongAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        await using var command = database.CreateCommand(Untold);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            wrong.Add(string.Create(
                CultureInfo.InvariantCulture, $"ticket {reader.GetInt64(0)}: its history has another outcome or reminder"));
        }

        return wrong;
    }
}
