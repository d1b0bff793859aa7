using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Serialization;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>A node becomes a member, whatever happens to those that it joins.</summary>
public sealed class NodeMembershipTests : IAsyncLifetime
{
    // It lets others in and does not bring them up, and it does not take leave of them: as if it were killed in between.
    private const string Killed =
        "akka { cluster.leader-actions-interval = 1h, coordinated-shutdown.run-by-actor-system-terminate = off }";

    private readonly ActorSystem _system = TwoNodes.Start();
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync()
    {
        await _system.Terminate();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_node_whose_welcomer_is_killed_before_it_is_a_member_goes_on_as_the_first_one()
    {
        var killed = TwoNodes.Start(settings: Killed);
        Cluster.Get(killed).Join(TwoNodes.AddressOf(killed));
        Cluster.Get(_system).Join(TwoNodes.AddressOf(killed));
        await Eventually.IsTrueAsync(() => Cluster.Get(_system).State.Members.Count == 2, "the other one has let it in");
        await killed.Terminate();
        Assert.Equal(MemberStatus.Joining, Cluster.Get(_system).SelfMember.Status);

        await RunAsync(async () =>
        {
            await Eventually.IsTrueAsync(
                () => Cluster.Get(_system).SelfMember.Status == MemberStatus.Up && Cluster.Get(_system).State.Members.Count == 1,
                "it is a member, and the only one");
            await Eventually.BecomesAsync(
                () => _database.ReadAsync("select state from nodes"), states => states is ["member"], "its row says so");
        });
    }

    [Fact]
    public async Task A_node_that_nobody_answers_forms_the_cluster_as_soon_as_the_row_of_those_it_has_asked_is_gone()
    {
        await _database.ExecuteAsync(
            """
            insert into nodes (incarnation, address, uid, version, state, seen_at)
            values (gen_random_uuid(), '127.0.0.1:1', 1, '1', 'member', now() + interval '1 hour')
            """);

        await RunAsync(async () =>
        {
            await Eventually.BecomesAsync(
                () => _database.ReadAsync("select state from nodes order by state"), states => states is ["joining", "member"],
                "it joins the other one");
            await _database.ExecuteAsync("delete from nodes where uid = 1");
            await Eventually.IsTrueAsync(() => Cluster.Get(_system).SelfMember.Status == MemberStatus.Up, "it is a member");
        });
    }

    private async Task RunAsync(Func<Task> look)
    {
        var details = _database.Details;
        var node = new NodeSettings("127.0.0.1", TwoNodes.AddressOf(_system).Port!.Value, Certificate: null);
        var self = new NodeIdentity(node.Address, Guid.NewGuid());
        // Whoever waits for the next attempt to join waits for ever.
        var times = NodeTimes.Default with { JoinAgain = TimeSpan.FromHours(1) };
        await using var connections = new NodeConnections(
            node, new DatabaseSettings(details.Host, details.Port, details.Name, details.User, details.Password), self, times);
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        lifetime.NotifyStarted();
        using var membership = new NodeMembership(
            "1", _system, connections, new NodesView(self), new NodePermit(times, TimeProvider.System), lifetime, TimeProvider.System,
            NullLogger<NodeMembership>.Instance);
        await membership.StartAsync(CancellationToken.None);
        await look();
        await membership.StopAsync(CancellationToken.None);
    }
}
