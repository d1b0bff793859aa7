using Npgsql;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Database;

/// <summary>Table <c>troubles</c>: the current troubles of each running process.</summary>
public sealed class TroubleStore(NpgsqlDataSource database)
{
    // Identifies the process's rows: two processes may run at once, each with troubles of its own.
    private readonly Guid _process = Guid.NewGuid();

    /// <summary>
    /// Replaces this process's rows by its current troubles, in one transaction. The database computes when each began, so this machine's
    /// clock does not matter.
    /// </summary>
    public async Task ReplaceAsync(IReadOnlyCollection<Trouble> troubles, CancellationToken cancellationToken)
    {
        await using var commands = database.CreateBatch();
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            "delete from troubles where process = $1 or seen_at < now() - interval '1 hour'")
        {
            Parameters = { new NpgsqlParameter<Guid> { TypedValue = _process } },
        });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into troubles (process, matter, subject, error, since)
            select $1, matter, subject, error, now() - age
              from unnest($2::text[], $3::bigint[], $4::text[], $5::interval[]) as wrong (matter, subject, error, age)
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<Guid> { TypedValue = _process },
                new NpgsqlParameter<string[]> { TypedValue = [.. troubles.Select(trouble => trouble.Matter)] },
                new NpgsqlParameter<long?[]> { TypedValue = [.. troubles.Select(trouble => trouble.Subject)] },
                // PostgreSQL's text cannot hold U+0000.
                new NpgsqlParameter<string[]> { TypedValue = [.. troubles.Select(trouble => trouble.Error.Replace('\0', ' '))] },
                new NpgsqlParameter<TimeSpan[]> { TypedValue = [.. troubles.Select(trouble => trouble.Age)] },
            },
        });
        await commands.ExecuteNonQueryAsync(cancellationToken);
    }
}
