using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using VizTeh.Actors.Database;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>A restart mends no outage: the bot stays live, is fed to the watchdog, and says what it waits for.</summary>
public sealed class HealthOutageTests(OutageCluster outage) : IClassFixture<OutageCluster>, IAsyncLifetime
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private readonly NotifySocket _notify = new();
    private readonly int _port = FreePort.Find();
    private TestDatabase _database = null!;
    private BotApiServer _telegram = null!;
    private Dictionary<string, string> _settings = null!;

    public async Task InitializeAsync()
    {
        var server = outage.Cluster.Server;
        _database = new TestDatabase(server, await server.CreateDatabaseAsync());
        await Migrator.MigrateAsync(_database.ConnectionString);
        _telegram = await BotApiServer.StartAsync();
        _settings = BotEnvironment.Of(_database.Details, _telegram, [123]);
        _settings[BotProgram.HealthPortVariable] = _port.ToString(CultureInfo.InvariantCulture);
        _settings["NOTIFY_SOCKET"] = _notify.Path;
        _settings["WATCHDOG_USEC"] = "1000000";
    }

    public async Task DisposeAsync()
    {
        _client.Dispose();
        await _telegram.DisposeAsync();
        await _database.DisposeAsync();
        _notify.Dispose();
    }

    [Fact]
    public async Task A_database_that_goes_away_makes_the_bot_unready_and_never_dead()
    {
        await using var bot = BotProcess.Start(_settings);
        await _notify.NextAsync("READY=1");
        await BecomesReadyAsync(HttpStatusCode.OK);
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        try
        {
            var body = await BecomesReadyAsync(HttpStatusCode.ServiceUnavailable);
            Assert.StartsWith("database: ", (string)body["reasons"]![0]!, StringComparison.Ordinal);
            Assert.Equal((false, "running"), ((bool)body["databaseAnswers"]!, (string)body["phase"]!));
            var before = Meals();
            await Eventually.IsTrueAsync(() => Meals() > before + 2, "the watchdog is fed during the outage");
            using var live = await _client.GetAsync(At("live"));
            Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        }
        finally
        {
            await outage.Cluster.StartAgainAsync();
        }

        _database.DataSource.Clear();
        await BecomesReadyAsync(HttpStatusCode.OK);
        Assert.False(bot.HasExited);
        Assert.Single(_notify.Heard, "READY=1");
    }

    // How often the watchdog was fed.
    private int Meals() => _notify.Heard.Count(line => line == "WATCHDOG=1");

    private async Task<JsonNode> BecomesReadyAsync(HttpStatusCode wanted)
    {
        var (_, body) = await Eventually.BecomesAsync(
            async () =>
            {
                try
                {
                    using var answer = await _client.GetAsync(At("ready"));
                    return (answer.StatusCode, Body: await answer.Content.ReadAsStringAsync());
                }
                catch (HttpRequestException silence)
                {
                    return (default, Body: silence.Message);
                }
            },
            answer => answer.StatusCode == wanted, $"ready is {wanted}");
        return JsonNode.Parse(body)!;
    }

    private Uri At(string path) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/health/{path}"));
}
