using Akka.Actor;
using Akka.Cluster;

namespace VizTeh.Actors.Nodes;

/// <summary>Keeps <see cref="NodesView"/> up to date, and reports the nodes that the cluster goes on without.</summary>
internal sealed class NodeWatcher : ReceiveActor
{
    private static readonly MemberStatus[] Working = [MemberStatus.Up, MemberStatus.Leaving, MemberStatus.Exiting];

    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly NodesView _view;
    private readonly Action<OtherNode> _onGone;
    private readonly Action _onPutOut;

    // By the events alone: Akka's own view of the cluster gets the same events, and may be behind.
    private readonly Dictionary<UniqueAddress, Member> _members = [];
    private readonly HashSet<UniqueAddress> _unreachable = [];

    /// <param name="onGone">Gets each other node that is down: it did not leave by itself.</param>
    /// <param name="onPutOut">Called when this node is down.</param>
    public NodeWatcher(NodesView view, Action<OtherNode> onGone, Action onPutOut)
    {
        (_view, _onGone, _onPutOut) = (view, onGone, onPutOut);
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            _members.Remove(removed.Member.UniqueAddress);
            _unreachable.Remove(removed.Member.UniqueAddress);
            if (removed.PreviousStatus == MemberStatus.Down)
                OnDown(removed.Member);
            Refresh();
        });
        Receive<ClusterEvent.IMemberEvent>(changed =>
        {
            _members[changed.Member.UniqueAddress] = changed.Member;
            if (changed is ClusterEvent.MemberDowned)
                OnDown(changed.Member);
            Refresh();
        });
        Receive<ClusterEvent.UnreachableMember>(lost =>
        {
            _unreachable.Add(lost.Member.UniqueAddress);
            Refresh();
        });
        Receive<ClusterEvent.ReachableMember>(found =>
        {
            _unreachable.Remove(found.Member.UniqueAddress);
            Refresh();
        });
    }

    /// <summary>CLUSTER_HOST:CLUSTER_PORT of a member.</summary>
    public static string AddressOf(Address address) => address.Host!.Contains(':', StringComparison.Ordinal)
        ? $"[{address.Host}]:{address.Port}"
        : $"{address.Host}:{address.Port}";

    protected override void PreStart() => _cluster.Subscribe(
        Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent),
        typeof(ClusterEvent.IReachabilityEvent));

    protected override void PostStop() => _cluster.Unsubscribe(Self);

    private void OnDown(Member member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress)
            _onPutOut();
        else
            _onGone(new OtherNode(AddressOf(member.Address), member.UniqueAddress.Uid));
    }

    private void Refresh()
    {
        Member? oldest = null;
        foreach (var member in _members.Values.Where(member => Working.Contains(member.Status)))
        {
            if (oldest is null || member.IsOlderThan(oldest))
                oldest = member;
        }

        _view.Set(
        [
            .. _members.Values
                .OrderByDescending(member => member == oldest).ThenBy(member => member.Address.ToString(), StringComparer.Ordinal)
                .Select(member => new NodeMember(
                    AddressOf(member.Address),
                    _unreachable.Contains(member.UniqueAddress) ? $"{member.Status}, unreachable" : member.Status.ToString(),
                    member.UniqueAddress == _cluster.SelfUniqueAddress, member == oldest)),
        ]);
    }
}
