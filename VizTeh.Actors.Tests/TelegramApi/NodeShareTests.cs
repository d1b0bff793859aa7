using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Tests.TelegramApi;

/// <summary>The part of Telegram's limit over all chats that one of several nodes has.</summary>
public sealed class NodeShareTests : IDisposable
{
    private const long Group = -7;

    private readonly FakeTimeProvider _clock = new();
    private readonly NodeShare _share;
    private readonly List<SendRateLimits> _limits = [];

    public NodeShareTests() => _share = new NodeShare(_clock);

    public void Dispose() => _limits.ForEach(limits => limits.Dispose());

    [Theory]
    [InlineData(1, 30)]
    [InlineData(2, 15)]
    [InlineData(3, 10)]
    [InlineData(7, 4)]
    [InlineData(100, 1)]
    public void Each_of_several_nodes_sends_its_part_of_what_telegram_allows_in_a_second(int nodes, int messages)
    {
        BeOneOf(nodes);

        Assert.Equal(messages, SentAtOnce());
    }

    [Fact]
    public void A_bot_on_its_own_has_all_of_it()
    {
        using var limits = new SendRateLimits(new PacingLimits(), TimeProvider.System);

        Assert.Equal(30, Done(Send(limits, 40, forManagers: false)));
    }

    [Fact]
    public void Of_a_nodes_part_too_a_third_is_the_clients_alone()
    {
        BeOneOf(3);
        var limits = Limits();
        var cards = Send(limits, 30, forManagers: true);

        var clients = Send(limits, 10, forManagers: false);

        Assert.Equal((6, 4), (Done(cards), Done(clients)));
    }

    [Fact]
    public void Until_it_knows_the_others_a_node_sends_as_little_as_it_can_and_its_part_begins_a_second_later()
    {
        Assert.Equal(1, SentAtOnce());

        _share.Set(2);
        Assert.Equal(1, SentAtOnce());
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(15, SentAtOnce());
    }

    [Fact]
    public void A_part_shrinks_at_once_and_grows_only_when_the_second_is_over_in_which_the_others_had_theirs()
    {
        BeOneOf(1);

        _share.Set(3);
        Assert.Equal(10, SentAtOnce());
        _share.Set(2);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(10, SentAtOnce());
        _share.Set(1);
        _clock.Advance(TimeSpan.FromMilliseconds(999));
        Assert.Equal(10, SentAtOnce());
        _clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(30, SentAtOnce());
    }

    [Fact]
    public async Task What_another_node_wrote_to_a_group_counts_towards_the_groups_minute_here_too()
    {
        BeOneOf(2);
        var limits = Limits(new PacingLimits(GroupPerMinute: 5));

        limits.Count(Group, 4);

        Assert.True(await limits.TryWaitAsync(Group, forManagers: true, TimeSpan.FromSeconds(5), default));
        Assert.False(await limits.TryWaitAsync(Group, forManagers: true, TimeSpan.FromMilliseconds(50), default));
        Assert.True(await limits.TryWaitAsync(Group - 1, forManagers: true, TimeSpan.FromSeconds(5), default));
    }

    [Fact]
    public async Task However_much_another_node_tells_a_groups_limit_is_used_up_once_and_no_persons_is()
    {
        BeOneOf(2);
        var limits = Limits(new PacingLimits(GroupPerMinute: 5, GroupWindow: TimeSpan.FromMilliseconds(200)));

        limits.Count(Group, int.MaxValue);
        limits.Count(7, int.MaxValue);

        Assert.True(await limits.TryWaitAsync(7, forManagers: false, TimeSpan.FromSeconds(5), default));
        Assert.True(await limits.TryWaitAsync(Group, forManagers: true, TimeSpan.FromSeconds(30), default));
    }

    private void BeOneOf(int nodes)
    {
        _share.Set(nodes);
        _clock.Advance(TimeSpan.FromSeconds(1));
    }

    private int SentAtOnce() => Done(Send(Limits(), 40, forManagers: false));

    private SendRateLimits Limits(PacingLimits? limits = null)
    {
        _limits.Add(new SendRateLimits(limits ?? new PacingLimits(), TimeProvider.System, share: _share));
        return _limits[^1];
    }

    private static Task[] Send(SendRateLimits limits, int messages, bool forManagers) =>
    [
        .. Enumerable.Range(1, messages).Select(
            number => limits.WaitAsync(forManagers ? Group - (number % 3) : number, forManagers, default)),
    ];

    private static int Done(Task[] sent) => sent.Count(message => message.IsCompletedSuccessfully);
}
