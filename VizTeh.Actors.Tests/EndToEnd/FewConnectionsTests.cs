using Npgsql;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot that may open only a few connections to PostgreSQL (DB_CONNECTIONS).</summary>
public sealed class FewConnectionsTests
{
    private const int Connections = DatabaseSettings.LeastConnections;
    private const int Clients = 60;

    [Fact]
    public async Task With_the_fewest_connections_a_crowd_is_served_and_postgresql_never_sees_more()
    {
        await using var bot = await BotUnderTest.CreateAsync(
            (settings, _) => settings with { Database = settings.Database with { Connections = Connections } });
        using var ending = new CancellationTokenSource();
        var watching = MostSessionsAsync(bot.Database, ending.Token);

        var numbers = await Task.WhenAll(
            Enumerable.Range(0, Clients).Select(_ => bot.NewClient().OrderAsync(TypedForm.Ordinary)));
        // All of them are read from the journal again, at once.
        await bot.StopAsync();
        await bot.StartAsync();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => bot.NewClient().OrderAsync(TypedForm.Ordinary)));

        await bot.AssertAllIsHandledAsync();
        await ending.CancelAsync();
        Assert.Equal(Clients, numbers.Distinct().Count());
        Assert.InRange(await watching, 2, Connections);
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("pool has been exhausted", StringComparison.Ordinal));
    }

    // Looks without pause: PostgreSQL keeps no maximum.
    private static async Task<long> MostSessionsAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(
            $"""
            select count(*) from pg_stat_activity
             where datname = current_database() and application_name = '{DatabaseSettings.ApplicationName}'
            """,
            connection);
        var most = 0L;
        while (!cancellationToken.IsCancellationRequested)
            most = Math.Max(most, (long)(await command.ExecuteScalarAsync(CancellationToken.None))!);
        return most;
    }
}
