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

    /// <param name="onGone">Gets each other node that is down: it did not leave by itself.</param>
    /// <param name="onPutOut">Called when this node is down.</param>
    public NodeWatcher(NodesView view, Action<OtherNode> onGone, Action onPutOut)
    {
        (_view, _onGone, _onPutOut) = (view, onGone, onPutOut);
        Receive<ClusterEvent.MemberDowned>(downed => OnDown(downed.Member));
        Receive<ClusterEvent.MemberRemoved>(removed =>
        {
            if (removed.PreviousStatus == MemberStatus.Down)
                OnDown(removed.Member);
            Refresh();
        });
        Receive<ClusterEvent.IClusterDomainEvent>(_ => Refresh());
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
        Refresh();
    }

    private void Refresh()
    {
        var state = _cluster.State;
        Member? oldest = null;
        foreach (var member in state.Members.Where(member => Working.Contains(member.Status)))
        {
            if (oldest is null || member.IsOlderThan(oldest))
                oldest = member;
        }

        _view.Set(
        [
            .. state.Members.Where(member => member.Status != MemberStatus.Removed)
                .OrderByDescending(member => member == oldest).ThenBy(member => member.Address.ToString(), StringComparer.Ordinal)
                .Select(member => new NodeMember(
                    AddressOf(member.Address),
                    state.Unreachable.Contains(member) ? $"{member.Status}, unreachable" : member.Status.ToString(),
                    member.UniqueAddress == _cluster.SelfUniqueAddress, member == oldest)),
        ]);
    }
}
