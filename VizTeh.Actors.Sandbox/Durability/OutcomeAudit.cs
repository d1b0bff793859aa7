using System.Globalization;
using Npgsql;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Compares with what each ticket was closed with its history: an open one with nothing.</summary>
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
        """;

    /// <returns>The tickets whose outcome is not the one of the history.</returns>
    public static async Task<List<string>> FindWrongAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        var wrong = new List<string>();
        await using var command = database.CreateCommand(Untold);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            wrong.Add(string.Create(CultureInfo.InvariantCulture, $"ticket {reader.GetInt64(0)}: its history has another outcome"));
        return wrong;
    }
}
