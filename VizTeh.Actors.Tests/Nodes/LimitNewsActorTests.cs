using Akka.Actor;
using Akka.Cluster;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Serialization;
using VizTeh.Actors.Tests.Support;
using Message = VizTeh.Actors.Messages.Message;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Nodes of one cluster, each with a sender of its own to the same Telegram.</summary>
public sealed class LimitNewsActorTests : IAsyncLifetime
{
    private static readonly TimeSpan Little = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly PacingLimits OfGroup = new(GroupPerMinute: 4);
    private static readonly Message Hello = new("Здравствуйте!");

    private readonly List<(ActorSystem System, TelegramSender Sender, List<ILimitNews> Learnt)> _nodes = [];
    private BotApiServer _telegram = null!;
    private ChatParticipant _anna = null!;
    private Group _group = null!;

    public async Task InitializeAsync()
    {
        _telegram = await BotApiServer.StartAsync();
        var anna = _telegram.AddPerson("Анна");
        _anna = anna.Chat;
        _anna.SendText("/start");
        _group = _telegram.AddGroup("Менеджеры", anna);
    }

    public async Task DisposeAsync()
    {
        await Task.WhenAll(_nodes.Select(node => node.System.Terminate()));
        _nodes.ForEach(node => node.Sender.Dispose());
        await _telegram.DisposeAsync();
    }

    [Fact]
    public async Task What_one_node_learns_all_others_know_and_so_does_one_that_joins_later()
    {
        var one = await JoinAsync();
        var two = await JoinAsync();
        var fault = _telegram.Faults.Inject(Fault.TooManyRequests(600) with { ChatId = _anna.ChatId });

        Assert.IsType<SendOutcome.Postponed>(await one.SendAsync(_anna.ChatId, Hello, Little));
        Assert.IsType<SendOutcome.Delivered>(await one.SendAsync(_group.Id, Hello, Little));
        await KnowsTheWaitAsync(two);
        var three = await JoinAsync();
        await KnowsTheWaitAsync(three);

        Assert.IsType<SendOutcome.Postponed>(await two.SendAsync(_anna.ChatId, Hello, Little));
        Assert.IsType<SendOutcome.Postponed>(await three.SendAsync(_anna.ChatId, Hello, Little));
        Assert.Equal(1, fault.Hits);
        // Nothing is told on by a node that has only heard of it.
        Assert.Equal([2, 0, 0], _nodes.Select(node => node.Learnt.Count));
    }

    [Fact]
    public async Task A_node_that_takes_over_the_managers_group_goes_on_with_the_minute_that_the_one_before_has_begun()
    {
        var one = await JoinAsync(OfGroup);
        var two = await JoinAsync(OfGroup);
        await WriteThreeTimesAsync(one);

        // News of one node arrive in order: what was told before the wait is known with it.
        _telegram.Faults.Inject(Fault.TooManyRequests(600) with { ChatId = _anna.ChatId });
        Assert.IsType<SendOutcome.Postponed>(await one.SendAsync(_anna.ChatId, Hello, Little));
        await KnowsTheWaitAsync(two);
        await _nodes[0].System.Terminate();

        await HasOneMessageLeftAsync(two);
    }

    [Fact]
    public async Task So_does_one_that_joined_within_that_minute()
    {
        var one = await JoinAsync(OfGroup);
        await WriteThreeTimesAsync(one);
        // Comes last in the answer to a node that joins.
        one.Hear(new ChatLimited(_anna.ChatId, TimeSpan.FromSeconds(600)));

        var two = await JoinAsync(OfGroup);
        await KnowsTheWaitAsync(two);
        await _nodes[0].System.Terminate();

        await HasOneMessageLeftAsync(two);
    }

    private async Task WriteThreeTimesAsync(TelegramSender sender)
    {
        for (var card = 0; card < 3; card++)
            Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(_group.Id, Hello, Patience));
    }

    private async Task HasOneMessageLeftAsync(TelegramSender sender)
    {
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(_group.Id, Hello, Patience));
        Assert.IsType<SendOutcome.Postponed>(await sender.SendAsync(_group.Id, Hello, TimeSpan.FromMilliseconds(50)));
    }

    private Task KnowsTheWaitAsync(TelegramSender sender) => Eventually.IsTrueAsync(
        () => sender.KnownLimits().OfType<ChatLimited>()
            .Any(limited => limited.ChatId == _anna.ChatId && limited.Wait > TimeSpan.FromSeconds(500)),
        "the wait of Anna's chat is known");

    private async Task<TelegramSender> JoinAsync(PacingLimits? limits = null)
    {
        var share = new NodeShare(TimeProvider.System);
        share.Set(3);
        var sender = new TelegramSender(
            TelegramClient.Create(TestSettings.For(_telegram)), limits, TimeProvider.System, NullLogger<TelegramSender>.Instance,
            share: share);
        var learnt = new List<ILimitNews>();
        sender.LimitLearnt += learnt.Add;
        var system = TwoNodes.Start();
        var first = _nodes.Count > 0 ? _nodes[0].System : system;
        _nodes.Add((system, sender, learnt));
        await Cluster.Get(system).JoinAsync(TwoNodes.AddressOf(first));
        system.ActorOf(Props.Create(() => new LimitNewsActor(sender)), LimitNewsActor.Name);
        await Eventually.IsTrueAsync(
            () => _nodes.TrueForAll(
                node => Cluster.Get(node.System).State.Members.Count(member => member.Status == MemberStatus.Up) == _nodes.Count),
            "every node sees the others");
        return sender;
    }
}
