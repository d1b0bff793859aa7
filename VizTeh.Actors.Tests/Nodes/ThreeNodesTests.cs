using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Durability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Three processes that work as one bot, on one machine.</summary>
[Collection(NodeRuns.Name)]
public sealed class ThreeNodesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Three_that_start_in_the_same_instant_become_one_bot_and_every_form_a_ticket()
    {
        await using var nodes = await NodesUnderTest.StartAsync(3);
        await nodes.BecomeMembersAsync(nodes.Ports);

        var numbers = await OrderAsync(nodes, clients: 6);

        Assert.Equal(6, numbers.Distinct().Count());
        Assert.Equal(["6"], await nodes.Database.ReadAsync("select count(*)::text from tickets"));
        await AssertOneClusterAsync(nodes);
    }

    [NodeFact]
    public async Task Three_that_start_in_the_same_instant_become_one_bot_fifty_times_out_of_fifty()
    {
        await using var nodes = await NodesUnderTest.StartAsync(3);
        for (var round = 1; round < 50; round++)
        {
            await nodes.BecomeMembersAsync(nodes.Ports);
            await AssertOneClusterAsync(nodes);
            await Task.WhenAll(nodes.Ports.Select(port => nodes[port].KillAsync()));
            // As before the first start: nobody is alive or was lately.
            await nodes.Database.ExecuteAsync("delete from nodes; delete from leases");
            foreach (var port in nodes.Ports)
                nodes.Start(port);
        }

        await nodes.BecomeMembersAsync(nodes.Ports);
        await AssertOneClusterAsync(nodes);
    }

    [Fact]
    public async Task A_client_goes_on_in_the_form_when_the_node_that_polls_is_killed_or_stopped()
    {
        await using var nodes = await NodesUnderTest.StartAsync(3);
        await nodes.BecomeMembersAsync(nodes.Ports);
        var client = nodes.NewClient();
        var steps = ClientDialogue.Steps(TypedForm.Ordinary);
        await StepAsync(0);

        var first = await nodes.PollerAsync();
        await nodes[first].KillAsync();
        await StepAsync(1);
        nodes.Start(first);
        await nodes.BecomeMembersAsync(nodes.Ports);
        await StepAsync(2);

        var second = await nodes.PollerAsync();
        Assert.NotEqual(first, second);
        var code = await nodes[second].StopAsync();
        Assert.True(code == 0, $"The node that was stopped ended with {code}:\n{nodes.Log()}");
        await StepAsync(3);
        var rest = nodes.Ports.Where(port => port != second);
        await nodes.BecomeMembersAsync(rest);

        async Task StepAsync(int number)
        {
            await steps[number].Act(client);
            await client.NextAsync(steps[number].Answer);
        }
    }

    [Fact]
    public async Task The_last_node_that_is_stopped_ends_well_and_the_next_one_has_nobody_to_wait_for()
    {
        await using var nodes = await NodesUnderTest.StartAsync(1);
        await nodes.BecomeMembersAsync(nodes.Ports);

        var code = await nodes[nodes.Ports[0]].StopAsync();

        Assert.True(code == 0, $"The node ended with {code}:\n{nodes.Log()}");
        Assert.DoesNotContain(
            nodes[nodes.Ports[0]].Lines, line => line.Contains("has to be started again", StringComparison.Ordinal));
        Assert.Equal(["0"], await nodes.Database.ReadAsync("select count(*)::text from nodes"));
    }

    [Fact]
    public async Task A_node_that_was_frozen_for_longer_than_the_others_wait_ends_itself_with_an_error()
    {
        await using var nodes = await NodesUnderTest.StartAsync(3);
        await nodes.BecomeMembersAsync(nodes.Ports);
        var frozen = await nodes.PollerAsync();

        await nodes[frozen].FreezeAsync();
        await nodes.BecomeMembersAsync(nodes.Ports.Where(port => port != frozen));
        await OrderAsync(nodes, clients: 1);
        await nodes[frozen].ThawAsync();

        Assert.Equal(1, await nodes[frozen].WaitForExitAsync(Patience));
        Assert.Contains(nodes[frozen].Lines, line => line.Contains("has to be started again", StringComparison.Ordinal));
        await OrderAsync(nodes, clients: 1);
    }

    private static async Task<IReadOnlyList<long>> OrderAsync(NodesUnderTest nodes, int clients) => await Task.WhenAll(
        Enumerable.Range(1, clients).Select(number => nodes.NewClient($"Анна {number}").OrderAsync(TypedForm.Ordinary)));

    // Each node was let in by another one, but for the first.
    private static async Task AssertOneClusterAsync(NodesUnderTest nodes)
    {
        Assert.Single(nodes.Log().Split('\n'), line => line.Contains("forms the cluster", StringComparison.Ordinal));
        Assert.Equal(nodes.Ports.Count, (await nodes.MembersAsync()).Count);
    }
}
