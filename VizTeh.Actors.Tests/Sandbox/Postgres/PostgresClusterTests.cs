using System.Diagnostics;
using System.Globalization;
using Npgsql;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Sandbox.Postgres;

public sealed class PostgresClusterTests : IDisposable
{
    private readonly string _root = Path.Combine(Path.GetTempPath(), $"vizteh-cluster-{Guid.NewGuid():N}");

    public void Dispose()
    {
        if (Directory.Exists(_root))
            Directory.Delete(_root, recursive: true);
    }

    [Fact]
    public async Task A_cluster_keeps_its_data_and_port_through_a_crash()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));
        var database = await cluster.CreateDatabaseAsync();
        await ExecuteAsync(database, "create table kept (n int); insert into kept values (7)");

        await cluster.StopAsync(PostgresStop.Immediate);
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(database, "select 1"));
        await cluster.StartAgainAsync();

        Assert.Equal(7, await ExecuteAsync(database, "select n from kept"));
    }

    [Fact]
    public async Task Data_survive_a_crash_of_the_machine_as_in_production()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));

        foreach (var setting in (string[])["fsync", "synchronous_commit", "full_page_writes"])
            Assert.Equal("on", await ExecuteAsync(cluster.Server.Maintenance, $"show {setting}"));
    }

    [Fact]
    public async Task A_temporary_cluster_leaves_nothing_behind()
    {
        var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));
        var server = cluster.Server.Maintenance;

        await cluster.DisposeAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_root));
        await Assert.ThrowsAnyAsync<NpgsqlException>(() => ExecuteAsync(server, "select 1"));
    }

    [Fact]
    public async Task A_named_cluster_is_there_again_in_the_next_run()
    {
        var options = new PostgresOptions("demo", _root);
        await using (var first = await PostgresCluster.StartAsync(options))
            await first.CreateDatabaseAsync("kept");

        await using var second = await PostgresCluster.StartAsync(options);

        Assert.True(await second.Server.HasDatabaseAsync("kept"));
    }

    [Fact]
    public async Task A_named_cluster_in_use_is_refused_to_a_second_run()
    {
        var options = new PostgresOptions("demo", _root);
        await using var first = await PostgresCluster.StartAsync(options);

        var refusal = await Assert.ThrowsAsync<PostgresUnavailableException>(() => PostgresCluster.StartAsync(options));

        Assert.Contains("Another run is using", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_killed_run_left_is_swept_and_what_lives_is_not()
    {
        await using var living = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));
        var abandoned = Path.Combine(_root, "tmp-abandoned");
        Directory.CreateDirectory(Path.Combine(abandoned, "server", "data"));
        await File.WriteAllTextAsync(Path.Combine(abandoned, "owner.lock"), "");
        // The pid of a process that is not that folder's server: it must be left alone.
        var own = Environment.ProcessId.ToString(CultureInfo.InvariantCulture);
        await File.WriteAllTextAsync(Path.Combine(abandoned, "server", "data", "postmaster.pid"), own);

        await using var next = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));

        Assert.False(Directory.Exists(abandoned));
        Assert.Equal(1, await ExecuteAsync(living.Server.Maintenance, "select 1"));
    }

    [Fact]
    public async Task A_server_that_died_by_itself_can_be_stopped_and_started_again()
    {
        await using var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Root: _root));
        var pidFile = Directory.EnumerateFiles(_root, "postmaster.pid", SearchOption.AllDirectories).Single();
        using var server = Process.GetProcessById(int.Parse(File.ReadLines(pidFile).First(), CultureInfo.InvariantCulture));
        using var quit = Process.Start("kill", ["-QUIT", server.Id.ToString(CultureInfo.InvariantCulture)]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await server.WaitForExitAsync(limit.Token);

        await cluster.StopAsync(PostgresStop.Fast);
        await cluster.StartAgainAsync();

        Assert.Equal(1, await ExecuteAsync(cluster.Server.Maintenance, "select 1"));
    }

    private static async Task<object?> ExecuteAsync(PostgresDatabase database, string sql)
    {
        var settings = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = false };
        await using var connection = new NpgsqlConnection(settings.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }
}
