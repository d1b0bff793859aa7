using System.Text.Json;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Inbox;

/// <param name="UpdateId">Telegram's id.</param>
/// <param name="Json">The update as Telegram sent it.</param>
/// <param name="Attempts">How often its receiver failed so far.</param>
public sealed record InboxRow(long UpdateId, string Json, int Attempts = 0);

/// <summary>
/// Table <c>inbox</c>, what Telegram handed over and was not handled yet; table <c>poller</c>, the offset to ask with; and table
/// <c>recent_updates</c>, what was taken in lately.
/// </summary>
public sealed class InboxStore(NpgsqlDataSource database)
{
    // Telegram keeps an update for 24 hours at most and begins to count anew only after a quiet week (Bot API, getUpdates and Update):
    // in between, an id that comes again is the same update.
    private const string Retention = "2 days";

    // Some fifty megabytes; at Telegram's utmost it takes hours to come to that.
    private const int MostRecent = 500_000;

    private const string Delete = "delete from inbox where update_id = any($1) and set_aside_at is null";

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
            "select update_id as updateid, payload::text as json, attempts from inbox where set_aside_at is null order by seq",
            cancellationToken: cancellationToken));
        return rows.AsList();
    }

    /// <summary>
    /// Stores a batch together with the offset that confirms it, and lets go of updates that are handled, in one transaction. Of the batch,
    /// updates that were taken in before, handled or not, are left alone.
    /// </summary>
    /// <returns>
    /// The rows of the batch that wait to be handled, in its order. Some may have been there before: when the commit's answer is lost
    /// and the batch is stored again, nobody has heard of them yet.
    /// </returns>
    public async Task<IReadOnlyList<InboxRow>> StoreAsync(
        IReadOnlyList<InboxRow> batch, long nextOffset, long[] handled, CancellationToken cancellationToken)
    {
        // A batch of commands without a transaction of its own runs as one, in one round trip.
        await using var commands = database.CreateBatch();
        if (handled.Length > 0)
            commands.BatchCommands.Add(new NpgsqlBatchCommand(Delete) { Parameters = { new NpgsqlParameter<long[]> { TypedValue = handled } } });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            with fresh as (
                insert into recent_updates (update_id) select distinct unnest($1::bigint[])
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
                new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(row => row.UpdateId)] },
                new NpgsqlParameter<string[]> { TypedValue = [.. batch.Select(row => row.Json)] },
            },
        });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            "select update_id from inbox where update_id = any($1) and set_aside_at is null")
        {
            Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. batch.Select(row => row.UpdateId)] } },
        });
        commands.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into poller (next_offset) values ($1)
            on conflict (only_row) do update set next_offset = excluded.next_offset
            """)
        {
            Parameters = { new NpgsqlParameter<long> { TypedValue = nextOffset } },
        });

        var waiting = new HashSet<long>();
        await using var reader = await commands.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            waiting.Add(reader.GetInt64(0));
        // The last command may still fail, and takes the insert with it: read to the end before anything is believed.
        while (await reader.NextResultAsync(cancellationToken))
        {
        }

        return [.. batch.Where(row => waiting.Remove(row.UpdateId))];
    }

    /// <summary>Lets go of updates that are handled.</summary>
    public async Task DeleteAsync(long[] updateIds, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Delete);
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = updateIds });
        await command.ExecuteNonQueryAsync(cancellationToken);
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
             where update_id = @updateId and set_aside_at is null
            """,
            new { updateId, attempts, error, setAside }, cancellationToken: cancellationToken));
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
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>A raw update as a row.</summary>
    /// <exception cref="JsonException">It has no <c>update_id</c>, so it cannot be confirmed one by one.</exception>
    public static InboxRow ToRow(JsonElement update) =>
        update.ValueKind == JsonValueKind.Object && update.TryGetProperty("update_id", out var id) && id.TryGetInt64(out var updateId)
            ? new InboxRow(updateId, update.GetRawText())
            : throw new JsonException("an update without update_id");
}
