using Npgsql;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The terms of table <c>poller</c>: of all processes on a database, only the one with the highest term may fetch updates from Telegram.
/// </summary>
public sealed class PollerTerms(NpgsqlDataSource database)
{
    /// <summary>
    /// Begins a term, which ends the previous one. Waits for a batch that the previous holder is storing at that moment; its later batches
    /// are refused.
    /// </summary>
    /// <returns>The number of the term.</returns>
    public async Task<long> BeginAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            insert into poller (term, seen_at) values (1, now())
            on conflict (only_row) do update set term = poller.term + 1, seen_at = now()
            returning term
            """);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Writes a heartbeat.</summary>
    /// <returns>Whether the process still holds the term.</returns>
    public async Task<bool> RenewAsync(long term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update poller set seen_at = now() where only_row and term = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>The newest heartbeat; null when there was never any.</summary>
    internal async Task<Heartbeat?> ReadHeartbeatAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select term, seen_at from poller");
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken)
            ? new Heartbeat(reader.GetInt64(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetDateTime(1))
            : null;
    }

    /// <summary>Begins a term unless there was a newer heartbeat than the given one.</summary>
    /// <returns>The number of the term; null when there was a newer heartbeat.</returns>
    internal async Task<long?> BeginAfterAsync(Heartbeat last, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            update poller set term = term + 1, seen_at = now() where only_row and term = $1 and seen_at is not distinct from $2
            returning term
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = last.Term });
        command.Parameters.Add(new NpgsqlParameter<DateTime?> { TypedValue = last.SeenAt });
        return (long?)await command.ExecuteScalarAsync(cancellationToken);
    }

    /// <summary>Ends the term in order, so that a standby takes over at its next read.</summary>
    public async Task EndAsync(long term, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("update poller set seen_at = null where only_row and term = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A heartbeat of the polling process.</summary>
/// <param name="SeenAt">By the database's clock; null when the holder of the term has stopped in order.</param>
internal sealed record Heartbeat(long Term, DateTime? SeenAt);

/// <summary>Another process has begun a later term: nothing was stored.</summary>
public sealed class PollerTermLostException() : Exception("another program takes updates from Telegram now");
