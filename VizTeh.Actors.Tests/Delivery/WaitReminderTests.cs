using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The outcome of a reminder that a client waits which Telegram refuses, or whose card is gone.</summary>
public sealed class WaitReminderTests : IAsyncLifetime
{
    private const string Waiting = "ждёт ответа";
    private const string Told = "select concat_ws('|', told, is_over, due_at > now()) from ticket_waits";

    private OutboxFixture _outbox = null!;
    private long _id;

    public async Task InitializeAsync()
    {
        _outbox = await CreateAsync();
        _id = await _outbox.CreateTicketAsync();
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync(
            $"""
            insert into ticket_waits (ticket_id, user_id, since, started_at, due_at)
            values ({_id}, 42, now() - interval '31 minutes', now() - interval '31 minutes', now() - interval '1 minute')
            """);
        await _outbox.Database.OweAsync("wait", _outbox.Managers.ChatId, await ReminderAsync());
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task It_comes_as_a_reply_to_the_card_and_the_next_step_is_set()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);

        var reminder = _outbox.Shown()[^1];
        Assert.StartsWith($"⏳ Заявка №{_id} {Waiting} 31 мин: с ", reminder.Text, StringComparison.Ordinal);
        Assert.Same(_outbox.Shown()[0], reminder.ReplyTo);
        Assert.Equal(["1|f|t"], await _outbox.Database.ReadAsync(Told));
        Assert.Equal(
            [$"{reminder.Id}|{_id}"],
            await _outbox.Database.ReadAsync("select concat_ws('|', message_id, ticket_id) from ticket_posts"));
    }

    [Fact]
    public async Task It_comes_without_the_card_when_somebody_has_deleted_that()
    {
        await _outbox.Database.ExecuteAsync("update ticket_cards set message_id = 999999");

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Contains(Waiting, _outbox.Shown()[^1].Text, StringComparison.Ordinal);
        Assert.Null(_outbox.Shown()[^1].ReplyTo);
    }

    [Fact]
    public async Task One_whose_words_telegram_refuses_is_dropped_and_holds_up_neither_others_nor_its_next_step()
    {
        _outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: can't parse entities: Unsupported start tag") with { Text = Waiting, Times = null });
        await _outbox.Database.OweAsync("after", _outbox.Managers.ChatId, ToManagers("После"));

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal("После", Said(_outbox.Managers)[^1]);
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(["1|f|t"], await _outbox.Database.ReadAsync(Told));
        Assert.Equal(1, _outbox.LogLines("is refused in chat"));
    }

    [Fact]
    public async Task One_that_the_chat_refuses_while_it_takes_others_lets_them_pass()
    {
        _outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: words that nobody has heard yet") with { Text = Waiting, Times = null });
        await _outbox.Database.OweAsync("after", _outbox.Managers.ChatId, ToManagers("После"));

        for (var time = 0; time < 3; time++)
            await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal("После", Said(_outbox.Managers)[^1]);
        Assert.Contains("|t|", Assert.Single(await _outbox.Database.ReadAsync(Rows)), StringComparison.Ordinal);
        Assert.Equal(["0|f|f"], await _outbox.Database.ReadAsync(Told));
    }

    private async Task<OwedMessage.WaitReminder> ReminderAsync()
    {
        var wait = long.Parse(
            (await _outbox.Database.ReadAsync("select wait_id::text from ticket_waits"))[0],
            System.Globalization.CultureInfo.InvariantCulture);
        var since = TimeProvider.System.GetUtcNow().AddMinutes(-31);
        return new OwedMessage.WaitReminder(_id, wait, Round: 0, since, since);
    }
}
