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
        var isAlone = false;
        AddTask(CoordinatedShutdown.PhaseClusterLeave, "lone-member-goes-down", async token =>
        {
            isAlone = Cluster.Get(system).State.Members.Count <= 1;
            if (isAlone)
                await GoDownAsync(Cluster.Get(system), token);
        });
        // Not before: Akka's own task of the phase above is answered by a part of the cluster. Not later: a task of this phase waits for
        // the end of that part. The next phase asks that part too, unless the cluster is known to have ended.
        AddTask(CoordinatedShutdown.PhaseClusterExiting, "lone-member-ends", async token =>
        {
            if (isAlone)
                await EndAsync(Cluster.Get(system), token);
        });

        void AddTask(string phase, string name, Func<CancellationToken, Task> work) => shutdown.AddTask(phase, name, async () =>
        {
            using var deadline = new CancellationTokenSource(shutdown.Timeout(phase));
            await work(deadline.Token);
            return Done.Instance;
        });
    }

    /// <summary>Ends the cluster of a member that has not begun to work: nothing has to be handed over.</summary>
    public static async Task EndAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        cluster.System.ActorSelection("/system/cluster").Tell(PoisonPill.Instance);
        while (!cluster.IsTerminated)
            await Task.Delay(Glance, TimeProvider.System, cancellationToken);
    }

    private static async Task GoDownAsync(Cluster cluster, CancellationToken cancellationToken)
    {
        // A member that is down may end at any moment, so Akka's own task of the phase, which lets the member leave, has to come first.
        await WhileAsync(() => cluster.SelfMember.Status is MemberStatus.Joining or MemberStatus.WeaklyUp or MemberStatus.Up);
        cluster.Down(cluster.SelfAddress);
        // A member that has not joined, or is gone, counts as removed.
        await WhileAsync(() => cluster.SelfMember.Status is not (MemberStatus.Down or MemberStatus.Removed));

        async Task WhileAsync(Func<bool> isToWait)
        {
            while (!cluster.IsTerminated && isToWait())
                await Task.Delay(Glance, TimeProvider.System, cancellationToken);
        }
    }
}
