using Npgsql;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot that may open only a few connections to PostgreSQL (DB_CONNECTIONS).</summary>
public sealed class FewConnectionsTests
{
    private const int Connections = DatabaseSettings.LeastConnections;
    private const int Clients = 60;

    private const string Sessions =
        $"""
        select count(*) from pg_stat_activity
         where datname = current_database() and application_name = '{DatabaseSettings.ApplicationName}'
        """;

    [Fact]
    public async Task With_the_fewest_connections_a_crowd_is_served_and_postgresql_never_sees_more()
    {
        await using var bot = await BotUnderTest.CreateAsync(
            (settings, _) => settings with { Database = settings.Database with { Connections = Connections } });
        using var ending = new CancellationTokenSource();
        var watching = MostSessionsAsync(bot.Database, ending.Token);

        ChatParticipant[] clients = [.. Enumerable.Range(0, Clients).Select(_ => bot.NewClient())];
        var first = await Task.WhenAll(clients.Select(client => client.OrderAsync(TypedForm.Ordinary)));
        // All of them are read from the journal again, at once. Until the server has noticed the end of the sessions, they count.
        await bot.StopAsync();
        await Eventually.BecomesAsync(() => SessionsAsync(bot.Database), sessions => sessions is ["0"], "all sessions are closed");
        await bot.StartAsync();
        var again = await Task.WhenAll(clients.Select(client => client.OrderAsync(TypedForm.Ordinary)));

        await bot.AssertAllIsHandledAsync();
        await ending.CancelAsync();
        Assert.Equal(2 * Clients, first.Concat(again).Distinct().Count());
        Assert.InRange(await watching, 2, Connections);
        Assert.DoesNotContain(bot.Log.All, line => line.Contains("pool has been exhausted", StringComparison.Ordinal));
    }

    private static Task<IReadOnlyList<string>> SessionsAsync(TestDatabase database) => database.ReadAsync(Sessions);

    // Looks without pause: PostgreSQL keeps no maximum.
    private static async Task<long> MostSessionsAsync(TestDatabase database, CancellationToken cancellationToken)
    {
        await using var connection = await database.DataSource.OpenConnectionAsync(CancellationToken.None);
        await using var command = new NpgsqlCommand(Sessions, connection);
        var most = 0L;
        while (!cancellationToken.IsCancellationRequested)
            most = Math.Max(most, (long)(await command.ExecuteScalarAsync(CancellationToken.None))!);
        return most;
    }
}
