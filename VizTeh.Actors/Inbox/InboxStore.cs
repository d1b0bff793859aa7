using Dapper;
using Npgsql;
using NpgsqlTypes;

namespace VizTeh.Actors.Inbox;

/// <param name="UpdateId">Telegram's id; <see cref="NoId"/> for an update that has none.</param>
/// <param name="Json">The update as Telegram sent it.</param>
/// <param name="Attempts">How often its receiver failed so far.</param>
/// <param name="EndsFlood">Whether it is answered by the notice that the updates after it were dropped.</param>
public sealed record InboxRow(long UpdateId, string Json, int Attempts = 0, bool EndsFlood = false)
{
    /// <summary>Telegram's ids begin at 1.</summary>
    public const long NoId = 0;

    /// <summary>Why it is set aside at once; null for an update that is to be handled.</summary>
    public string? Refusal { get; init; }
}

/// <summary>
/// Table <c>inbox</c>, what Telegram handed over and was not handled yet; table <c>poller</c>, the offset to ask with; and table
/// <c>recent_updates</c>, what was taken in lately. It stores nothing once another process has begun a later term.
/// </summary>
/// <param name="term">That of <see cref="PollerTerms"/> in which it is used.</param>
public sealed class InboxStore(NpgsqlDataSource database, long term)
{
    // Telegram keeps an update for 24 hours at most and begins to count anew only after a quiet week (Bot API, getUpdates and Update):
    // in between, an id that comes again is the same update.
    private const string Retention = "2 days";

    // Some fifty megabytes; at Telegram's utmost it takes hours to come to that.
    private const int MostRecent = 500_000;

    private const string Delete =
        """
        delete from inbox where update_id = any($1) and set_aside_at is null
           and exists (select from poller where only_row and term = $2)
        """;

    /// <summary>The term in which it is used.</summary>
    public long Term => term;

    /// <summary>
    /// To be asked before Telegram is asked with an offset: that of an earlier term may confirm what nobody has stored, when ids have
    /// begun anew since.
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

    // Seconds: they may concern all that the program keeps.
    private const int LongTimeout = 10;

    /// <summary>The offset to poll with; null before the first batch.</summary>
    public async Task<long?> LoadOffsetAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<long?>(
            new CommandDefinition("select next_offset from poller", cancellationToken: cancellationToken));
    }

    /// <summary>The rows that wait to be handled, in the order they came.</summary>
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
    /// Stores a batch together with the offset that confirms it, and deletes the rows of handled updates, in one transaction. Of the batch,
    /// updates that were taken in before, handled or not, are left alone; those with a <see cref="InboxRow.Refusal"/> are set aside.
    /// </summary>
    /// <returns>
    /// The rows of the batch that wait to be handled, in its order. Some may have been there before: when the commit's answer is lost
    /// and the batch is stored again, no receiver has got them yet.
    /// </returns>
    /// <exception cref="PollerTermLostException">Another process has begun a later term: nothing was stored.</exception>
    public async Task<IReadOnlyList<InboxRow>> StoreAsync(
        IReadOnlyList<InboxRow> batch, long nextOffset, long[] handled, CancellationToken cancellationToken)
    {
        var wanted = batch.Where(row => row.Refusal is null).ToArray();
        var refused = batch.Where(row => row.Refusal is not null).ToArray();
        // A batch of commands without a transaction of its own runs as one, in one round trip.
        await using var commands = database.CreateBatch();
        // First: a later term waits for this row, and so sees all that is stored here.
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
        // The commit may still fail, and takes the insert with it: read to the end before anything is believed.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        if (offset.RecordsAffected == 0)
            throw new PollerTermLostException();
        return [.. wanted.Where(row => waiting.Remove(row.UpdateId))];
    }

    /// <summary>Tries to store an update, and leaves nothing of it behind.</summary>
    /// <exception cref="PostgresException">PostgreSQL refuses it.</exception>
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
                // What is checked only at the end of a transaction is checked here.
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
    /// <exception cref="PollerTermLostException">Another process has begun a later term, and handles them once more.</exception>
    public async Task DeleteAsync(long[] updateIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = updateIds });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = term });
        // Rows that are gone already are none either: then it is looked up why.
        if (await command.ExecuteNonQueryAsync(cancellationToken) == 0)
            await RequireTermAsync(cancellationToken);
    }

    /// <summary>Notes a failure on the row; one that is set aside stays in the table and is not loaded again.</summary>
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

    /// <summary>Notes that the update ends a flood: what came behind it may go, and the notice is owed even after a restart.</summary>
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

    /// <summary>Forgets the ids of updates that Telegram no longer has, and the oldest ones of more than can be kept.</summary>
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
