using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Serialization;
using VizTeh.Actors.Serialization;

namespace VizTeh.Actors.Tests.Serialization;

/// <summary>Actor systems that talk to each other by Akka's TCP on the loopback device, with the program's serialization.</summary>
internal static class TwoNodes
{
    private static readonly Config Network = ConfigurationFactory.ParseString(
        """
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          # A free port of the system's choice.
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster {
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            downing-provider-class = ""
          }
        }
        """).WithFallback(FallbackSerializer.Config);

    /// <param name="isOfLaterVersion">Whether it sends <see cref="OfLaterVersion"/> too.</param>
    /// <param name="settings">Laid over those of all nodes.</param>
    public static ActorSystem Start(bool isOfLaterVersion = false, string settings = "") => ActorSystem.Create(
        "vizteh",
        ActorSystemSetup.Create(
            BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(settings).WithFallback(Network)),
            SerializationSetup.Create(system => ImmutableHashSet.Create(SerializerDetails.Create(
                "vizteh",
                isOfLaterVersion ? new LaterVersionSerializer(system) : new EventSerializer(system),
                [.. EventManifests.AllTypes, .. isOfLaterVersion ? [typeof(OfLaterVersion)] : Array.Empty<Type>()])))));

    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    /// <summary>The actor of that path, on another node.</summary>
    public static async Task<IActorRef> FindAsync(ActorSystem from, ActorSystem on, string path) =>
        await from.ActorSelection(new RootActorPath(AddressOf(on)) + path).ResolveOne(TimeSpan.FromSeconds(20));
}
