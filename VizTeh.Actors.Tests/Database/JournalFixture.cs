using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>A separate journal and its writers; only what a test starts is running.</summary>
internal sealed class JournalFixture : IAsyncDisposable
{
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    private readonly List<JournalWriter> _writers = [];

    private JournalFixture(TestDatabase database) => Database = database;

    public TestDatabase Database { get; }

    public static async Task<JournalFixture> CreateAsync() => new(await PostgresFixture.CreateMigratedAsync());

    public static JournalRow Row(string persistenceId, long number) => new(
        1, persistenceId, number, new StoredPayload([42], "test.v1", 1), "writer");

    public JournalWriter Start(int mostWaiting = 1_000)
    {
        var writer = new JournalWriter(Database.DataSource, mostWaiting);
        _writers.Add(writer);
        return writer;
    }

    public Task<IReadOnlyList<string>> ReadAsync(string sql) => Database.ReadAsync(sql);

    public async Task<NpgsqlConnection> ConnectAsync()
    {
        var connection = new NpgsqlConnection(Database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Blocks all writes to the journal until it is disposed of.</summary>
    public async Task<NpgsqlConnection> HoldAsync()
    {
        var connection = await ConnectAsync();
        await ExecuteAsync(connection, "begin; lock table akka.journal in exclusive mode");
        return connection;
    }

    public Task BecomesBlockedAsync(int statements = 1) => Eventually.BecomesAsync(
        () => Database.ReadAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
        blocked => blocked.SequenceEqual([$"{statements}"]), "a statement that waits");

    public static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _writers.ForEach(writer => writer.Stop());
        await Database.DisposeAsync();
    }
}
