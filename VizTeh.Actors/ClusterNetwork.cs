using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Remote.Transport;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors;

/// <summary>
/// Chooses the transport to other processes of the cluster. A bot on its own has no others, so it gets a transport that listens nowhere: a
/// port on the loopback device is open to every user of the machine. Akka's own TCP transport is used by one of several nodes only.
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

    // Laid below hocon.conf. The times are chosen so that clients wait ten seconds at most when a node is gone (docs/cluster.md): Akka's
    // own are for clusters of hundreds.
    private static readonly Config OfSeveral = ConfigurationFactory.ParseString(
        $$"""
        akka.cluster {
          gossip-interval = 200ms
          gossip-time-to-live = 1s
          leader-actions-interval = 200ms
          unreachable-nodes-reaper-interval = 200ms
          periodic-tasks-initial-delay = 200ms
          seed-node-timeout = 2s
          retry-unsuccessful-join-after = 2s
          failure-detector {
            heartbeat-interval = 500ms
            acceptable-heartbeat-pause = 2s
            expected-response-after = 500ms
          }
          downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
          split-brain-resolver {
            active-strategy = lease-majority
            stable-after = 2s
            # The lease decides, however long the parts see each other now and then; this ends what would go on for ever.
            down-all-when-unstable = 15s
            lease-majority {
              lease-implementation = "{{PostgresLease.ConfigPath}}"
              lease-name = "vizteh-sbr"
              acquire-lease-delay-for-minority = 2s
              release-after = 10s
            }
          }
          distributed-data {
            gossip-interval = 200ms
            notify-subscribers-interval = 100ms
          }
          sharding {
            retry-interval = 200ms
            coordinator-failure-backoff = 500ms
            shard-failure-backoff = 500ms
            waiting-for-state-timeout = 1s
            updating-state-timeout = 1s
            handoff-timeout = 5s
            rebalance-interval = 2s
            # Akka asks nearly all of a few nodes, also those that are just dying; a majority of them is enough.
            coordinator-state { write-majority-plus = 0, read-majority-plus = 0 }
            distributed-data.majority-min-cap = 2
          }
          # The oldest member that was put out is asked so often to hand over, in vain, before its singletons are started.
          singleton { hand-over-retry-interval = 200ms, min-number-of-hand-over-retries = 3 }
          singleton-proxy.singleton-identification-interval = 200ms
        }
        akka.remote {
          # Also the time of a TLS handshake: Akka ends the whole program when one fails, which on a busy machine takes seconds.
          dot-netty.tcp.connection-timeout = 10s
          retry-gate-closed-for = 500ms
          watch-failure-detector { heartbeat-interval = 500ms, unreachable-nodes-reaper-interval = 500ms, acceptable-heartbeat-pause = 4s }
        }
        {{PostgresLease.ConfigPath}} {
          lease-class = "{{typeof(PostgresLease).FullName}}, {{typeof(PostgresLease).Assembly.GetName().Name}}"
          # Longer than the minority waits before it asks.
          heartbeat-timeout = 4s
          heartbeat-interval = 1s
          lease-operation-timeout = 2s
        }
        """);

    /// <summary>The settings to lay over hocon.conf.</summary>
    /// <param name="node">Null for a bot on its own.</param>
    /// <param name="version">The program's: while versions are mixed, conversations are started on the newest.</param>
    /// <param name="hocon">
    /// hocon.conf: bind-hostname and bind-port beside Akka's own keys, where what the node opens is not what the others reach it by, as
    /// behind an address translation. Akka calls the two pairs hostname and public-hostname.
    /// </param>
    public static Config Above(NodeSettings? node, string version, Config hocon) => node is null ? None : ConfigurationFactory.ParseString(
        $$"""
        akka.cluster {
          seed-nodes = []
          app-version = "{{version}}"
        }
        {{Tcp}} {
          hostname = "{{hocon.GetString($"{Tcp}.bind-hostname", node.Host)}}"
          port = {{hocon.GetInt($"{Tcp}.bind-port", node.Port)}}
          public-hostname = "{{node.Host}}"
          public-port = {{node.Port}}
          enable-ssl = {{(node.Certificate is null ? "off" : "on")}}
          # With client certificates Akka's batching of writes leaves some connections without an answer: the end of a read, at which it
          # writes, does not come after what was read while the certificate was judged.
          batching.enabled = off
        }
        """);

    /// <summary>The settings to lay below hocon.conf, above Akka's own.</summary>
    /// <param name="node">Null for a bot on its own.</param>
    public static Config Below(NodeSettings? node) => node is null ? Config.Empty : OfSeveral;

    /// <summary>Refuses an address or seed nodes in hocon.conf, which once made a process one of several.</summary>
    /// <param name="hocon">hocon.conf.</param>
    /// <exception cref="SettingsException">One of them is set.</exception>
    public static void RequireNoAddress(Config hocon)
    {
        if (hocon.HasPath("akka.cluster.seed-nodes") && hocon.GetStringList("akka.cluster.seed-nodes").Count > 0)
            throw Refused("akka.cluster.seed-nodes");
        var host = hocon.GetString($"{Tcp}.hostname", null);
        var port = hocon.GetString($"{Tcp}.port", null);
        // The pair that hocon.conf once came with: a random port, which nobody is told, on an address that no other machine reaches.
        var isNobodysAddress = port == "0" && (host is null || Loopback.Contains(host));
        if ((host ?? port) is not null && !isNobodysAddress)
            throw Refused(host is null ? $"{Tcp}.port" : $"{Tcp}.hostname");

        static SettingsException Refused(string key) => new(
            $"{HoconFile.FileName}: {key} has no effect: nodes find each other through the database. Remove it, and set "
            + $"{NodeVariables.Host} and {NodeVariables.Port} to make the bot one of several nodes (docs/cluster.md).");
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
