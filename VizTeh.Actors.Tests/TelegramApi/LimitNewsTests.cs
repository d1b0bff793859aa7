using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>What one node learns of Telegram's limits, and another hears of it.</summary>
public sealed class LimitNewsTests : TelegramSenderFixture
{
    private static readonly TimeSpan Little = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_wait_that_one_node_was_given_holds_for_the_chat_on_another_without_a_call()
    {
        using var one = Node(out var learnt);
        using var other = Node(out var repeated);
        var fault = Server.Faults.Inject(Fault.TooManyRequests(600) with { ChatId = Anna.ChatId });
        Assert.IsType<SendOutcome.Postponed>(await one.SendAsync(Anna.ChatId, Hello, Little));

        Assert.Equal([new ChatLimited(Anna.ChatId, TimeSpan.FromSeconds(600))], learnt);
        other.Hear(learnt[0]);

        var postponed = Assert.IsType<SendOutcome.Postponed>(await other.SendAsync(Anna.ChatId, Hello, Little));
        Assert.Equal(TimeSpan.FromSeconds(600), postponed.RetryAfter);
        Assert.IsType<SendOutcome.Delivered>(await other.SendAsync(Boris.ChatId, Hello, Little));
        Assert.Equal(1, fault.Hits);
        Assert.Empty(Received(Anna));
        Assert.Empty(repeated);
    }

    [Fact]
    public async Task A_wait_for_all_chats_holds_for_all_on_another_node_until_it_is_over()
    {
        using var one = Node(out var learnt);
        using var other = Node(out _);
        Server.Faults.Inject(Fault.TooManyRequests(60, asHtml: true));
        Assert.IsType<SendOutcome.Postponed>(await one.SendAsync(Anna.ChatId, Hello, Little));
        _clock.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal([new AllChatsLimited(TimeSpan.FromSeconds(60))], learnt);
        Assert.Equal([new AllChatsLimited(TimeSpan.FromSeconds(40))], one.KnownLimits());
        other.Hear(Assert.Single(one.KnownLimits()));

        Assert.IsType<SendOutcome.Postponed>(await other.SendAsync(Boris.ChatId, Hello, Little));
        _clock.Advance(TimeSpan.FromSeconds(40));
        Assert.IsType<SendOutcome.Delivered>(await other.SendAsync(Boris.ChatId, Hello, Little));
        Assert.Empty(other.KnownLimits());
    }

    [Fact]
    public async Task A_call_that_waits_for_its_turn_while_the_news_comes_is_not_made()
    {
        var share = new NodeShare(TimeProvider.System);
        using var sender = Node(share, new PacingLimits(GroupPerMinute: 1, GroupWindow: TimeSpan.FromSeconds(5)));
        using var giveUp = new CancellationTokenSource();
        var group = Server.AddGroup("Менеджеры", Anna.Person);
        Assert.IsType<SendOutcome.Delivered>(await sender.SendAsync(group.Id, Hello));

        // The chat's next turn is seconds away; a person's would be one second away, which the first call alone may take on a busy machine.
        var waiting = sender.SendAsync(group.Id, Hello, TimeSpan.FromSeconds(30), giveUp.Token);
        sender.Hear(new ChatLimited(group.Id, TimeSpan.FromMinutes(10)));

        Assert.IsType<SendOutcome.Postponed>(await waiting);
        Assert.Single(Received(group.Seat(Anna.Person)));
    }

    [Fact]
    public async Task Several_429_of_calls_that_were_under_way_together_are_one_piece_of_news()
    {
        using var one = Node(out var learnt);
        Server.Faults.Inject(Fault.TooManyRequests(600) with { ChatId = Anna.ChatId, Times = 3 });

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => one.SendAsync(Anna.ChatId, Hello, Little)));

        Assert.Single(learnt);
    }

    [Fact]
    public async Task What_a_node_wrote_to_a_group_is_told_and_known_for_a_minute()
    {
        using var one = Node(out var learnt);
        var group = Server.AddGroup("Менеджеры", Anna.Person);

        Assert.IsType<SendOutcome.Delivered>(await one.SendAsync(group.Id, Hello, Little));
        Assert.IsType<SendOutcome.Delivered>(await one.SendAsync(Anna.ChatId, Hello, Little));
        Assert.IsType<SendOutcome.Delivered>(await one.SendAsync(group.Id, Hello, Little));

        var told = learnt.Cast<GroupMessagesSent>().ToList();
        Assert.Equal([(group.Id, 1), (group.Id, 2)], told.Select(sent => (sent.ChatId, sent.Count)));
        Assert.Equal([told[1]], one.KnownLimits());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Empty(one.KnownLimits());
    }

    [Fact]
    public void A_message_to_a_group_counts_once_however_often_and_in_whatever_order_it_is_told()
    {
        var group = new GroupSends(SendRateLimits.GroupWindow, _clock);
        var heard = new HeardGroupSends(SendRateLimits.GroupWindow, _clock);
        var first = group.Add(-1, 1)!;
        group.Add(-2, 5);
        var second = group.Add(-1, 2)!;
        var third = group.Add(-1, 1)!;

        Assert.Equal([1, 3, 0, 0], new[] { first, third, second, third }.Select(heard.NewOf));
        Assert.Equal([0, 5], group.Recent().OrderByDescending(sent => sent.ChatId).Select(heard.NewOf));
        // Another one that sends to the same group.
        Assert.Equal(1, heard.NewOf(new GroupSends(SendRateLimits.GroupWindow, _clock).Add(-1, 1)!));
    }

    [Fact]
    public void A_group_that_was_not_written_to_for_a_minute_is_counted_anew()
    {
        var group = new GroupSends(SendRateLimits.GroupWindow, _clock);
        var heard = new HeardGroupSends(SendRateLimits.GroupWindow, _clock);
        var before = group.Add(-1, 4)!;
        _clock.Advance(TimeSpan.FromSeconds(59));
        // Told late: it is forgotten later here than there.
        Assert.Equal(4, heard.NewOf(before));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(group.Recent());

        Assert.Equal(1, heard.NewOf(group.Add(-1, 1)!));
        Assert.Equal(1, heard.NewOf(group.Add(-1, 1)!));
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, heard.NewOf(group.Add(-1, 2)!));
    }

    [Fact]
    public async Task A_bot_on_its_own_keeps_no_account_of_groups()
    {
        var group = Server.AddGroup("Менеджеры", Anna.Person);

        Assert.IsType<SendOutcome.Delivered>(await Sender.SendAsync(group.Id, Hello, Little));

        Assert.Empty(Sender.KnownLimits());
    }

    private TelegramSender Node(out List<ILimitNews> learnt)
    {
        var sender = Node(new NodeShare(_clock), limits: null, _clock);
        var heard = learnt = [];
        sender.LimitLearnt += heard.Add;
        return sender;
    }

    private TelegramSender Node(NodeShare share, PacingLimits? limits, TimeProvider? clock = null) => new(
        TelegramClient.Create(TestSettings.For(Server)), limits, clock ?? TimeProvider.System, NullLogger<TelegramSender>.Instance,
        share: share);
}
