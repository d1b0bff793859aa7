using Dapper;
using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>Owes the reminders of tickets whose time has come: those that managers asked for, and those of clients who wait.</summary>
public sealed class DueReminders(NpgsqlDataSource database, DueSnoozes snoozes, DueWaits waits, TimeProvider clock)
{
    private const string Look =
        """
        select (select true from tickets ticket
                 where ticket.snoozed_until <= @now and ticket.status is distinct from 'closed' limit 1) is true as snoozes,
               (select true from ticket_waits wait where wait.due_at <= @now limit 1) is true as waits
        """;

    /// <returns>Whether anything is owed now.</returns>
    public async Task<bool> OweAsync(CancellationToken cancellationToken)
    {
        var (hasSnoozes, hasWaits) = await LookAsync(cancellationToken);
        var isOwed = hasSnoozes && await snoozes.OweAsync(cancellationToken);
        return (hasWaits && await waits.OweAsync(cancellationToken)) || isOwed;
    }

    private async Task<(bool Snoozes, bool Waits)> LookAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<(bool Snoozes, bool Waits)>(new CommandDefinition(
            Look, new { now = clock.GetUtcNow().UtcDateTime }, cancellationToken: cancellationToken));
    }
}
