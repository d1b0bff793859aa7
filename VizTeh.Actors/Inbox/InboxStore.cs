using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace VizTeh.Actors.Inbox;

/// <param name="UpdateId">Telegram's id; <see cref="NoId"/> when the update has none.</param>
/// <param name="Json">The update as Telegram sent it.</param>
/// <param name="Attempts">The number of failures of its receiver.</param>
/// <param name="EndsFlood">Whether it is answered by the notice that the updates after it were dropped.</param>
public sealed record InboxRow(long UpdateId, string Json, int Attempts = 0, bool EndsFlood = false)
{
    /// <summary>Telegram's ids begin at 1.</summary>
    public const long NoId = 0;

    /// <summary>The reason to set the update aside at once; null for an update that has to be handled.</summary>
    public string? Refusal { get; init; }
}

/// <summary>
/// Tables <c>inbox</c> (updates that are not handled yet), <c>poller</c> (the next offset) and <c>recent_updates</c> (ids that were taken
/// in lately). Stores nothing once another process has begun a later term.
/// </summary>
/// <param name="term">The term of <see cref="PollerTerms"/> under which this store writes.</param>
public sealed class InboxStore(NpgsqlDataSource database, long term)
{
    // Telegram keeps an update for 24 hours at most and restarts its numbering only after a quiet week (Bot API, getUpdates and Update):
    // within this time, an id that comes again is the same update.
    private const string Retention = "2 days";

    // About fifty megabytes; even at Telegram's maximal rate it takes hours to reach that.
    private const int MostRecent = 500_000;

    private const string Delete =
        """
        delete from inbox where update_id = any($1) and set_aside_at is null
           and exists (select from poller where only_row and term = $2)
        """;

    /// <summary>The term under which this store writes.</summary>
    public long Term => term;

    /// <summary>
    /// Checks the term; to be called before each poll with an offset that was not stored just now. An offset of an earlier term could
    /// confirm updates that nobody has stored, if Telegram's numbering restarted since.
    /// </summary>
    /// <exception cref="PollerTermLostException">Another process has begun a later term.</exception>
    public async Task RequireTermAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand("select 1 from poller where only_row and term = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            throw new PollerTermLostException();
    }

    // Seconds. For statements that may touch all stored rows.
    private const int LongTimeout = 10;

    /// <summary>The offset to poll with; null before the first batch.</summary>
    public async Task<long?> LoadOffsetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            new CommandDefinition("select next_offset from poller", cancellationToken: cancellationToken));
    }

    /// <summary>The rows that are not handled yet, in the order of arrival.</summary>
    public async Task<IReadOnlyList<InboxRow>> LoadWaitingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var rows = await connection.QueryAsync<InboxRow>(new CommandDefinition(
            """
            select update_id as updateid, payload::text as json, attempts, ends_flood as endsflood
              from inbox where set_aside_at is null order by seq
            """,
            commandTimeout: LongTimeout, cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>
    /// Stores a batch and the offset that confirms it, and deletes the rows of handled updates, in one transaction. Updates of the batch
    /// that were taken in before, handled or not, are skipped; those with a <see cref="InboxRow.Refusal"/> are set aside.
    /// </summary>
    /// <returns>
    /// The rows of the batch that have to be handled, in its order. If the batch is stored again because the commit's answer was lost,
    /// these rows existed before, but no receiver has got them yet.
    /// </returns>
    /// <exception cref="PollerTermLostException">Another process has begun a later term: nothing was stored.</exception>
    public async Task<IReadOnlyList<InboxRow>> StoreAsync(
        IReadOnlyList<InboxRow> batch, long nextOffset, long[] handled, CancellationToken cancellationToken)
    {
        var wanted = batch.Where(row => row.Refusal is null).ToArray();
        var refused = batch.Where(row => row.Refusal is not null).ToArray();
        // A batch of commands without an explicit transaction runs as one transaction, in one round trip.
        await using var commands = database.CreateBatch();
        // This command is the first: a later term waits for this row's lock, and so sees everything that the transaction stores.
        var offset = new NpgsqlBatchCommand("update poller set next_offset = $1, seen_at = now() where only_row and term = $2")
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = nextOffset }, new NpgsqlParameter<long> { TypedValue = term } },
        };
        commands.BatchCommands.Add(offset);
        if (handled.Length > 0)
        {
            commands.BatchCommands.Add(new NpgsqlBatchCommand(Delete)
            {
                Parameters = { new NpgsqlParameter<long[]> { TypedValue = handled }, new NpgsqlParameter<long> { TypedValue = term } },
            });
        }

        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            with fresh as (
                insert into recent_updates (update_id) select distinct unnest($1::bigint[])
                 where exists (select from poller where only_row and term = $3)
                on conflict (update_id) do nothing
                returning update_id
            )
            insert into inbox (update_id, payload)
            select id, payload::json
              from unnest($1::bigint[], $2::text[]) with ordinality as batch (id, payload, position)
              join fresh on fresh.update_id = batch.id
             order by position
            on conflict (update_id) where set_aside_at is null do nothing
            """)
        {
            Parameters =
            {
                new NpgsqlParameter<long[]> { TypedValue = [.. wanted.Select(row => row.UpdateId)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. wanted.Select(row => row.Json)] },
                new NpgsqlParameter<long> { TypedValue = term },
            },
        });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            "select update_id from inbox where update_id = any($1) and set_aside_at is null")
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. wanted.Select(row => row.UpdateId)] } },
        });
        if (refused.Length > 0)
            commands.BatchCommands.Add(SetAside(refused));
        var waiting = new HashSet<long>();
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            waiting.Add(reader.GetInt64(0));
        // The commit may still fail and undo the insert, so all results are read before the returned rows are used.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        if (offset.RecordsAffected == 0)
            throw new PollerTermLostException();
        return [.. wanted.Where(row => waiting.Remove(row.UpdateId))];
    }

    /// <summary>Tries to store an update, and rolls the transaction back.</summary>
    /// <exception cref="PostgresException">PostgreSQL refuses the update.</exception>
    public async Task ProbeAsync(InboxRow row, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using var commands = new NpgsqlBatch(connection, transaction)
        {
            BatchCommands =
            {
                new NpgsqlBatchCommand(
                    """
                    insert into inbox (update_id, payload, last_error, set_aside_at)
                    values (nullif($1, 0), $2::json, $3, case when $3 is not null then now() end)
                    on conflict (update_id) where set_aside_at is null do nothing
                    """)
                {
                    Parameters =
                    {
                        new NpgsqlParameter<long> { TypedValue = row.UpdateId },
                        new NpgsqlParameter<string> { TypedValue = row.Json },
                        new NpgsqlParameter { Value = (object?)row.Refusal ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text },
                    },
                },
                // Checks deferred constraints now instead of at the commit.
                new NpgsqlBatchCommand("set constraints all immediate"),
            },
        };
        await commands.ExecuteNonQueryAsync(cancellationToken);
        await transaction.RollbackAsync(cancellationToken);
    }

    private NpgsqlBatchCommand SetAside(InboxRow[] refused) => new(
        """
        with fresh as (
            insert into recent_updates (update_id) select distinct id from unnest($1::bigint[]) as batch (id)
             where id <> 0 and exists (select from poller where only_row and term = $4)
            on conflict (update_id) do nothing
            returning update_id
        )
        insert into inbox (update_id, payload, last_error, set_aside_at)
        select nullif(id, 0), payload::json, error, now()
          from unnest($1::bigint[], $2::text[], $3::text[]) with ordinality as batch (id, payload, error, position)
         where id in (select update_id from fresh) or (id = 0 and exists (select from poller where only_row and term = $4))
         order by position
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<long[]> { TypedValue = [.. refused.Select(row => row.UpdateId)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. refused.Select(row => row.Json)] },
            new NpgsqlParameter<string[]> { TypedValue = [.. refused.Select(row => row.Refusal!)] },
            new NpgsqlParameter<long> { TypedValue = term },
        },
    };

    /// <summary>Deletes the rows of handled updates.</summary>
    /// <exception cref="PollerTermLostException">Another process has begun a later term, and handles these updates again.</exception>
    public async Task DeleteAsync(long[] updateIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = updateIds });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        // No row was deleted: either they are gone already, or the term is lost. The check tells which.
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            await RequireTermAsync(cancellationToken);
    }

    /// <summary>Records a failure in the row; a row that is set aside stays in the table and is not loaded again.</summary>
    public async Task RecordFailureAsync(
        long updateId, int attempts, string error, bool setAside, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            update inbox
               set attempts = @attempts, last_error = @error, set_aside_at = case when @setAside then now() end
             where update_id = @updateId and set_aside_at is null and exists (select from poller where only_row and term = @term)
            """,
            new { updateId, attempts, error = error.Replace('\0', ' '), setAside, term }, cancellationToken: cancellationToken));
    }

    /// <summary>Marks the update as the end of a flood: the surplus may be deleted, and the notice is owed even after a restart.</summary>
    public async Task NoteEndOfFloodAsync(long updateId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            update inbox set ends_flood = true where update_id = $1 and set_aside_at is null
               and exists (select from poller where only_row and term = $2)
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = updateId });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Deletes the ids of updates that Telegram no longer has, and the oldest ones above the limit.</summary>
    public async Task ForgetOldAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            $"""
            delete from recent_updates
             where stored_at < greatest(
                   now() - interval '{Retention}',
                   (select stored_at from recent_updates order by stored_at desc offset {MostRecent} limit 1))
            """);
        command.CommandTimeout = LongTimeout;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
