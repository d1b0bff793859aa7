using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Operations.Metrics;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What the page /metrics says of a running bot, and that the dashboard asks for nothing else.</summary>
public sealed partial class MetricsPageTests
{
    // Of a histogram's series.
    private static readonly string[] Suffixes = ["_bucket", "_sum", "_count"];

    [Fact]
    public async Task A_form_and_its_ticket_are_counted_and_no_label_holds_a_person_or_a_word()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var page = bot.Services.GetRequiredService<MetricsPage>();
        var before = await ScrapeAsync(page);
        Assert.Equal(0, before["vizteh_forms_begun_total"]);
        Assert.DoesNotContain(before.Names, name => name.StartsWith("vizteh_node", StringComparison.Ordinal));

        var client = bot.NewClient("Анна", username: "anna");
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await bot.Manager.Chat.NextAsync($"№{id}");
        await bot.Manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        var now = await Eventually.BecomesAsync(
            () => ScrapeAsync(page), seen => seen["vizteh_inbox_depth"] == 0 && seen["vizteh_outbox_depth"] == 0
                && seen["vizteh_replies_total{to=\"manager\"}"] > 0, "both queues are empty");

        Assert.Equal(1, now["vizteh_forms_begun_total"]);
        Assert.Equal(1, now["vizteh_forms_finished_total"]);
        Assert.Equal(1, now["vizteh_tickets_total{change=\"created\"}"]);
        Assert.Equal(1, now["vizteh_tickets_total{change=\"closed\"}"]);
        Assert.InRange(now["vizteh_updates_total{kind=\"message\"}"], 6, 20);
        Assert.InRange(now["vizteh_updates_total{kind=\"callback_query\"}"], 3, 5);
        Assert.InRange(now["vizteh_replies_total{to=\"client\"}"], 8, 20);
        Assert.Equal(now["vizteh_replies_total{to=\"client\"}"], now["vizteh_reply_duration_seconds_count{to=\"client\"}"]);
        Assert.Equal(
            now["vizteh_reply_duration_seconds_count{to=\"client\"}"],
            now["vizteh_reply_duration_seconds_bucket{to=\"client\",le=\"+Inf\"}"]);
        Assert.InRange(now["vizteh_reply_duration_seconds_sum{to=\"client\"}"], 0.001, 60);
        Assert.InRange(now["vizteh_telegram_sends_total{method=\"sendMessage\",outcome=\"delivered\"}"], 9, 30);
        Assert.Equal(1, now["vizteh_conversations_awake"]);
        Assert.Equal(0, now["vizteh_inbox_age_seconds"]);
        foreach (var secret in (string[])
            [bot.Telegram.Token, $"{client.Person.Id}", $"{bot.Manager.Id}", "anna", .. TypedForm.Ordinary.Answers.Values])
        {
            Assert.DoesNotContain(now.Series, series => series.Contains(secret, StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task A_form_that_is_cancelled_is_counted_by_its_question_and_a_recovery_after_a_restart()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var steps = ClientDialogue.Steps(TypedForm.Ordinary);
        foreach (var (_, act, answer) in steps.Take(2))
        {
            await act(client);
            await client.NextAsync(answer);
        }

        await bot.StopAsync();
        await bot.StartAsync();
        var page = bot.Services.GetRequiredService<MetricsPage>();
        client.PressMenu("Отменить");
        await client.NextAsync("");

        var now = await Eventually.BecomesAsync(
            () => ScrapeAsync(page),
            seen => seen[$"vizteh_forms_left_total{{how=\"cancelled\",question=\"{Ids.Organization}\"}}"] == 1, "the form is counted");
        Assert.Equal(1, now["vizteh_recoveries_total{outcome=\"recovered\"}"]);
        Assert.Equal(0, now["vizteh_forms_begun_total"]);
    }

    [Fact]
    public async Task Without_the_database_the_page_is_answered_its_errors_are_counted_and_its_queues_are_unknown_not_empty()
    {
        var server = await PostgresFixture.ServerAsync();
        await using var relay = FreezingRelay.Before(server.Maintenance.Host, server.Maintenance.Port);
        await using var bot = await BotUnderTest.CreateAsync(
            settings: (settings, _) => settings with { Database = settings.Database with { Port = relay.Port } },
            services: services => services.AddSingleton(QueueWatchOptions.Default with { Fresh = TimeSpan.Zero }));
        var page = bot.Services.GetRequiredService<MetricsPage>();
        Assert.True((await ScrapeAsync(page)).Has("vizteh_inbox_depth"));

        relay.Freeze();
        var now = await Eventually.BecomesAsync(
            () => ScrapeAsync(page), seen => seen["vizteh_database_errors_total{kind=\"probe\",pool=\"tables\"}"] > 0,
            "errors are counted");
        Assert.DoesNotContain(now.Names, name => name.StartsWith("vizteh_inbox_", StringComparison.Ordinal));
        Assert.DoesNotContain(now.Names, name => name.StartsWith("vizteh_outbox_", StringComparison.Ordinal));

        relay.Thaw();
        await Eventually.IsTrueAsync(async () => (await ScrapeAsync(page)).Has("vizteh_inbox_depth"), "the queues are known again");
    }

    [Fact]
    public async Task Every_metric_of_the_dashboard_exists_and_every_metric_is_on_the_dashboard()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var page = bot.Services.GetRequiredService<MetricsPage>();
        bot.Services.GetRequiredService<BotMetrics>().ReadProxiesFrom(() => [("proxy.example:3128", true), ("direct", false)]);
        bot.Services.GetRequiredService<BotMetrics>().ReadNodesFrom(() => new NodeFigures(
            TakesUpdates: true, [("10.0.0.1:4053", true), ("10.0.0.2:4053", false)], TimeSpan.FromSeconds(0.25)));
        bot.Telegram.Faults.Inject(Fault.TooManyRequests(1) with { Method = "sendMessage" });
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);

        var now = await Eventually.BecomesAsync(
            () => ScrapeAsync(page), seen => seen.Has("vizteh_telegram_limit_wait_seconds_count{scope=\"chat\"}"), "the wait is counted");
        var asked = Dashboard().Descendants().OfType<JsonObject>().Select(node => node["expr"]?.GetValue<string>()).OfType<string>()
            .SelectMany(query => MetricName().Matches(query)).Select(match => match.Value).ToHashSet();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(now.Names));
        Assert.Empty(now.Names.Select(Whole).Except(asked.Select(Whole)));
        Assert.Equal(1, now["vizteh_proxy_in_use{proxy=\"proxy.example:3128\"}"]);
        Assert.Equal(0, now["vizteh_proxy_in_use{proxy=\"direct\"}"]);
        Assert.Equal((1, 1), (now["vizteh_node_members"], now["vizteh_node_takes_updates"]));
        Assert.Equal(0.25, now["vizteh_node_row_age_seconds"]);
        Assert.Equal(1, now["vizteh_node_member_up{member=\"10.0.0.1:4053\"}"]);
        Assert.Equal(0, now["vizteh_node_member_up{member=\"10.0.0.2:4053\"}"]);
    }

    [Fact]
    public async Task A_statement_that_fails_is_counted_by_its_pool_whoever_runs_it()
    {
        await using var bot = await BotUnderTest.CreateAsync(actors: _ => { });
        var page = bot.Services.GetRequiredService<MetricsPage>();
        var connections = bot.Services.GetRequiredService<DatabaseConnections>();

        await FailAsync(connections.Tables);
        await FailAsync(connections.Tables);
        await FailAsync(connections.Journal);

        var now = await ScrapeAsync(page);
        Assert.Equal(2, now["vizteh_database_errors_total{kind=\"statement\",pool=\"tables\"}"]);
        Assert.Equal(1, now["vizteh_database_errors_total{kind=\"statement\",pool=\"journal\"}"]);

        static async Task FailAsync(NpgsqlDataSource pool)
        {
            await using var command = pool.CreateCommand("select 1 / 0");
            await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
        }
    }

    [Fact]
    public async Task Two_bots_in_one_process_count_apart()
    {
        await using var busy = await BotUnderTest.CreateAsync();
        await using var idle = await BotUnderTest.CreateAsync();
        var page = idle.Services.GetRequiredService<MetricsPage>();

        await busy.NewClient().OrderAsync(TypedForm.Ordinary);

        Assert.Equal(0, (await ScrapeAsync(page))["vizteh_forms_begun_total"]);
    }

    private static string Whole(string name) =>
        Suffixes.FirstOrDefault(suffix => name.EndsWith(suffix, StringComparison.Ordinal)) is { } suffix ? name[..^suffix.Length] : name;

    private static JsonNode Dashboard() =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "docs", "deploy", "grafana-dashboard.json")))!;

    private static async Task<MetricsText> ScrapeAsync(MetricsPage page) => new(await page.RenderAsync(default));

    // A look at the queues is used again for a moment, so their metrics may be of before; a poll of the test comes soon again.
    private static Task<MetricsText> ScrapeAfterAsync(MetricsPage page) => ScrapeAsync(page);

    [GeneratedRegex(@"\bvizteh_\w+", RegexOptions.None, 10_000)]
    private static partial Regex MetricName();
}

internal static class JsonNodes
{
    /// <summary>The node and all nodes in it.</summary>
    public static IEnumerable<JsonNode> Descendants(this JsonNode node) => node switch
    {
        JsonObject members => members.SelectMany(member => member.Value?.Descendants() ?? []).Prepend(node),
        JsonArray items => items.SelectMany(item => item?.Descendants() ?? []).Prepend(node),
        _ => [node],
    };
}
