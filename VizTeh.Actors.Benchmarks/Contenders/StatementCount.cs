using Npgsql;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Benchmarks.Contenders;

/// <summary>PostgreSQL's statements in a contender's database, and the bot's connections to it.</summary>
/// <param name="ByText">Executions of each statement since the server's start; null where the server does not count them.</param>
/// <param name="Connections">Connections of programs, not of PostgreSQL's own processes.</param>
internal sealed record StatementCount(IReadOnlyDictionary<string, long>? ByText, int Connections)
{
    private const string Library = "pg_stat_statements";

    /// <summary>A private cluster that counts statements, unless the installation of PostgreSQL lacks the library for it.</summary>
    public static async Task<PostgresCluster> StartClusterAsync(Action<string> say, CancellationToken cancellationToken)
    {
        try
        {
            var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Preloaded: Library), cancellationToken);
            await cluster.Server.ExecuteAsync($"create extension {Library}", cancellationToken);
            return cluster;
        }
        catch (PostgresUnavailableException missing)
        {
            say($"Statements are not counted: {missing.Message}");
            return await PostgresCluster.StartAsync(new PostgresOptions(), cancellationToken);
        }
    }

    /// <summary>Reads from the maintenance database, so that the contender's own figures do not change by it.</summary>
    public static async Task<StatementCount> ReadAsync(ContenderFixture fixture, CancellationToken cancellationToken)
    {
        await using var connection = new NpgsqlConnection(fixture.Server.Maintenance.ConnectionString);
        await connection.OpenAsync(cancellationToken);
        await using var connections = Command(
            "select count(*) from pg_stat_activity where datname = $1 and backend_type = 'client backend'");
        var connected = (int)(long)(await connections.ExecuteScalarAsync(cancellationToken))!;
        await using var exists = new NpgsqlCommand($"select to_regclass('{Library}') is not null", connection);
        if (!(bool)(await exists.ExecuteScalarAsync(cancellationToken))!)
            return new StatementCount(null, connected);

        await using var counts = Command(
            $"select query, sum(calls)::bigint from {Library} join pg_database on oid = dbid where datname = $1 group by query");
        await using var reader = await counts.ExecuteReaderAsync(cancellationToken);
        var byText = new Dictionary<string, long>();
        while (await reader.ReadAsync(cancellationToken))
            byText[reader.GetString(0)] = reader.GetInt64(1);
        return new StatementCount(byText, connected);

        NpgsqlCommand Command(string sql) =>
            new(sql, connection) { Parameters = { new NpgsqlParameter<string> { TypedValue = fixture.Database.Name } } };
    }

    /// <summary>The statements since an earlier count, the most frequent first; null where they are not counted.</summary>
    public IReadOnlyList<(string Text, long Count)>? Since(StatementCount before) => ByText is { } now && before.ByText is { } then
        ?
        [
            .. now.Select(pair => (pair.Key, Count: pair.Value - then.GetValueOrDefault(pair.Key)))
                .Where(statement => statement.Count > 0)
                .OrderByDescending(statement => statement.Count),
        ]
        : null;
}
