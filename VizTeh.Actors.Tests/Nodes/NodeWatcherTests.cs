using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Cluster;
using Akka.Configuration;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>What a node knows of the others is what the cluster has told it, down to the last event.</summary>
public sealed class NodeWatcherTests
{
    [Fact]
    public async Task The_first_node_knows_that_it_is_a_member_and_the_oldest_though_nothing_else_happens()
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var port = FreePort.Find();
            var (system, view) = Start(port);
            var cluster = Cluster.Get(system);
            cluster.Join(cluster.SelfAddress);

            await Eventually.IsTrueAsync(() => view.HoldsSingletons, "the first node is the oldest member");

            Assert.Equal([new NodeMember($"127.0.0.1:{port}", "Up", IsSelf: true, IsOldest: true)], view.Members);
            await system.Terminate();
        }
    }

    [Fact]
    public async Task A_node_that_joins_later_sees_who_was_there_before_and_who_leaves()
    {
        var (firstPort, secondPort) = (FreePort.Find(), FreePort.Find());
        var (first, ofFirst) = Start(firstPort);
        var (second, ofSecond) = Start(secondPort);
        var cluster = Cluster.Get(first);
        cluster.Join(cluster.SelfAddress);
        Cluster.Get(second).JoinSeedNodes([cluster.SelfAddress]);
        NodeMember[] both =
        [
            new($"127.0.0.1:{firstPort}", "Up", IsSelf: false, IsOldest: true),
            new($"127.0.0.1:{secondPort}", "Up", IsSelf: true, IsOldest: false),
        ];
        await Eventually.IsTrueAsync(() => ofSecond.Members.SequenceEqual(both), "the second node sees both");
        Assert.False(ofSecond.HoldsSingletons);
        await Eventually.IsTrueAsync(() => ofFirst.Count == 2, "the first node sees both");

        cluster.Leave(cluster.SelfAddress);

        await Eventually.IsTrueAsync(() => ofSecond is { Count: 1, HoldsSingletons: true }, "the second node is alone");
        await first.Terminate();
        await second.Terminate();
    }

    private static (ActorSystem System, NodesView View) Start(int port)
    {
        var node = new NodeSettings("127.0.0.1", port, null);
        var system = ActorSystem.Create("node", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(
            ConfigurationFactory.ParseString(
                "akka { actor.provider = cluster, loglevel = OFF, stdout-loglevel = OFF, cluster.downing-provider-class = \"\" }")
                .WithFallback(ClusterNetwork.Above(node, "1.0.0", Config.Empty)).WithFallback(ClusterNetwork.Below(node)))));
        var view = new NodesView(new NodeIdentity(node.Address, Guid.NewGuid()));
        Action<OtherNode> onGone = _ => { };
        Action onPutOut = () => { };
        system.ActorOf(Props.Create(() => new NodeWatcher(view, onGone, onPutOut)), "node-watcher");
        return (system, view);
    }
}
