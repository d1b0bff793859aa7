using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Event;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests;

/// <summary>A phase of Akka's shutdown that gets no answer warns, and costs its whole time limit.</summary>
public sealed class LoneMemberTests
{
    private static readonly Config Settings = ConfigurationFactory.ParseString("akka { actor.provider = cluster, stdout-loglevel = OFF }")
        .WithFallback(ClusterNetwork.Above(null, "1.0.0", Config.Empty))
        .WithFallback(HoconFile.Load(HoconFile.DefaultPath).Config);

    private readonly ConcurrentBag<string> _warnings = [];

    [Fact]
    public async Task The_stop_of_a_bot_on_its_own_waits_for_no_other_member()
    {
        var system = Start();
        var cluster = Cluster.Get(system);
        cluster.Join(cluster.SelfAddress);
        await Eventually.IsTrueAsync(() => cluster.SelfMember.Status == MemberStatus.Up, "it is a member");

        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.True(cluster.IsTerminated);
        Assert.Empty(_warnings);
    }

    [Fact]
    public async Task Neither_does_the_stop_of_a_node_that_has_not_joined_yet()
    {
        var system = Start();

        await CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClrExitReason.Instance);

        Assert.Empty(_warnings);
    }

    private ActorSystem Start()
    {
        var system = ActorSystem.Create("vizteh", Settings);
        system.EventStream.Subscribe(system.ActorOf(Props.Create(() => new Listener(_warnings))), typeof(Warning));
        LoneMember.GoesDownAtStop(system);
        return system;
    }

    private sealed class Listener : ReceiveActor
    {
        public Listener(ConcurrentBag<string> warnings) => Receive<Warning>(warning => warnings.Add(warning.ToString()));
    }
}
