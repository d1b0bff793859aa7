using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>A read-only database: at the start the error names the remedy, later no connection of that time is kept.</summary>
public sealed class ReadOnlyDatabaseTests
{
    private const string Cure = "Make it writable: ";

    [Theory]
    [InlineData("database \"{0}\"")]
    [InlineData("role \"{1}\" in database \"{0}\"")]
    public async Task A_read_only_database_is_refused_at_the_start_and_what_the_line_says_mends_it(string whose)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var server = await PostgresFixture.ServerAsync();
        await server.ExecuteAsync(
            $"alter {string.Format(null, whose, database.Details.Name, database.Details.User)} set default_transaction_read_only = on");

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));

        Assert.DoesNotContain('\n', refusal.Message);
        await TypeAsync(database.Details, refusal.Message[(refusal.Message.IndexOf(Cure, StringComparison.Ordinal) + Cure.Length)..]);
        await Migrator.MigrateAsync(database.ConnectionString);
    }

    [Fact]
    public async Task A_server_that_is_read_only_or_a_standby_is_refused_at_the_start_and_what_the_line_says_mends_it()
    {
        var root = Path.Combine(Path.GetTempPath(), $"vizteh-standby-{Guid.NewGuid():N}");
        try
        {
            await using var cluster = await PostgresCluster.StartAsync(new PostgresOptions(Root: root));
            var database = await cluster.CreateDatabaseAsync();
            await TypeAsync(database, "alter system set default_transaction_read_only = on");
            await TypeAsync(database, "select pg_reload_conf()");
            var readOnly = await Assert.ThrowsAsync<SettingsException>(() => MigrateWhenAsync(database, isRefused: true));
            var cure = readOnly.Message[(readOnly.Message.IndexOf(Cure, StringComparison.Ordinal) + Cure.Length)..];
            foreach (var statement in cure.Split("; "))
                await TypeAsync(database, statement);
            await MigrateWhenAsync(database, isRefused: false);

            await cluster.StopAsync(PostgresStop.Fast);
            var data = Path.GetDirectoryName(Directory.EnumerateFiles(root, "postgresql.conf", SearchOption.AllDirectories).Single())!;
            await File.WriteAllTextAsync(Path.Combine(data, "standby.signal"), "");
            await cluster.StartAgainAsync();
            var standby = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(database.ConnectionString));
            Assert.Contains("DB_HOST", standby.Message, StringComparison.Ordinal);
            Assert.Contains("standby", standby.Message, StringComparison.Ordinal);
            await TypeAsync(database, "select pg_promote()");
            await Migrator.MigrateAsync(database.ConnectionString);
        }
        finally
        {
            if (Directory.Exists(root))
                Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public async Task After_a_read_only_spell_clients_are_answered_again_within_ten_seconds()
    {
        var server = await PostgresFixture.ServerAsync();
        await using var bot = await BotUnderTest.CreateAsync();
        var name = bot.Database.Details.Name;
        var clients = Enumerable.Range(0, 12).Select(_ => bot.NewClient()).ToArray();
        await Task.WhenAll(clients.Select(client => SayAsync(client, "/start")));

        await server.ExecuteAsync($"alter database \"{name}\" set default_transaction_read_only = on");
        await server.ExecuteAsync($"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'");
        foreach (var client in clients)
            client.SendText("Оставить заявку");
        await Eventually.IsTrueAsync(
            () => bot.Log.All.Any(line => line.Contains("read-only", StringComparison.Ordinal)), "the log says why");
        await server.ExecuteAsync($"alter database \"{name}\" reset default_transaction_read_only");

        await Task.WhenAll(clients.Select(client => client.NextAsync("обращаться", TimeSpan.FromSeconds(10))));
    }

    private static Task SayAsync(ChatParticipant client, string text)
    {
        client.SendText(text);
        return client.NextAsync("");
    }

    // The server applies a changed file a moment after the reload.
    private static Task MigrateWhenAsync(PostgresDatabase database, bool isRefused) => Eventually.IsTrueAsync(
        async () =>
        {
            try
            {
                await Migrator.MigrateAsync(database.ConnectionString);
                return !isRefused;
            }
            catch (SettingsException) when (!isRefused)
            {
                return false;
            }
        },
        "the setting is in force");

    private static async Task TypeAsync(PostgresDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
