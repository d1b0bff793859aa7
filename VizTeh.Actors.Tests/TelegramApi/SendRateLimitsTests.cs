using System.Threading.RateLimiting;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class SendRateLimitsTests : IDisposable
{
    private const long Group = -7;

    private readonly TurnsByHand _overall = new();
    private readonly SendRateLimits _pacing;

    public SendRateLimitsTests() =>
        _pacing = new SendRateLimits(new PacingLimits(PersonBurst: 1_000, GroupPerMinute: 10_000), TimeProvider.System, _overall);

    public void Dispose() => _pacing.Dispose();

    [Fact]
    public async Task However_many_clients_wait_every_third_turn_is_the_managers()
    {
        var clients = Wait(110, forManagers: false);
        var managers = Wait(8, forManagers: true);

        await GrantAsync(3, clients, managers);
        Assert.Equal(1, Done(managers));
        await GrantAsync(21, clients, managers);
        Assert.Equal(8, Done(managers));
        await GrantAsync(30, clients, managers);
        Assert.Equal(46, Done(clients));
    }

    [Fact]
    public async Task However_many_cards_wait_two_of_three_turns_are_the_clients()
    {
        var managers = Wait(2_000, forManagers: true);
        var clients = Wait(30, forManagers: false);

        await GrantAsync(45, clients, managers);

        Assert.Equal(30, Done(clients));
        Assert.Equal(15, Done(managers));
    }

    [Fact]
    public void However_many_cards_come_at_once_a_third_of_the_second_is_left_for_the_clients()
    {
        using var pacing = new SendRateLimits(new PacingLimits(PerSecond: 30), TimeProvider.System);
        var cards = Enumerable.Range(0, 30).Select(card => pacing.WaitAsync(Group - (card % 3), forManagers: true, default)).ToArray();

        var clients = Enumerable.Range(1, 10).Select(client => pacing.WaitAsync(client, forManagers: false, default)).ToArray();

        Assert.Equal(10, Done(clients));
        Assert.Equal(20, Done(cards));
    }

    [Fact]
    public async Task An_album_takes_as_many_turns_as_it_has_messages_even_more_than_a_burst()
    {
        using var pacing = new SendRateLimits(new PacingLimits(PersonBurst: 4, GroupPerMinute: 12), TimeProvider.System);

        Assert.True(await pacing.TryWaitAsync(Group, forManagers: true, messages: 10, TimeSpan.FromSeconds(5), default));
        Assert.True(await pacing.TryWaitAsync(Group, forManagers: true, messages: 2, TimeSpan.FromSeconds(5), default));
        Assert.False(await pacing.TryWaitAsync(Group, forManagers: true, TimeSpan.FromMilliseconds(50), default));

        Assert.False(await pacing.TryWaitAsync(7, forManagers: true, messages: 5, TimeSpan.FromMilliseconds(50), default));
        Assert.True(await pacing.TryWaitAsync(7, forManagers: true, messages: 5, TimeSpan.FromSeconds(20), default));
    }

    [Fact]
    public async Task Each_line_has_every_turn_while_nobody_waits_in_the_other()
    {
        var managers = Wait(9, forManagers: true);
        await GrantAsync(9, managers);

        var clients = Wait(9, forManagers: false);
        await GrantAsync(9, clients);
    }

    [Fact]
    public async Task Who_gives_up_waiting_takes_no_turn_from_the_others()
    {
        using var giveUp = new CancellationTokenSource();
        var gone = Enumerable.Range(0, 5).Select(_ => _pacing.WaitAsync(null, forManagers: false, giveUp.Token)).ToArray();
        var staying = Wait(2, forManagers: false);
        await giveUp.CancelAsync();
        foreach (var waiter in gone)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiter);

        await GrantAsync(2, staying);
    }

    [Fact]
    public async Task A_caller_who_comes_back_again_and_again_keeps_its_place_in_the_chats_line()
    {
        _overall.Release(1_000);
        using var pacing = new SendRateLimits(
            new PacingLimits(GroupPerMinute: 1, GroupWindow: TimeSpan.FromMilliseconds(100)), TimeProvider.System, _overall);
        using var enough = new CancellationTokenSource();
        var talk = Enumerable.Range(0, 3).Select(_ => TalkAsync()).ToArray();

        await Eventually.IsTrueAsync(
            () => pacing.TryWaitAsync(Group, forManagers: true, TimeSpan.FromMilliseconds(10), default), "the card's turn has come");

        await enough.CancelAsync();
        foreach (var speaker in talk)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaker);

        // The queue is never empty.
        async Task TalkAsync()
        {
            while (true)
                await pacing.WaitAsync(Group, forManagers: true, enough.Token);
        }
    }

    private Task[] Wait(int count, bool forManagers) =>
        [.. Enumerable.Range(0, count).Select(number => _pacing.WaitAsync(forManagers ? Group : number + 1, forManagers, default))];

    private async Task GrantAsync(int turns, params Task[][] waiting)
    {
        var before = waiting.Sum(Done);
        _overall.Release(turns);
        await Eventually.IsTrueAsync(() => waiting.Sum(Done) >= before + turns, $"{turns} more turns are taken");
        Assert.Equal(before + turns, waiting.Sum(Done));
    }

    private static int Done(Task[] waiting) => waiting.Count(waiter => waiter.IsCompletedSuccessfully);

    /// <summary>The limit over all chats, released by the test.</summary>
    private sealed class TurnsByHand : RateLimiter
    {
        private readonly SemaphoreSlim _turns = new(0);

        public override TimeSpan? IdleDuration => null;

        public void Release(int turns) => _turns.Release(turns);

        public override RateLimiterStatistics? GetStatistics() => null;

        protected override RateLimitLease AttemptAcquireCore(int permitCount) => new Lease(_turns.Wait(0));

        protected override async ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken)
        {
            await _turns.WaitAsync(cancellationToken);
            return new Lease(true);
        }

        private sealed class Lease(bool isAcquired) : RateLimitLease
        {
            public override bool IsAcquired => isAcquired;

            public override IEnumerable<string> MetadataNames => [];

            public override bool TryGetMetadata(string metadataName, out object? metadata)
            {
                metadata = null;
                return false;
            }
        }
    }
}
