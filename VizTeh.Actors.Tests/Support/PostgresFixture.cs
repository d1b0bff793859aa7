using System.Globalization;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Support;

/// <summary>
/// One PostgreSQL for the whole test run, started when the first test needs it: a private cluster, or the server of the DB_* variables.
/// Every test has its own database. Static, because an xunit collection would make all tests that use it run one by one.
/// </summary>
internal static class PostgresFixture
{
    private static readonly Lazy<PostgresServer?> Given = new(PostgresServer.FromEnvironment);
    private static readonly Lazy<Task<PostgresServer>> Started = new(StartAsync);
    private static readonly Lazy<Task<string>> Migrated = new(MakeTemplateAsync);

    // Referenced, because the garbage collector would close the pipe to the watchdog.
    private static PostgresCluster? _cluster;

    public static Task<PostgresServer> ServerAsync() => Started.Value;

    /// <summary>An empty database with all of the bot's tables.</summary>
    public static async Task<TestDatabase> CreateMigratedAsync()
    {
        var server = await Started.Value;
        if (Given.Value is not null)
        {
            // No template here: it would be left on the named server whenever the runner is killed.
            var database = await CreateEmptyAsync();
            await Migrator.MigrateAsync(database.ConnectionString);
            return database;
        }

        return new TestDatabase(server, await server.CreateDatabaseAsync(template: await Migrated.Value));
    }

    /// <summary>A database of the version that had not got the migration yet.</summary>
    public static async Task<TestDatabase> CreateMigratedBeforeAsync(string migration)
    {
        var database = await CreateEmptyAsync();
        await database.ExecuteAsync(
            "create table vizteh_migrations (schemaversionsid serial primary key, scriptname text not null, applied timestamp not null)");
        foreach (var (name, sql) in MigrationScripts.All.TakeWhile(script => script.Name != migration))
        {
            // As the program runs it: a lock needs a transaction.
            await database.ExecuteAsync($"begin;\n{sql}\ncommit");
            await database.ExecuteAsync($"insert into vizteh_migrations (scriptname, applied) values ('{name}', now())");
        }

        return database;
    }

    /// <summary>A database without any table.</summary>
    public static async Task<TestDatabase> CreateEmptyAsync()
    {
        var server = await Started.Value;
        return new TestDatabase(server, await server.CreateDatabaseAsync());
    }

    private static async Task<PostgresServer> StartAsync()
    {
        if (Given.Value is { } given)
            return given;

        // Never disposed of: a test runner does not wait for code at its exit, but the cluster's watchdog stops the server and deletes its
        // data however this process ends.
        _cluster = await PostgresCluster.StartAsync(new PostgresOptions(SurvivesPowerLoss: false));
        return _cluster.Server;
    }

    private static async Task<string> MakeTemplateAsync()
    {
        var server = await Started.Value;
        var template = await server.CreateDatabaseAsync();
        await Migrator.MigrateAsync(template.ConnectionString);
        // A template can be copied only while it has no connections.
        await server.ExecuteAsync($"alter database {PostgresServer.Quote(template.Name)} with allow_connections false");
        return template.Name;
    }
}

/// <summary>A test's own database; dropped together with its open connections.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly PostgresServer _server;

    public TestDatabase(PostgresServer server, PostgresDatabase details)
    {
        _server = server;
        Details = details;
        ConnectionString = new NpgsqlConnectionStringBuilder(details.ConnectionString) { MaxPoolSize = 20 }.ConnectionString;
        DataSource = NpgsqlDataSource.Create(ConnectionString);
    }

    public PostgresDatabase Details { get; }

    public string ConnectionString { get; }

    public NpgsqlDataSource DataSource { get; }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>The first column of every row, as text; null as <c>null</c>.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync(string sql)
    {
        await using var command = DataSource.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(await reader.IsDBNullAsync(0) ? "null" : Convert.ToString(reader.GetValue(0), CultureInfo.InvariantCulture)!);
        return rows;
    }

    public async ValueTask DisposeAsync()
    {
        await DataSource.DisposeAsync();
        await _server.DropDatabaseAsync(Details.Name);
    }
}
