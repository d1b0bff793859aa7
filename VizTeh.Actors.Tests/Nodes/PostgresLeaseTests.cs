using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Coordination;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Of the parts of a divided cluster one goes on: the one whose node gets the lease.</summary>
public sealed class PostgresLeaseTests : IAsyncLifetime
{
    private readonly List<NodeConnections> _nodes = [];
    private readonly List<ActorSystem> _systems = [];
    private TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await PostgresFixture.CreateMigratedAsync();

    public async Task DisposeAsync()
    {
        foreach (var system in _systems)
            await system.Terminate();
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_it_also_when_it_asks_again()
    {
        var leases = new List<Lease>();
        for (var number = 1; number <= 5; number++)
            leases.Add(await LeaseOfMemberAsync(number));

        var taken = await Task.WhenAll(leases.Select(lease => lease.Acquire()));

        var owner = leases[Array.IndexOf(taken, true)];
        Assert.Single(taken, isTaken => isTaken);
        Assert.True(owner.CheckLease());
        Assert.True(await owner.Acquire());
    }

    [Fact]
    public async Task It_is_free_for_others_once_it_was_given_back_or_its_time_is_over()
    {
        var (first, second) = (await LeaseOfMemberAsync(1), await LeaseOfMemberAsync(2));
        Assert.True(await first.Acquire());
        Assert.False(await second.Acquire());

        Assert.True(await first.Release());
        Assert.False(first.CheckLease());
        Assert.True(await second.Acquire());
        await _database.ExecuteAsync("update leases set expires_at = clock_timestamp() - interval '1 second'");
        Assert.True(await first.Acquire());
    }

    [Fact]
    public async Task A_node_that_the_others_go_on_without_does_not_get_it()
    {
        var lease = await LeaseOfMemberAsync(1);
        await _database.ExecuteAsync("update nodes set state = 'dead'");

        Assert.False(await lease.Acquire());
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_a_no_in_time_and_never_a_cancelled_task()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        var port = ((IPEndPoint)silent.LocalEndpoint).Port;
        var lease = LeaseOf(NodeOf(1, new DatabaseSettings("127.0.0.1", port, "none", "none", null)));

        Assert.False(await lease.Acquire().WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.False(lease.CheckLease());
        Assert.False(await lease.Release().WaitAsync(TimeSpan.FromSeconds(30)));
    }

    private async Task<Lease> LeaseOfMemberAsync(int number)
    {
        var node = NodeOf(number, DatabaseOf(_database.Details));
        await node.Table.EnterAsync(number, "1", CancellationToken.None);
        await node.Table.RenewAsync(isMember: true, CancellationToken.None);
        return LeaseOf(node);
    }

    private NodeConnections NodeOf(int number, DatabaseSettings database)
    {
        var node = new NodeSettings($"10.0.0.{number}", 4053, null);
        var connections = new NodeConnections(node, database, new NodeIdentity(node.Address, Guid.NewGuid()), NodeTimes.Default);
        _nodes.Add(connections);
        return connections;
    }

    // As Akka's resolver gets it: by the name of its section.
    private Lease LeaseOf(NodeConnections node)
    {
        var system = ActorSystem.Create("node", ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(
                ConfigurationFactory.ParseString("akka.stdout-loglevel = OFF").WithFallback(ClusterNetwork.Below(node.Node))),
            node));
        _systems.Add(system);
        return LeaseProvider.Get(system).GetLease("test", PostgresLease.ConfigPath, node.Self.Address);
    }

    private static DatabaseSettings DatabaseOf(PostgresDatabase details) =>
        new(details.Host, details.Port, details.Name, details.User, details.Password);
}
