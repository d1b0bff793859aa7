using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot in a process of its own says by HTTP how it is.</summary>
public sealed class HealthEndpointTests : IAsyncLifetime
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    private readonly HealthAnswers _health = new();
    private ProcessFixture _given = null!;

    public async Task InitializeAsync()
    {
        _given = await ProcessFixture.CreateAsync();
        _given.Settings[BotProgram.HealthPortVariable] = _health.Setting;
    }

    public async Task DisposeAsync()
    {
        _health.Dispose();
        await _given.DisposeAsync();
    }

    [Fact]
    public async Task A_bot_that_does_its_work_is_live_and_ready_with_all_figures()
    {
        await using var bot = BotProcess.Start(_given.Settings);

        var (_, ready) = await _health.BecomesAsync("ready", (status, _) => status == HttpStatusCode.OK, "ready");
        var (live, body) = await _health.AskAsync("live");

        Assert.Equal(HttpStatusCode.OK, live);
        Assert.Equal((true, "running"), ((bool)body["live"]!, (string)body["phase"]!));
        Assert.Equal((true, "running", true), ((bool)ready["ready"]!, (string)ready["phase"]!, (bool)ready["databaseAnswers"]!));
        Assert.Empty(ready["reasons"]!.AsArray());
        await _health.BecomesAsync("ready", (_, body) => body["lastPollSeconds"] is not null, "the age of the last poll is told");
        Assert.Equal(
            (0, 0, 0),
            ((int)ready["updatesSetAside"]!, (int)ready["messagesSetAside"]!, (int)ready["conversationsNotRecovered"]!));
        Assert.Single(ListeningSockets.Of(bot.Id));
        await Eventually.BecomesAsync(
            () => _given.Database.ReadAsync("select host || ' ' || (last_poll_at is null)::text from heartbeats where stopped_at is null"),
            rows => rows.Count == 1 && rows[0].StartsWith(Environment.MachineName + " ", StringComparison.Ordinal),
            "the process is in the table");
        Assert.Equal(0, await bot.StopAsync());
        Assert.Equal(
            ["bot|trouble|stopped"],
            await _given.Database.ReadAsync("select concat_ws('|', matter, state, last_error) from health where matter = 'bot'"));
    }

    [Fact]
    public async Task What_was_given_up_and_what_waits_for_long_makes_it_unready_with_reasons_and_nothing_personal()
    {
        await using var bot = BotProcess.Start(_given.Settings);
        await _health.BecomesAsync("ready", (status, _) => status == HttpStatusCode.OK, "ready");

        await _given.Database.ExecuteAsync(
            """
            insert into inbox (update_id, payload, last_error, set_aside_at) values
              (7, '{"message": {"text": "секрет"}}', 'секрет: it always throws', now() - interval '5 minutes');
            insert into tickets (id, user_id) values (1, 4242);
            insert into outbox (chat_id, kind, ticket_id, last_error, created_at, next_attempt_at) values
              (-7007, 'card', 1, null, now() - interval '20 minutes', now() + interval '1 day');
            insert into troubles (process, matter, subject, error, since) values
              (gen_random_uuid(), 'conversation', 4242, 'a damaged event', now())
            """);
        var (_, body) = await _health.BecomesAsync("ready", (status, _) => status == HttpStatusCode.ServiceUnavailable, "not ready");

        Assert.Equal(
            ["conversation: 1, for 0 s", "inbox set aside: 1, for 5 min", "outbox waiting: 1, for 20 min"],
            HealthAnswers.ReasonsOf(body).Select(reason => reason.StartsWith("conversation", StringComparison.Ordinal)
                ? reason[..reason.LastIndexOf(' ', reason.LastIndexOf(' ') - 1)] + " 0 s"
                : reason));
        Assert.Equal((1, 1), ((int)body["updatesSetAside"]!, (int)body["conversationsNotRecovered"]!));
        Assert.InRange((double)body["oldestOutboxSeconds"]!, 1200, 1300);
        Assert.All(
            ["секрет", "4242", "7007", "damaged"],
            word => Assert.DoesNotContain(word, body.ToJsonString(), StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.OK, (await _health.AskAsync("live")).Status);
        Assert.Equal(
            ["conversation", "inbox set aside", "outbox waiting"],
            await _given.Database.ReadAsync("select matter from health where state <> 'ok' order by matter"));
    }

    [Fact]
    public async Task A_bot_that_reaches_telegram_through_its_second_proxy_is_ready_and_names_the_first_one_in_the_matters()
    {
        _given.Settings["PROXY"] = $"http://127.0.0.1:{await TestProxy.DeadPortAsync()},direct";

        await using var bot = BotProcess.Start(_given.Settings);

        var (_, body) = await _health.BecomesAsync(
            "ready",
            (status, body) => status == HttpStatusCode.OK
                && body["matters"]!.AsArray().Any(matter => (string?)matter!["matter"] == "telegram proxy"),
            "ready, with the proxy in the matters");
        Assert.Empty(HealthAnswers.ReasonsOf(body));
        Assert.Equal(
            ["trouble"], await _given.Database.ReadAsync("select state from health where matter = 'telegram proxy'"));
    }

    [Fact]
    public async Task A_taken_port_costs_the_bot_nothing_but_its_answers()
    {
        using var other = new TcpListener(IPAddress.Loopback, _health.Port);
        other.Start();

        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);

        Assert.Single(bot.Lines, line => line.Contains($"HEALTH_PORT: port {_health.Setting} of 127.0.0.1 cannot be used",
            StringComparison.Ordinal));
        Assert.False(bot.HasExited);
    }

    [Fact]
    public async Task While_telegram_is_away_at_the_start_the_bot_is_live_seen_in_the_view_and_not_ready()
    {
        using var notify = new NotifySocket();
        _given.Settings["NOTIFY_SOCKET"] = notify.Path;
        _given.Settings["TELEGRAM_API_URL"] = $"http://127.0.0.1:{FreePort.Find()}";

        await using var bot = BotProcess.Start(_given.Settings);
        await notify.NextAsync("READY=1");
        await notify.NextAsync("STATUS=Starting: waiting for Telegram");
        var (_, body) = await _health.BecomesAsync("ready", (_, body) => (string?)body["phase"] == "connecting", "connecting");

        Assert.Equal(["connecting"], HealthAnswers.ReasonsOf(body));
        Assert.Equal(HttpStatusCode.OK, (await _health.AskAsync("live")).Status);
        await Eventually.BecomesAsync(
            () => _given.Database.ReadAsync("select state from health where matter = 'bot'"), rows => rows is ["ok"], "the bot is seen");
        Assert.Equal(0, await bot.StopAsync());
        // The process may be gone before its last words are read from the socket.
        await notify.NextAsync("STOPPING=1");
        Assert.Equal("STOPPING=1", notify.Heard[^2]);
    }
}
