using Npgsql;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>
/// Checks, before each confirmation of updates to Telegram, that they are in the inbox. A trigger, which only this run's database has,
/// records every update that was ever committed there.
/// </summary>
internal sealed class InboxWatch(Observations observations) : IAsyncDisposable
{
    private NpgsqlDataSource? _database;

    public async Task BeginAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            create table torture_inbox (update_id bigint primary key);
            create function torture_note() returns trigger language plpgsql as $$
            begin
              insert into torture_inbox values (new.update_id) on conflict do nothing;
              return null;
            end $$;
            create trigger torture_note after insert on inbox for each row execute function torture_note();
            """);
        await command.ExecuteNonQueryAsync(cancellationToken);
        _database = database;
    }

    public async Task BeforeEraseAsync(IReadOnlyList<long> updateIds, CancellationToken cancellationToken)
    {
        if (_database is not { } database)
            return;
        await using var command = database.CreateCommand(
            "select id from unnest($1) as id where not exists (select from torture_inbox where update_id = id)");
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. updateIds] });
        var ahead = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
            ahead.Add(reader.GetInt64(0));
        if (ahead.Count > 0)
            observations.NoteAheadOfInbox(ahead);
    }

    public ValueTask DisposeAsync()
    {
        _database = null;
        return ValueTask.CompletedTask;
    }
}
