using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;

namespace VizTeh.Actors;

/// <summary>
/// Chooses the transport to other processes of the cluster. A cluster of one has no others, so it gets a transport that listens nowhere: a
/// port on the loopback device is open to every user of the machine, and Akka does not authenticate connections. Akka's own TCP transport
/// is used only when hocon.conf sets an address or seed nodes.
/// </summary>
internal static class ClusterNetwork
{
    private const string Tcp = "akka.remote.dot-netty.tcp";
    private static readonly string[] Loopback = ["127.0.0.1", "localhost", "::1"];

    // With nobody to talk to, to watch or to be parted from, the rounds of a cluster have nothing to do: joining, the singletons' and the
    // coordinator's start and the stop (LoneMember) wait for none of them.
    private static readonly Config AtRest = ConfigurationFactory.ParseString(
        """
        akka.cluster {
          gossip-interval = 1h
          leader-actions-interval = 1h
          unreachable-nodes-reaper-interval = 1h
          failure-detector.heartbeat-interval = 1h
          # Decides between the parts of a cluster, and looks at them every second.
          downing-provider-class = ""
          distributed-data {
            gossip-interval = 1h
            notify-subscribers-interval = 1h
            pruning-interval = 1h
          }
          sharding.rebalance-interval = 1h
          # Until a proxy has found its singleton, which may begin a moment later than the proxy.
          singleton-proxy.singleton-identification-interval = 100ms
        }
        akka.remote.watch-failure-detector {
          heartbeat-interval = 1h
          unreachable-nodes-reaper-interval = 1h
        }
        """);

    private static readonly Config None = ConfigurationFactory.ParseString(
        $$"""
        akka.remote {
          enabled-transports = ["akka.remote.none"]
          none {
            transport-class = "{{typeof(NoTransport).FullName}}, {{typeof(NoTransport).Assembly.GetName().Name}}"
            applied-adapters = []
          }
        }
        """).WithFallback(AtRest);

    /// <param name="hocon">hocon.conf.</param>
    /// <returns>The settings to lay over hocon.conf.</returns>
    public static Config For(Config hocon) => IsOfOne(hocon) ? None : Config.Empty;

    /// <summary>Whether the process is to be a cluster of one, which no other can join.</summary>
    /// <param name="hocon">hocon.conf.</param>
    public static bool IsOfOne(Config hocon)
    {
        if (hocon.HasPath("akka.cluster.seed-nodes") && hocon.GetStringList("akka.cluster.seed-nodes").Count > 0)
            return false;
        var host = hocon.GetString($"{Tcp}.hostname", null);
        var port = hocon.GetString($"{Tcp}.port", null);
        // The pair that hocon.conf once came with: a random port, which nobody is told, on an address that no other machine reaches.
        var isNobodysAddress = port == "0" && (host is null || Loopback.Contains(host));
        return (host ?? port) is null || isNobodysAddress;
    }
}

/// <summary>
/// A transport that listens nowhere and connects to nothing. Messages inside one actor system do not pass through a transport.
/// </summary>
public sealed class NoTransport : Transport
{
    private readonly Address _address;

    /// <summary>Created by Akka, which finds the type by its name in the settings.</summary>
    public NoTransport(ActorSystem system, Config config)
    {
        (System, Config) = (system, config);
        SchemeIdentifier = "none";
        MaximumPayloadBytes = 128_000;
        // Akka requires a host and a port in an address; nothing listens at this one.
        _address = new Address(SchemeIdentifier, system.Name, "process", 1);
    }

    public override Task<(Address, TaskCompletionSource<IAssociationEventListener>)> Listen() =>
        Task.FromResult((_address, new TaskCompletionSource<IAssociationEventListener>()));

    public override bool IsResponsibleFor(Address remote) => true;

    public override Task<AssociationHandle> Associate(Address remoteAddress) =>
        Task.FromException<AssociationHandle>(new InvalidAssociationException(string.Create(
            CultureInfo.InvariantCulture, $"{remoteAddress} cannot be reached: this process is a cluster of one without a network")));

    public override Task<bool> Shutdown() => Task.FromResult(true);
}
