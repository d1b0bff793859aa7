using Dapper;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>Begins the waits of clients in table <c>ticket_waits</c>, in the transactions that store what they sent.</summary>
public sealed class TicketWaits(BotSettings settings, TimeProvider clock)
{
    /// <summary>
    /// Adds the beginning of a wait to the values of a statement: now, since managers cannot answer what is not stored, with the first
    /// reminder. Without reminders both are null.
    /// </summary>
    /// <param name="waits">Null where there are no reminders.</param>
    internal static void AddTo(DynamicParameters parameters, TicketWaits? waits)
    {
        var start = waits?.Start();
        parameters.Add("waitStart", start?.Now.UtcDateTime);
        parameters.Add("waitDue", start?.Due.UtcDateTime);
    }

    /// <summary>The client of an open ticket has written, or opened the ticket.</summary>
    /// <param name="since">When; null for now.</param>
    internal async Task BeginAsync(
        long ticketId, DateTimeOffset? since, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        if (Start() is not var (now, due))
            return;
        await connection.ExecuteAsync(new CommandDefinition(
            WaitRows.Begin,
            new
            {
                ticketId,
                since = (since ?? now).UtcDateTime,
                waitStart = now.UtcDateTime,
                waitDue = due.UtcDateTime,
            },
            transaction, cancellationToken: cancellationToken));
    }

    private (DateTimeOffset Now, DateTimeOffset Due)? Start()
    {
        var now = clock.GetUtcNow();
        return WaitRules.NextDue(now, now, settings.Company) is { } due ? (now, due) : null;
    }
}
