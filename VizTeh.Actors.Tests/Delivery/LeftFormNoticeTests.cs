using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>
/// The notice that a form was cancelled because it was not touched: whenever its sending becomes possible again after an outage, it comes
/// within the hours of reminders, 9:00 to 21:00 in Moscow, and only while it is still true.
/// </summary>
public sealed class LeftFormNoticeTests : IAsyncLifetime
{
    // By Moscow's clock.
    private static readonly DateTimeOffset Night = new(2027, 1, 18, 3, 0, 0, TimeSpan.FromHours(3));
    private static readonly DateTimeOffset Morning = new(2027, 1, 18, 9, 0, 0, TimeSpan.FromHours(3));

    private OutboxFixture _outbox = null!;

    public async Task InitializeAsync()
    {
        _outbox = await CreateAsync();
        _outbox.Clock.SetUtcNow(Night);
        await _outbox.Database.OweAsync(
            "expired", _outbox.Client.ChatId,
            new OwedMessage.Notice(Recipient.Client, new Message("Закрыли")) { IsOfLeftForm = true });
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task At_night_it_is_moved_to_the_morning_and_holds_up_nothing_meanwhile()
    {
        await _outbox.OweAsync("Ответ менеджера");

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Ответ менеджера"], Said(_outbox.Client));
        Assert.Equal(
            ["6"],
            await _outbox.Database.ReadAsync("select round(extract(epoch from next_attempt_at - now()) / 3600)::int from outbox"));
        // A sign of life of the client makes it due, and it is decided again.
        await _outbox.DeliverDueAsync(_outbox.Client);
        Assert.Equal(["Ответ менеджера"], Said(_outbox.Client));

        _outbox.Clock.SetUtcNow(Morning);
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Ответ менеджера", "Закрыли"], Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Behind_another_message_it_is_not_sent_at_night_either()
    {
        await _outbox.OweAsync("Ответ менеджера");
        await _outbox.Database.ExecuteAsync("update outbox set id = default where payload -> 'leftForm' is not null");

        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Ответ менеджера"], Said(_outbox.Client));
    }

    [Theory]
    [InlineData("insert into form_reminders (user_id, form_id, touched_at, due_at) select chat_id, gen_random_uuid(), now(), now()")]
    [InlineData("insert into tickets (user_id, status, created_at) select chat_id, 'open', now() + interval '1 minute'")]
    [InlineData("insert into bans (user_id, manager_id, manager_name, update_id) select chat_id, 9, 'Пётр', 1")]
    public async Task Whoever_has_come_back_meanwhile_or_is_banned_is_not_told(string sql)
    {
        await _outbox.DeliverDueAsync(_outbox.Client);
        await _outbox.Database.ExecuteAsync(sql + " from outbox");

        _outbox.Clock.SetUtcNow(Morning);
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Empty(Said(_outbox.Client));
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task Tickets_and_forms_of_others_and_of_before_change_nothing()
    {
        await _outbox.Database.ExecuteAsync(
            """
            insert into tickets (user_id, status, created_at) select chat_id, 'open', now() - interval '1 day' from outbox;
            insert into tickets (user_id, status, created_at) values (7, 'open', now() + interval '1 minute');
            insert into form_reminders (user_id, form_id, touched_at, due_at) values (7, gen_random_uuid(), now(), now())
            """);

        _outbox.Clock.SetUtcNow(Morning);
        await _outbox.DeliverDueAsync(_outbox.Client);

        Assert.Equal(["Закрыли"], Said(_outbox.Client));
    }
}
