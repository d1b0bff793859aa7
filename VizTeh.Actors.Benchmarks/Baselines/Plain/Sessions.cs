using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace VizTeh.Actors.Benchmarks.Baselines.Plain;

/// <summary>A user's place in the form.</summary>
/// <param name="Step">The question that is asked; null without a form.</param>
internal sealed record Session(int? Step, Dictionary<string, string> Answers)
{
    public static Session None => new(null, []);
}

internal interface ISessions
{
    ValueTask<Session> FindAsync(long userId, CancellationToken cancellationToken);

    ValueTask SaveAsync(long userId, Session session, CancellationToken cancellationToken);
}

/// <summary>Sessions that are lost with the process.</summary>
internal sealed class SessionsInMemory : ISessions
{
    private readonly ConcurrentDictionary<long, Session> _sessions = new();

    public ValueTask<Session> FindAsync(long userId, CancellationToken cancellationToken) =>
        new(_sessions.GetValueOrDefault(userId, Session.None));

    public ValueTask SaveAsync(long userId, Session session, CancellationToken cancellationToken)
    {
        _sessions[userId] = session;
        return ValueTask.CompletedTask;
    }
}

/// <summary>One row a user, written at every step; read only if the user is not in the process's memory.</summary>
internal sealed class SessionsInPostgres(NpgsqlDataSource database) : ISessions
{
    private readonly ConcurrentDictionary<long, Session> _known = new();

    public async Task CreateTableAsync(CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            "create table if not exists sessions (user_id bigint primary key, step int, answers jsonb not null)");
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    public async ValueTask<Session> FindAsync(long userId, CancellationToken cancellationToken)
    {
        if (_known.TryGetValue(userId, out var known))
            return known;
        await using var command = database.CreateCommand("select step, answers from sessions where user_id = $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = userId });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return _known[userId] = await reader.ReadAsync(cancellationToken)
            ? new Session(
                reader.IsDBNull(0) ? null : reader.GetInt32(0),
                JsonSerializer.Deserialize<Dictionary<string, string>>(reader.GetString(1))!)
            : Session.None;
    }

    public async ValueTask SaveAsync(long userId, Session session, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(
            """
            insert into sessions (user_id, step, answers) values ($1, $2, $3)
            on conflict (user_id) do update set step = excluded.step, answers = excluded.answers
            """);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = userId });
        command.Parameters.Add(new NpgsqlParameter { Value = (object?)session.Step ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Integer });
        command.Parameters.AddWithValue(NpgsqlDbType.Jsonb, JsonSerializer.Serialize(session.Answers));
        await command.ExecuteNonQueryAsync(cancellationToken);
        _known[userId] = session;
    }
}
