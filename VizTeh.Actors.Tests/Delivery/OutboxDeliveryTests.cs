using System.Globalization;
using VizTeh.Actors.Delivery;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The cards of a managers' chat, sent one after another to the emulated Telegram and settled in PostgreSQL.</summary>
public sealed class OutboxDeliveryTests : IAsyncLifetime
{
    private const string Settlements = "select count(distinct xmin::text) from ticket_cards";

    private OutboxFixture _outbox = null!;

    public async Task InitializeAsync() => _outbox = await OutboxFixture.CreateAsync();

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task Cards_that_telegram_takes_at_once_come_in_order_and_are_settled_many_at_a_time()
    {
        await _outbox.CreateTicketsAsync(40);

        await DeliverAllAsync();

        Assert.Equal(Numbers(1, 40), _outbox.Cards());
        Assert.Equal(["40"], await _outbox.Database.ReadAsync("select count(distinct message_id) from ticket_cards"));
        Assert.InRange(int.Parse((await _outbox.Database.ReadAsync(Settlements))[0], CultureInfo.InvariantCulture), 2, 10);
    }

    [Fact]
    public async Task A_card_in_the_chat_copies_its_number_at_a_press()
    {
        await _outbox.CreateTicketsAsync(1);

        await DeliverAllAsync();

        var card = Assert.Single(_outbox.Managers.Messages, message => message.FromBot);
        Assert.StartsWith("🟢 №1 · Знаки · Тверь\nАнна, ООО\n+79161234567\n@anna\n", card.Text, StringComparison.Ordinal);
        Assert.Equal("+79161234567", card.Button("Скопировать номер")!.CopiedText);
    }

    [Fact]
    public async Task While_telegram_keeps_a_card_postgresql_is_shown_that_the_claim_is_still_held()
    {
        await _outbox.CreateTicketsAsync(1);
        var stalled = _outbox.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage" });

        var delivery = DeliverAllAsync();
        await stalled.WaitForHitsAsync();
        await Eventually.IsTrueAsync(
            async () =>
            {
                _outbox.Clock.Advance(TimeSpan.FromSeconds(5));
                return (await _outbox.Database.ReadAsync(
                    "select query from pg_stat_activity where datname = current_database() and state = 'idle in "
                        + "transaction'")) is ["select 1"];
            },
            "the transaction is not silent");
        stalled.Release();
        await delivery;

        Assert.Equal(Numbers(1, 1), _outbox.Cards());
    }

    [Fact]
    public async Task A_card_that_takes_as_long_as_telegram_usually_does_is_settled_before_the_next_one_is_sent()
    {
        await _outbox.CreateTicketsAsync(5);
        _outbox.Telegram.Faults.Weather = (method, _) =>
        {
            _outbox.Clock.Advance(TimeSpan.FromMilliseconds(60));
            return null;
        };

        await DeliverAllAsync();

        Assert.Equal(Numbers(1, 5), _outbox.Cards());
        Assert.Equal(["5"], await _outbox.Database.ReadAsync(Settlements));
    }

    [Fact]
    public async Task A_card_whose_answer_is_lost_comes_twice_and_no_other_does()
    {
        await _outbox.CreateTicketsAsync(6);
        FailCall(4, Fault.ExecuteThenReset());

        await DeliverAllAsync();

        Assert.Equal([1, 2, 3, 4, 4, 5, 6], _outbox.Cards());
        Assert.Equal(["6"], await _outbox.Database.ReadAsync("select count(*) from ticket_cards"));
    }

    [Theory]
    [InlineData(FaultKind.TooManyRequests)]
    [InlineData(FaultKind.ServerError)]
    [InlineData(FaultKind.ResetBeforeExecution)]
    public async Task A_card_that_telegram_does_not_take_at_first_holds_its_place_and_none_is_doubled(FaultKind kind)
    {
        await _outbox.CreateTicketsAsync(6);
        FailCall(4, new Fault(kind));

        await DeliverAllAsync();

        Assert.Equal(Numbers(1, 6), _outbox.Cards());
    }

    [Theory]
    [InlineData(FaultKind.ExecuteThenTruncate)]
    [InlineData(FaultKind.ExecuteThenGarbage)]
    [InlineData(FaultKind.ExecuteThenReset)]
    public async Task A_card_whose_answer_never_says_what_became_of_it_is_repeated_with_growing_waits_and_health_says_so(FaultKind kind)
    {
        await _outbox.CreateTicketsAsync(1);
        _outbox.Telegram.Faults.Inject(new Fault(kind) { Method = "sendMessage", Times = null });
        var waits = new List<TimeSpan>();
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            waits.Add((await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default)).Wait!.Value);
            Assert.Equal(attempt, _outbox.Cards().Count);
            // The first wait may be over before the next look, if the machine is busy.
            await _outbox.Database.ExecuteAsync("update outbox set next_attempt_at = next_attempt_at + interval '1 hour'");
            // Other messages in the chat do not bring the next copy forward either.
            await _outbox.Store.WakeAsync(_outbox.Managers.ChatId, default);
            Assert.Equal(
                new DeliveryReport(_outbox.Managers.ChatId, null), await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default));
            await _outbox.Database.ExecuteAsync("update outbox set next_attempt_at = now()");
        }

        Assert.True(waits[0] >= TimeSpan.FromSeconds(1));
        Assert.True(waits[4] >= TimeSpan.FromSeconds(16));
        Assert.Equal(["trouble"], await _outbox.Database.ReadAsync("select state from health where matter = 'outbox waiting'"));
        _outbox.Telegram.Faults.Clear();
        await DeliverAllAsync();
        Assert.Equal(6, _outbox.Cards().Count);
        Assert.Equal(["ok"], await _outbox.Database.ReadAsync("select state from health where matter = 'outbox waiting'"));
    }

    [Fact]
    public async Task An_edit_that_is_refused_between_cards_is_dropped_and_costs_none_of_them()
    {
        await _outbox.CreateTicketsAsync(2);
        await OrderEditAsync(messageId: 4040);
        await _outbox.CreateTicketsAsync(2);

        await DeliverAllAsync();

        Assert.Equal(Numbers(1, 4), _outbox.Cards());
        // The edits that tell the cards of the client's other tickets wait a little.
        await _outbox.DeliverDueAsync(_outbox.Managers);
        Assert.Equal(["0"], await _outbox.Database.ReadAsync("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_row_that_cannot_be_sent_at_all_does_not_repeat_the_cards_before_it_however_often_it_is_tried()
    {
        await _outbox.CreateTicketsAsync(2);
        await OrderEditAsync(messageId: long.MaxValue);

        await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default);
        for (var time = 0; time < 3; time++)
            await Assert.ThrowsAsync<OverflowException>(() => _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default));

        Assert.Equal(Numbers(1, 2), _outbox.Cards());
        Assert.Equal(["1"], await _outbox.Database.ReadAsync("select count(*) from outbox"));
    }

    [Fact]
    public async Task A_stop_while_cards_are_sent_settles_those_that_telegram_has()
    {
        await _outbox.CreateTicketsAsync(6);
        var stalled = FailCall(4, Fault.Stall());
        using var stopping = new CancellationTokenSource();

        var delivering = _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, stopping.Token);
        await Eventually.IsTrueAsync(() => _outbox.Cards().Count == 3 && stalled(), "three cards are there and the fourth is on its way");
        await stopping.CancelAsync();
        _outbox.Telegram.Faults.Clear();
        await delivering;

        Assert.Equal(Numbers(1, 4), _outbox.Cards());
        Assert.Equal(["5", "6"], await _outbox.Database.ReadAsync("select ticket_id from outbox order by id"));
        await DeliverAllAsync();
        Assert.Equal(Numbers(1, 6), _outbox.Cards());
    }

    [Fact]
    public async Task What_was_sent_is_settled_once_the_database_is_back_although_it_was_lost_in_the_middle()
    {
        await _outbox.CreateTicketsAsync(4);
        FailCall(3, () => _outbox.Database.ExecuteAsync(
            "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'")
            .GetAwaiter().GetResult());

        await DeliverAllAsync();

        Assert.Equal(Numbers(1, 4), _outbox.Cards());
        Assert.Equal(["0"], await _outbox.Database.ReadAsync("select count(*) from outbox"));
    }

    // Delivers as the outbox does: again at once, or after a wait, as long as rows are known to wait.
    private async Task DeliverAllAsync()
    {
        while ((await _outbox.Delivery.DeliverAsync(_outbox.Managers.ChatId, default)).Wait is { } wait)
            await Task.Delay(wait, TimeProvider.System);
    }

    /// <returns>Tells whether the fault was hit.</returns>
    private Func<bool> FailCall(int number, Fault fault)
    {
        var calls = 0;
        _outbox.Telegram.Faults.Weather = (_, _) => ++calls == number ? fault : null;
        return () => Volatile.Read(ref calls) >= number;
    }

    private void FailCall(int number, Action during)
    {
        var calls = 0;
        _outbox.Telegram.Faults.Weather = (_, _) =>
        {
            if (++calls == number)
                during();
            return null;
        };
    }

    private Task OrderEditAsync(long messageId) => _outbox.Database.ExecuteAsync(
        $"insert into outbox (chat_id, kind, ticket_id, message_id) values ({_outbox.Managers.ChatId}, 'card_edit', 1, {messageId})");

    private static IEnumerable<long> Numbers(int first, int count) => Enumerable.Range(first, count).Select(number => (long)number);
}
