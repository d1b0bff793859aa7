using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Durability;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>What each of two nodes says of both, over HTTP, in --health, to systemd's taste, and in the database.</summary>
[Collection(NodeRuns.Name)]
public sealed class NodeHealthTests
{
    [Fact]
    public async Task Each_node_names_the_members_and_who_takes_the_updates_before_and_after_one_is_killed()
    {
        await using var given = await ProcessFixture.CreateAsync();
        using var first = new HealthAnswers();
        using var second = new HealthAnswers();
        var (one, other) = (Address(FreePort.Find()), Address(FreePort.Find()));
        await using var older = Start(given, one, first);
        await first.BecomesAsync("ready", (status, _) => status == HttpStatusCode.OK, "the first node is ready");
        await using var younger = Start(given, other, second);

        var (_, ofYounger) = await second.BecomesAsync(
            "ready", (status, body) => status == HttpStatusCode.OK && States(body) == $"{one} Up True; {other} Up False",
            "the second node is ready, and sees both");
        var (_, ofOlder) = await first.BecomesAsync(
            "ready", (status, body) => status == HttpStatusCode.OK && States(body) == $"{one} Up True; {other} Up False",
            "the first node sees both");

        Assert.Equal((one, true), ((string)ofOlder["node"]!["address"]!, (bool)ofOlder["node"]!["takesUpdates"]!));
        Assert.Equal((other, false), ((string)ofYounger["node"]!["address"]!, (bool)ofYounger["node"]!["takesUpdates"]!));
        Assert.InRange((double)ofYounger["node"]!["rowSeconds"]!, 0, 4);
        Assert.All(ofYounger["members"]!.AsArray(), member => Assert.InRange((double)member!["rowSeconds"]!, 0, 4));
        // A node says so in the table at its next sign of life.
        await Eventually.BecomesAsync(() => NodesInViewAsync(given), rows => rows is ["ok|2"], "the view counts both");
        var answer = await HealthQuestion.AskAsync(
            new Dictionary<string, string> { [BotProgram.HealthPortVariable] = second.Setting }, Path.GetTempPath(), default);
        Assert.Equal((0, $"ready (running; node {other} of 2, the updates are taken by {one})"), (answer.ExitCode, answer.Line));
        var metrics = await MetricsAsync(second);
        Assert.Equal((2, 0), (metrics["vizteh_node_members"], metrics["vizteh_node_takes_updates"]));

        await older.KillAsync();

        await second.BecomesAsync(
            "ready", (status, body) => status == HttpStatusCode.OK && States(body) == $"{other} Up True", "the second node goes on alone");
        await Eventually.BecomesAsync(() => NodesInViewAsync(given), rows => rows is ["ok|1"], "the view knows it too");
        metrics = await MetricsAsync(second);
        Assert.Equal((1, 1), (metrics["vizteh_node_members"], metrics["vizteh_node_takes_updates"]));
        Assert.Equal(
            (0, 1), (metrics[$"vizteh_node_member_up{{member=\"{one}\"}}"], metrics[$"vizteh_node_member_up{{member=\"{other}\"}}"]));
    }

    private static string Address(int port) => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");

    private static BotProcess Start(ProcessFixture given, string address, HealthAnswers health) => BotProcess.Start(
        new Dictionary<string, string>(given.Settings)
        {
            ["CLUSTER_HOST"] = address.Split(':')[0],
            ["CLUSTER_PORT"] = address.Split(':')[1],
            [BotProgram.HealthPortVariable] = health.Setting,
        });

    private static string States(JsonNode body) => body["members"] is JsonArray members
        ? string.Join("; ", members.Select(member => $"{member!["address"]} {member["state"]} {(bool)member["takesUpdates"]!}"))
        : "";

    private static Task<IReadOnlyList<string>> NodesInViewAsync(ProcessFixture given) =>
        given.Database.ReadAsync("select concat_ws('|', state, rows, last_error) from health where matter = 'nodes'");

    private static async Task<MetricsText> MetricsAsync(HealthAnswers health)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        return new MetricsText(await client.GetStringAsync(
            new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{health.Port}/metrics"))));
    }
}
