using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>When the next card may be sent, by what is done for clients.</summary>
public sealed class CardPaceTests : IDisposable
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ForegroundWork _clients;
    private readonly CardTurns _turns;

    public CardPaceTests()
    {
        _clients = new ForegroundWork(_clock);
        _turns = new CardTurns(_clients, _clock);
    }

    public void Dispose() => _turns.Dispose();

    // In milliseconds; a client of -1 is being served, and nobody knows until when.
    [Theory]
    [InlineData(null, 0, 0)]
    [InlineData(0, 0, 0)]
    [InlineData(null, -1, 0)]
    [InlineData(0, -1, 100)]
    [InlineData(30, -1, 70)]
    [InlineData(100, -1, 0)]
    [InlineData(5_000, -1, 0)]
    [InlineData(0, 20, 20)]
    [InlineData(95, 20, 5)]
    [InlineData(100, 20, 0)]
    public void A_card_waits_for_its_kept_turn_or_until_no_client_is_served(int? sinceLast, int clients, int wait) =>
        Assert.Equal(
            TimeSpan.FromMilliseconds(wait),
            CardPace.Wait(
                sinceLast is { } passed ? TimeSpan.FromMilliseconds(passed) : null,
                clients >= 0 ? TimeSpan.FromMilliseconds(clients) : null));

    [Theory]
    [InlineData(0, 1)]
    [InlineData(6, 1)]
    [InlineData(17, 2)]
    [InlineData(60, 10)]
    [InlineData(1_000_000, 50)]
    public void A_turn_covers_a_message_for_six_updates_and_at_least_one_but_not_any_number(long handled, int messages) =>
        Assert.Equal(messages, CardPace.MessagesAfter(handled));

    [Fact]
    public async Task A_crowds_cards_keep_up_with_its_updates_and_what_a_turn_covers_is_not_saved_up()
    {
        _clients.Set(30);
        await _turns.WaitAsync(default);
        _clients.Set(30, ended: 3 * CardPace.UpdatesPerMessage);
        Assert.False(_turns.TryGoOn());

        _clock.Advance(CardPace.KeptTurn);
        Assert.True(_turns.WaitAsync(default).IsCompletedSuccessfully);
        Assert.True(_turns.TryGoOn());
        Assert.True(_turns.WaitAsync(default).IsCompletedSuccessfully);
        Assert.False(_turns.TryGoOn());

        _clients.Set(30, ended: 3 * CardPace.UpdatesPerMessage);
        _clock.Advance(CardPace.KeptTurn);
        await _turns.WaitAsync(default);
        _clock.Advance(CardPace.KeptTurn);
        await _turns.WaitAsync(default);
        Assert.False(_turns.TryGoOn());
    }

    [Fact]
    public async Task What_went_while_no_client_was_served_is_no_share_of_the_clients_who_come_then()
    {
        _clients.Set(1, ended: 10 * CardPace.UpdatesPerMessage);
        _clients.Set(0, ended: 1);
        _clock.Advance(ForegroundWork.Pause);
        await _turns.WaitAsync(default);
        _clients.Set(1);

        _clock.Advance(CardPace.KeptTurn);
        await _turns.WaitAsync(default);

        Assert.False(_turns.TryGoOn());
    }

    [Fact]
    public void While_no_client_is_served_every_turn_comes_at_once()
    {
        for (var card = 0; card < 1_000; card++)
            Assert.True(_turns.WaitAsync(default).IsCompletedSuccessfully);
        Assert.True(_turns.TryGoOn());
    }

    [Fact]
    public async Task While_clients_are_served_all_chats_together_have_one_turn_at_a_time_and_each_gets_its_own()
    {
        _clients.Set(30);
        var chats = Enumerable.Range(0, 8).Select(_ => _turns.WaitAsync(default)).ToArray();

        var moves = 0;
        await Eventually.IsTrueAsync(
            () =>
            {
                // Looked at once: a turn may come between two looks.
                var isServed = Array.ConvertAll(chats, chat => chat.IsCompleted);
                var served = isServed.TakeWhile(isDone => isDone).Count();
                Assert.Equal(served, isServed.Count(isDone => isDone));
                Assert.InRange(served, 1, moves + 1);
                Assert.False(_turns.TryGoOn());
                _clock.Advance(CardPace.KeptTurn);
                moves++;
                return served == chats.Length;
            },
            "every chat has had its turn");
        await Task.WhenAll(chats);
    }

    [Fact]
    public async Task When_the_last_client_is_served_the_cards_go_on_after_a_pause()
    {
        _clients.Set(1);
        await _turns.WaitAsync(default);
        _clients.Set(0);
        Assert.False(_turns.TryGoOn());
        var next = _turns.WaitAsync(default);
        Assert.False(next.IsCompleted);

        _clock.Advance(ForegroundWork.Pause);

        await next;
        Assert.True(_turns.TryGoOn());
    }

    [Fact]
    public async Task A_client_who_comes_right_after_a_card_has_its_turn_to_himself()
    {
        Assert.True(_turns.WaitAsync(default).IsCompletedSuccessfully);
        Assert.True(_turns.TryGoOn());
        _clients.Set(1);

        var next = _turns.WaitAsync(default);
        Assert.False(next.IsCompleted);

        _clock.Advance(CardPace.KeptTurn);
        await next;
    }

    [Fact]
    public async Task Who_gives_up_waiting_leaves_the_turn_to_the_next()
    {
        _clients.Set(1);
        await _turns.WaitAsync(default);
        using var giveUp = new CancellationTokenSource();
        var gone = _turns.WaitAsync(giveUp.Token);
        var next = _turns.WaitAsync(default);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);

        await Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(CardPace.KeptTurn);
                return next.IsCompletedSuccessfully;
            },
            "the next has its turn");
    }
}
