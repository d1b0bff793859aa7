using System.Text.Json.Nodes;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Health;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>What /health/ready says on each of several nodes, and on none.</summary>
public sealed class NodeReportTests
{
    private const string One = "10.0.0.1:4053";
    private const string Two = "10.0.0.2:4053";
    private const string Three = "10.0.0.3:4053";

    private static readonly NodeMember[] Members =
        [new(One, NodeMember.Up, IsSelf: false, IsOldest: true), new(Two, NodeMember.Up, IsSelf: true, IsOldest: false)];

    private static readonly NodeOfTable[] Rows =
        [new(One, "member", "1.2", TimeSpan.FromSeconds(0.31)), new(Three, "joining", "1.3", TimeSpan.FromSeconds(2))];

    [Fact]
    public void Each_node_is_named_with_its_state_who_takes_the_updates_and_the_age_of_its_row()
    {
        var report = Of(new NodeReport(Two, IsPutOut: false, TimeSpan.FromSeconds(0.12), Members, Rows));

        var json = JsonNode.Parse(report.ToJson())!;
        Assert.True(report.IsReady);
        Assert.Equal((Two, false, 0.1), ((string)json["node"]!["address"]!, (bool)json["node"]!["takesUpdates"]!,
            (double)json["node"]!["rowSeconds"]!));
        Assert.Equal($"node {Two} of 2, the updates are taken by {One}", (string)json["node"]!["summary"]!);
        Assert.Equal(
            [$"{One} Up True member 0.3 1.2", $"{Two} Up False   ", $"{Three} no member False joining 2 1.3"],
            json["members"]!.AsArray().Select(member =>
                $"{member!["address"]} {member["state"]} {(bool)member["takesUpdates"]!} {member["row"]} {member["rowSeconds"]} "
                + $"{member["version"]}"));
    }

    [Fact]
    public void A_bot_on_its_own_says_what_it_always_said()
    {
        var json = JsonNode.Parse(Of(node: null).ToJson())!.AsObject();

        Assert.False(json.ContainsKey("node"));
        Assert.False(json.ContainsKey("members"));
        Assert.Null(NodeReport.Of(new NodesView(null), permit: null, rows: null));
    }

    [Fact]
    public void A_node_that_is_no_member_or_that_the_others_go_on_without_is_not_ready()
    {
        Assert.Equal(
            ["node: not a member of the cluster yet"], Of(new NodeReport(Two, IsPutOut: false, null, [], Rows: null)).Reasons);
        Assert.Equal(
            ["node: the others go on without it, it is started anew"],
            Of(new NodeReport(Two, IsPutOut: true, null, Members, null)).Reasons);
    }

    private static ReadyReport Of(NodeReport? node) => new(
        ProgramPhase.Running, DatabaseError: null, TimeSpan.FromSeconds(1), [new("bot", false, 3, null)], [], node);
}
