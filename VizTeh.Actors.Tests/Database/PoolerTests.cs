using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Database;

/// <summary>PgBouncer between the bot and PostgreSQL: refused if it shares sessions, without effect if it does not.</summary>
public sealed class PoolerTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Theory]
    [InlineData("transaction", 0, 1)]
    [InlineData("transaction", 0, 20)]
    [InlineData("transaction", 1, 20)]
    [InlineData("statement", 0, 20)]
    [InlineData("statement", 1, 2)]
    public async Task One_that_shares_sessions_is_refused_with_the_setting_that_mends_it(string mode, int roundRobin, int poolSize)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var bouncer = await PgBouncer.StartAsync(
            database.Details, $"pool_mode = {mode}", $"server_round_robin = {roundRobin}", $"default_pool_size = {poolSize}");
        await OpenServerConnectionsAsync(bouncer, poolSize);

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(bouncer.Database.ConnectionString));

        Assert.StartsWith("DB_HOST, DB_PORT: the pooler at 127.0.0.1", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("pool_mode=session pool_size=90", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(await database.ReadAsync(
            """
            select pid from pg_locks join pg_database on pg_database.oid = pg_locks.database
             where locktype = 'advisory' and datname = current_database()
            """));

        await bouncer.SetAsync("pool_mode = session", "default_pool_size = 90");
        await Migrator.MigrateAsync(bouncer.Database.ConnectionString);
        await Migrator.MigrateAsync(bouncer.Database.ConnectionString);
    }

    [Fact]
    public async Task One_that_has_a_single_session_to_give_is_named()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var bouncer = await PgBouncer.StartAsync(database.Details, "pool_mode = session", "default_pool_size = 1");

        var refusal = await Assert.ThrowsAsync<SettingsException>(() => Migrator.MigrateAsync(bouncer.Database.ConnectionString));

        Assert.Contains("default_pool_size", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Behind_one_that_gives_sessions_of_their_own_the_bot_starts_again_and_again_and_takes_tickets()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var bouncer = await PgBouncer.StartAsync(
            database.Details, "pool_mode = session", "default_pool_size = 90", "ignore_startup_parameters = options");
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Minute });
        var settings = BotEnvironment.Of(bouncer.Database, telegram, managers: [123]);
        for (var life = 1; life <= 3; life++)
        {
            await using var bot = BotProcess.Start(settings);
            await bot.WaitForLineAsync(BotProcess.ReadyLine, Minute);

            Assert.Equal(life, await telegram.AddPerson($"Анна {life}").Chat.OrderAsync(TypedForm.Ordinary));
            await bot.KillAsync();
        }
    }

    // Opens several server connections for PgBouncer to hand out.
    private static async Task OpenServerConnectionsAsync(PgBouncer bouncer, int count)
    {
        var busy = Enumerable.Range(0, Math.Min(count, 5)).Select(async _ =>
        {
            await using var connection = new Npgsql.NpgsqlConnection(bouncer.Database.ConnectionString + ";Pooling=false");
            await connection.OpenAsync();
            await using var command = new Npgsql.NpgsqlCommand("select pg_sleep(0.3)", connection);
            await command.ExecuteNonQueryAsync();
        });
        await Task.WhenAll(busy);
    }
}
