using Akka;
using Akka.Actor;
using Akka.Cluster;

namespace VizTeh.Actors;

/// <summary>
/// Makes the only member of a cluster leave it without a wait. A singleton of a member that leaves in order waits for a successor to take
/// over; with no other member, each stop would wait until that phase of the shutdown times out. A singleton of a member that is down stops
/// at once. Then its cluster ends at once too, instead of at the leader's next round, which is to spread the news before.
/// </summary>
internal static class LoneMember
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(10);

    public static void GoesDownAtStop(ActorSystem system)
    {
        var shutdown = CoordinatedShutdown.Get(system);
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterLeave, "lone-member-goes-down",
            async () =>
            {
                using var deadline = new CancellationTokenSource(shutdown.Timeout(CoordinatedShutdown.PhaseClusterLeave));
                await GoDownAsync(Cluster.Get(system), deadline.Token);
                return Done.Instance;
            });
        // Not before: Akka's own task of the phase above is answered by a part of the cluster. Not later: a task of this phase waits for
        // the end of that part.
        shutdown.AddTask(
            CoordinatedShutdown.PhaseClusterExiting, "lone-member-ends",
            () =>
            {
                End(Cluster.Get(system));
                return Task.FromResult(Done.Instance);
            });
    }

    /// <summary>Ends the cluster of a member that has not begun to work: nothing has to be handed over.</summary>
    public static async Task EndAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        Stop(cluster);
        while (!cluster.IsTerminated)
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
    }

    private static void End(Cluster cluster)
    {
        if (!cluster.IsTerminated && cluster.SelfMember.Status == MemberStatus.Down && cluster.State.Members.Count <= 1)
            Stop(cluster);
    }

    private static void Stop(Cluster cluster) => cluster.System.ActorSelection("/system/cluster").Tell(PoisonPill.Instance);

    private static async Task GoDownAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        if (cluster.IsTerminated || cluster.State.Members.Count > 1)
            return;
        cluster.Down(cluster.SelfAddress);
        while (!cluster.IsTerminated && cluster.SelfMember.Status != MemberStatus.Down)
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
    }
}
