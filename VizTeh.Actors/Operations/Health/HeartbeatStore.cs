using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>Table <c>heartbeats</c>: which processes run on the database.</summary>
internal sealed class HeartbeatStore(NpgsqlDataSource database, ProgramLife life, Connectivity connectivity)
{
    /// <summary>
    /// Writes a sign of life, and reports whether the database takes it: a full disk may let everything be read. The database computes all
    /// times, so this machine's clock does not matter.
    /// </summary>
    public async Task BeatAsync(CancellationToken cancellationToken)
    {
        try
        {
            await WriteAsync(cancellationToken);
            connectivity.Writes.Reached();
        }
        catch (Exception error)
        {
            if (DatabaseErrors.TakesNoWrites(error))
                connectivity.Writes.Failed();
            else
                connectivity.Writes.Forget();
            throw;
        }
    }

    /// <summary>Deletes the rows of processes that ended long ago.</summary>
    public Task ForgetOldAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("delete from heartbeats where process <> $1 and seen_at < now() - interval '1 day'", cancellationToken);

    /// <summary>This process stops in order.</summary>
    public Task EndAsync(CancellationToken cancellationToken) =>
        ExecuteAsync("update heartbeats set stopped_at = now() where process = $1", cancellationToken);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            insert into heartbeats (process, host, version, started_at, last_poll_at) values ($1, $2, $3, now() - $4, now() - $5)
            on conflict (process) do update set seen_at = now(), last_poll_at = excluded.last_poll_at
            """);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = life.Id });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = life.Host });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = life.Version });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = life.Age });
        command.Parameters.Add(new NpgsqlParameter<TimeSpan?> { TypedValue = connectivity.Polls.FinishedAgo });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task ExecuteAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = life.Id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
