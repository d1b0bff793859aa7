using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>A notice is owed in a transaction and sent after its commit: in order, once, to its recipient only.</summary>
public sealed class NoticeTests : IAsyncLifetime
{
    private OutboxFixture _outbox = null!;

    public async Task InitializeAsync() => _outbox = await CreateAsync();

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task Whatever_is_owed_to_a_chat_comes_in_the_order_in_which_it_was_owed_and_only_cards_are_known_as_cards()
    {
        await _outbox.CreateTicketAsync();
        await _outbox.Database.OweAsync("one", _outbox.Managers.ChatId, ToManagers("Первое"));
        await _outbox.CreateTicketAsync();
        await _outbox.Database.OweAsync("two", _outbox.Managers.ChatId, ToManagers("Второе"));

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(["🟢 №1", "Первое", "🟢 №2", "Второе"], Said(_outbox.Managers));
        Assert.Equal(["1", "2"], await _outbox.Database.ReadAsync("select ticket_id from ticket_cards order by ticket_id"));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task An_edit_behind_a_notice_is_made_after_it()
    {
        var id = await _outbox.CreateTicketAsync();
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.OweAsync("one", _outbox.Managers.ChatId, ToManagers("Первое"));
        await new TicketStore(_outbox.Database.DataSource).ChangeStatusAsync(
            new ChangeTicketStatus(id, TicketStatus.Closed, 9, "Пётр", 1, _outbox.Managers.ChatId, null), default);
        _outbox.Telegram.Calls.Clear();

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal(["sendMessage", "editMessageText"], _outbox.Telegram.Calls.All.Select(call => call.Method));
    }

    [Fact]
    public async Task A_notice_with_its_keyboard_comes_to_the_client_as_it_was_owed()
    {
        await _outbox.Database.OweAsync(
            "one", _outbox.Client.ChatId,
            new OwedMessage.Notice(
                Recipient.Client, new Message("Заявка <b>готова</b>\0", new Keyboard.Inline([[new InlineButton("Хорошо", "ok")]]))));

        await _outbox.DeliverDueAsync(_outbox.Client);

        var notice = Assert.Single(_outbox.Client.Messages, message => message.FromBot);
        Assert.Equal(("Заявка готова", "ok"), (notice.Text, notice.Button("Хорошо")!.Data));
    }

    [Fact]
    public async Task What_is_owed_again_under_its_key_is_said_once_however_often_and_at_once_and_after_it_was_said()
    {
        var first = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => _outbox.OweAsync("Готово")));
        await _outbox.DeliverDueAsync(_outbox.Client);
        var again = await _outbox.OweAsync("Готово");
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Single(first, isNew => isNew);
        Assert.False(again);
        Assert.Equal(["Готово"], Said(_outbox.Client));
    }

    [Fact]
    public async Task What_is_owed_in_a_transaction_that_fails_is_not_said_and_can_be_owed_by_the_next()
    {
        await using (var connection = await _outbox.Database.DataSource.OpenConnectionAsync())
        {
            await using (var transaction = await connection.BeginTransactionAsync())
            {
                Assert.True(
                    await OutboxRows.OweAsync("Готово", _outbox.Client.ChatId, ToClient("Готово"), connection, transaction, default));
            }
        }

        await _outbox.DeliverDueAsync(_outbox.Client);
        Assert.Empty(Said(_outbox.Client));

        Assert.True(await _outbox.OweAsync("Готово"));
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Готово"], Said(_outbox.Client));
    }

    [Fact]
    public async Task A_process_that_dies_between_sending_and_noting_it_says_the_one_notice_twice_and_the_next_once()
    {
        await _outbox.OweAsync("Первое");
        await _outbox.OweAsync("Второе");

        await _outbox.SendAndDieAsync(_outbox.Client, Recipient.Client);
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое", "Первое", "Второе"], Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Empty(await _outbox.Database.ReadAsync("select message_id from ticket_cards"));
    }

    [Fact]
    public async Task What_was_sent_is_settled_although_the_database_lost_the_claim_in_the_middle()
    {
        await _outbox.OweAsync("Первое");
        _outbox.Telegram.Faults.Weather = (_, _) =>
        {
            _outbox.Database.ExecuteAsync(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                 where datname = current_database() and state = 'idle in transaction'
                """)
                .GetAwaiter().GetResult();
            return null;
        };

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое"], Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_notice_of_which_telegram_did_not_say_as_which_message_it_took_it_is_not_repeated()
    {
        await _outbox.OweAsync("Первое");
        _outbox.Telegram.Faults.Inject(Fault.ExecuteThenTruncate() with { Method = "sendMessage" });

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Первое"], Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task A_notice_whose_answer_was_lost_is_repeated_after_waits_that_grow()
    {
        await _outbox.OweAsync("Первое");
        _outbox.Telegram.Faults.Inject(Fault.ExecuteThenReset() with { Method = "sendMessage", Times = 3 });
        var waits = new List<TimeSpan>();

        while ((await _outbox.Delivery.DeliverAsync(_outbox.Client.ChatId, default)).Wait is { } wait)
        {
            waits.Add(wait);
            await _outbox.Database.ExecuteAsync("update outbox set next_attempt_at = now()");
        }

        Assert.Equal(3, waits.Count);
        Assert.Equal(waits.Order(), waits);
        Assert.True(waits[0] >= TimeSpan.FromSeconds(1));
        Assert.Equal(4, Said(_outbox.Client).Count);
    }

    [Fact]
    public async Task What_is_for_a_client_can_be_owed_to_no_group()
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => _outbox.Database.OweAsync("one", _outbox.Managers.ChatId, ToClient("Личное")));
    }

    [Fact]
    public async Task What_is_for_managers_is_not_sent_to_a_chat_that_is_not_theirs_and_holds_up_nothing_that_is_its_persons()
    {
        var stranger = _outbox.Client;
        await _outbox.CreateTicketAsync();
        await _outbox.Database.ExecuteAsync($"update outbox set chat_id = {stranger.ChatId}");
        await _outbox.Database.OweAsync("one", stranger.ChatId, ToManagers("О клиентах"));
        await _outbox.OweAsync("Для вас");

        await _outbox.DeliverDueAsync(stranger);

        Assert.Equal(["Для вас"], Said(stranger));
        Assert.Equal(["card|managers|1|0|f|f", "notice|managers|0|f|f"], await _outbox.Database.ReadAsync(Rows));
    }
}
