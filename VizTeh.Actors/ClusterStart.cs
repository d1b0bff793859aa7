using Akka.Actor;
using Akka.Cluster;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors;

/// <summary>
/// The first step of an actor system, before any actor of the program: its settings are checked, and a bot on its own joins itself; one of
/// several nodes joins later (<see cref="NodeMembership"/>). Akka runs an extension once a system, however often it is asked for.
/// </summary>
internal sealed class ClusterStart : ExtensionIdProvider<ClusterStart>, IExtension
{
    /// <exception cref="SettingsException">The settings in force would keep conversations only in memory.</exception>
    public static void Run(ActorSystem system) => system.WithExtension<ClusterStart, ClusterStart>();

    public override ClusterStart CreateExtension(ExtendedActorSystem system)
    {
        // Checks the resulting settings: hocon.conf with everything that was laid over it.
        HoconFile.RequireSqlPersistence(system.Settings.Config, "Akka's settings in force");
        var cluster = Cluster.Get(system);
        // A member that joins itself is up at once: the cluster's first member decides about itself, without waiting for a tick.
        if (!system.Settings.Setup.Get<NodeConnections>().HasValue)
            cluster.Join(cluster.SelfAddress);
        LoneMember.GoesDownAtStop(system);
        return this;
    }
}
