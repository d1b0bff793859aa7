using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Durability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>
/// Nodes of two versions side by side, while machines are updated one after another: the later one stores and sends what the earlier one
/// does not know.
/// </summary>
[Collection(NodeRuns.Name)]
public sealed class UpgradeTests
{
    private static readonly TypedForm Form = TypedForm.Ordinary;
    private static readonly IReadOnlyList<(string Step, Func<ChatParticipant, Task> Act, string Answer)> Steps = ClientDialogue.Steps(Form);

    [Fact]
    public async Task A_later_version_takes_over_from_an_earlier_one_without_a_form_lost_doubled_or_misled()
    {
        await using var nodes = await NodesUnderTest.StartAsync(1);
        await nodes.BecomeMembersAsync(nodes.Ports);
        var clients = Enumerable.Range(1, 4).Select(number => nodes.NewClient($"Анна {number}")).ToArray();
        await Task.WhenAll(clients.Select(client => StepsAsync(client, 0, 3)));
        var earlier = nodes.Ports[0];
        var port = FreePort.Find();

        await using var later = await NextVersionNode.StartAsync(nodes, port);
        await nodes.BecomeMembersAsync([earlier, port]);
        // Served by the later node, which reports to the earlier one's poller in words that this does not know.
        var newcomers = Enumerable.Range(5, 4).Select(number => nodes.NewClient($"Борис {number}")).ToArray();
        await Task.WhenAll(newcomers.Select(client => StepsAsync(client, 0, 1)));
        await nodes[earlier].StopAsync();

        await Task.WhenAll(clients.Select(client => StepsAsync(client, 3, Steps.Count)));
        await Task.WhenAll(newcomers.Select(client => StepsAsync(client, 1, Steps.Count)));
        var numbers = await SendAsync([.. clients, .. newcomers]);

        await AssertEachFormIsOneTicketAsync(nodes, numbers);
        Assert.All(clients, AssertNothingWasSaidTwice);
        // What the later node did for them was delivered to it once more, by a poller that could not know: then the open question comes
        // again, as after the death of a process.
        Assert.All(newcomers, client => Assert.InRange(RepeatsOf(client), 0, 1));
    }

    [Fact]
    public async Task When_the_later_version_is_taken_back_its_clients_wait_for_it_and_all_others_are_served()
    {
        await using var nodes = await NodesUnderTest.StartAsync(1);
        await nodes.BecomeMembersAsync(nodes.Ports);
        var earlier = nodes.Ports[0];
        var port = FreePort.Find();
        var (ofLater, ofEarlier) = (nodes.NewClient("Анна"), nodes.NewClient("Борис"));
        await Task.WhenAll(StepsAsync(ofLater, 0, 2), StepsAsync(ofEarlier, 0, 2));
        await using (await NextVersionNode.StartAsync(nodes, port))
        {
            await nodes.BecomeMembersAsync([earlier, port]);
            await nodes[earlier].StopAsync();
            await StepsAsync(ofLater, 2, 3);
            nodes.Start(earlier);
            await nodes.BecomeMembersAsync([earlier, port]);
        }

        await Steps[3].Act(ofLater);
        await StepsAsync(ofEarlier, 2, Steps.Count);
        await WaitsAsync(nodes);
        Assert.Equal([await SendAsync(ofEarlier)], await TicketsAsync(nodes));
        // The rows of what was answered go a moment after the reply.
        await Eventually.BecomesAsync(
            () => nodes.Database.ReadAsync("select count(*)::text from inbox"), rows => rows is ["1"], "one update waits");

        await using var later = await NextVersionNode.StartAsync(nodes, FreePort.Find());
        await nodes[earlier].StopAsync();
        await ofLater.NextAsync(Steps[3].Answer);
        await StepsAsync(ofLater, 4, Steps.Count);
        await SendAsync(ofLater);

        Assert.Equal(2, (await TicketsAsync(nodes)).Count);
        AssertNothingWasSaidTwice(ofEarlier);
        // Its update may have reached the later node before the earlier one stopped to poll, which could not know that it was handled.
        Assert.InRange(RepeatsOf(ofLater), 0, 1);
    }

    private static async Task StepsAsync(ChatParticipant client, int from, int until)
    {
        foreach (var (_, act, answer) in Steps.Skip(from).Take(until - from))
        {
            await act(client);
            await client.NextAsync(answer);
        }
    }

    private static async Task<IReadOnlyList<long>> SendAsync(IReadOnlyList<ChatParticipant> clients) =>
        await Task.WhenAll(clients.Select(SendAsync));

    private static async Task<long> SendAsync(ChatParticipant client)
    {
        await ClientDialogue.PressNewestAsync(client, "Отправить");
        return ClientDialogue.NumberIn(await client.NextAsync("№"));
    }

    private static async Task AssertEachFormIsOneTicketAsync(NodesUnderTest nodes, IReadOnlyList<long> numbers)
    {
        Assert.Equal(numbers.Order(), await TicketsAsync(nodes));
        Assert.Equal(
            [.. numbers.Select(_ => string.Join('|', Form.InOrder))],
            await nodes.Database.ReadAsync(
                "select concat_ws('|', name, org, city, direction, description, phone) from tickets order by id"));
    }

    private static async Task<IReadOnlyList<long>> TicketsAsync(NodesUnderTest nodes) =>
        [.. (await nodes.Database.ReadAsync("select id::text from tickets order by id")).Select(long.Parse)];

    private static Task WaitsAsync(NodesUnderTest nodes) => Eventually.BecomesAsync(
        () => nodes.Database.ReadAsync("select last_error from health where matter = 'conversation' and state = 'trouble'"),
        seen => seen is [var error] && error.Contains("unknown to this version", StringComparison.Ordinal),
        "the conversation that the later version stored waits for it");

    private static void AssertNothingWasSaidTwice(ChatParticipant client) => Assert.Equal(0, RepeatsOf(client));

    private static int RepeatsOf(ChatParticipant client)
    {
        var said = client.Messages.Where(message => message.FromBot).Select(message => message.Text).ToList();
        return said.Count - said.Distinct().Count();
    }
}
