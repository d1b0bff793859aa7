using VizTeh.Actors.Delivery;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A backlog of cards while clients are being served, by a clock that only the test moves.</summary>
public sealed class CardsBesideClientsTests : IAsyncLifetime
{
    private OutboxFixture _outbox = null!;

    public async Task InitializeAsync() => _outbox = await OutboxFixture.CreateAsync();

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task One_card_goes_a_turn_while_a_client_is_served_and_the_rest_at_once_when_none_is()
    {
        await _outbox.CreateTicketsAsync(40);
        _outbox.Foreground.Set(1);

        var delivery = DeliverAllAsync();
        for (var cards = 1; cards <= 3; cards++)
        {
            await CardsAreSentAsync(cards);
            _outbox.Clock.Advance(CardPace.KeptTurn);
        }

        await CardsAreSentAsync(4);
        Assert.False(delivery.IsCompleted);
        _outbox.Foreground.Set(0);
        _outbox.Clock.Advance(CardPace.KeptTurn);
        await delivery;

        Assert.Equal(Enumerable.Range(1, 40).Select(number => (long)number), _outbox.Cards());
    }

    [Fact]
    public async Task Beside_a_crowd_a_turn_is_one_claim_of_as_many_cards_as_it_covers()
    {
        await _outbox.CreateTicketsAsync(40);
        _outbox.Foreground.Set(1);
        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        _outbox.Foreground.Set(1, ended: 5 * CardPace.UpdatesPerMessage);
        _outbox.Clock.Advance(CardPace.KeptTurn);
        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        Assert.Equal([1, 2, 3, 4, 5, 6], _outbox.Cards());
        Assert.False(_outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default).IsCompleted);
    }

    [Fact]
    public async Task A_client_who_writes_in_the_middle_of_a_run_ends_it_after_the_card_that_is_on_its_way()
    {
        await _outbox.CreateTicketsAsync(40);
        var calls = 0;
        _outbox.Telegram.Faults.Weather = (_, _) =>
        {
            if (++calls == 3)
                _outbox.Foreground.Set(1);
            return null;
        };

        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        Assert.Equal([1, 2, 3], _outbox.Cards());
        Assert.Equal(["37"], await _outbox.Database.ReadAsync("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_card_that_waits_for_its_turn_holds_no_claim_and_no_connection()
    {
        await _outbox.CreateTicketsAsync(2);
        _outbox.Foreground.Set(1);
        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        var waiting = _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);

        Assert.False(waiting.IsCompleted);
        await using (var claim = await _outbox.Store.ClaimAsync(_outbox.Managers.ChatId, Recipient.Managers, default))
            Assert.NotNull(claim);
        _outbox.Clock.Advance(CardPace.KeptTurn);
        await waiting;
        Assert.Equal([1, 2], _outbox.Cards());
    }

    [Fact]
    public async Task What_is_owed_to_a_client_waits_for_no_turn()
    {
        _outbox.Foreground.Set(1);
        await _outbox.OweAsync("Первое");
        await _outbox.OweAsync("Второе");

        Assert.Equal(
            new DeliveryReport(_outbox.Client.ChatId, null), await _outbox.Delivery.DeliverAsync(_outbox.Client.ChatId, default));

        Assert.Equal(["Первое", "Второе"], OutboxFixture.Said(_outbox.Client));
    }

    // The settling of a card ends with its rows gone; only then does the next one begin to wait.
    private Task CardsAreSentAsync(int count) => Eventually.BecomesAsync(
        () => _outbox.Database.ReadAsync("select count(*)::text from outbox"), rows => rows.SequenceEqual([$"{40 - count}"]),
        $"{count} cards are sent");

    private async Task DeliverAllAsync()
    {
        while ((await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default)).Wait == TimeSpan.Zero)
        {
        }
    }
}
