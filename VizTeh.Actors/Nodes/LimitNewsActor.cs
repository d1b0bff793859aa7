using Akka.Actor;
using Akka.Cluster;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Nodes;

/// <summary>
/// Tells the other nodes what this one learns of Telegram's limits, and applies what they tell, so that a wait that one of them was given
/// holds for all before they run into it. One a node, under the same path everywhere.
/// </summary>
public sealed class LimitNewsActor : ReceiveActor
{
    /// <summary>The name under /user.</summary>
    public const string Name = "limit-news";

    private readonly TelegramSender _sender;
    private readonly Cluster _cluster = Cluster.Get(Context.System);
    private readonly Dictionary<UniqueAddress, ICanTell> _others = [];
    private readonly Action<ILimitNews> _learnt;

    public LimitNewsActor(TelegramSender sender)
    {
        _sender = sender;
        var self = Self;
        _learnt = news => self.Tell(new Learnt(news), ActorRefs.NoSender);
        Receive<Learnt>(learnt => TellAll(learnt.News));
        // It is applied and not told on: its node has told all the others itself.
        Receive<ILimitNews>(_sender.Hear);
        Receive<LimitsAsked>(_ => Answer());
        Receive<ClusterEvent.CurrentClusterState>(OnState);
        Receive<ClusterEvent.MemberUp>(up => Meet(up.Member));
        Receive<ClusterEvent.MemberWeaklyUp>(up => Meet(up.Member));
        Receive<ClusterEvent.MemberRemoved>(removed => Forget(removed.Member));
        Receive<ClusterEvent.IMemberEvent>(_ => { });
    }

    protected override void PreStart()
    {
        _sender.LimitLearnt += _learnt;
        _cluster.Subscribe(
            Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IMemberEvent));
    }

    protected override void PostStop()
    {
        _sender.LimitLearnt -= _learnt;
        _cluster.Unsubscribe(Self);
    }

    private void OnState(ClusterEvent.CurrentClusterState state)
    {
        foreach (var member in state.Members.Where(member => member.Status is MemberStatus.Up or MemberStatus.WeaklyUp))
            Meet(member);
    }

    // Whichever of the two has joined later asks: the other one's actor is there already, while its own may not have been when the other
    // one heard of it.
    private void Meet(Member member)
    {
        if (member.UniqueAddress == _cluster.SelfUniqueAddress || _others.ContainsKey(member.UniqueAddress))
            return;
        var other = Context.ActorSelection(new RootActorPath(member.Address) / "user" / Name);
        _others[member.UniqueAddress] = other;
        other.Tell(LimitsAsked.Instance, Self);
    }

    private void Forget(Member member) => _others.Remove(member.UniqueAddress);

    private void Answer()
    {
        foreach (var news in _sender.KnownLimits())
            Sender.Tell(news);
    }

    private void TellAll(ILimitNews news)
    {
        foreach (var other in _others.Values)
            other.Tell(news, ActorRefs.NoSender);
    }

    private sealed record Learnt(ILimitNews News);
}
