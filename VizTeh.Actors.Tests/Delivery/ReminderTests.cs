using System.Globalization;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>The outcome of a reminder that a manager asked for and Telegram refuses.</summary>
public sealed class ReminderTests : IAsyncLifetime
{
    private const string Words = "пора вернуться";
    private const string Refusals = "select count(*) from outbox_keys where key like 'reminder-refused/%'";
    private const string Actions = "select action from ticket_history order by id";

    private OutboxFixture _outbox = null!;
    private long _id;

    public async Task InitializeAsync()
    {
        _outbox = await CreateAsync();
        _id = await _outbox.CreateTicketAsync();
        await _outbox.DeliverDueAsync(_outbox.Managers);
        await _outbox.Database.ExecuteAsync(
            $"""
            with asked as (
                insert into ticket_history (ticket_id, status, action, snoozed_until) values ({_id}, 'open', 'snooze', now())
                returning ticket_history.id
            )
            update tickets set snoozed_until = now(), snooze_id = asked.id, snooze_chat_id = {_outbox.Managers.ChatId} from asked
            """);
        var asked = long.Parse(
            (await _outbox.Database.ReadAsync("select snooze_id::text from tickets"))[0], CultureInfo.InvariantCulture);
        await _outbox.Database.OweAsync("reminder", _outbox.Managers.ChatId, new OwedMessage.Reminder(_id, asked, 9, "Пётр"));
    }

    public async Task DisposeAsync() => await _outbox.DisposeAsync();

    [Fact]
    public async Task It_comes_as_a_reply_to_the_card_and_is_over()
    {
        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal($"⏰ Пётр, пора вернуться к заявке №{_id}.", _outbox.Shown()[^1].Text);
        Assert.Same(_outbox.Shown()[0], _outbox.Shown()[^1].ReplyTo);
        Assert.Equal(["status", "snooze", "reminded"], await _outbox.Database.ReadAsync(Actions));
    }

    [Fact]
    public async Task One_whose_words_telegram_refuses_is_given_up_and_taken_off_the_ticket_and_holds_up_no_others()
    {
        _outbox.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: can't parse entities: Unsupported start tag") with { Text = Words, Times = null });
        await _outbox.Database.OweAsync("after", _outbox.Managers.ChatId, ToManagers("После"));

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal("После", Said(_outbox.Managers)[^1]);
        Assert.Empty(await _outbox.Database.ReadAsync(Rows));
        Assert.Equal(["0"], await _outbox.Database.ReadAsync("select count(snoozed_until) + count(snooze_id) from tickets"));
        Assert.Equal(["status", "snooze", "snooze-end"], await _outbox.Database.ReadAsync(Actions));
        Assert.Equal(1, _outbox.LogLines("is refused in chat"));
    }

    [Theory]
    [InlineData(403, "Forbidden: bot was kicked from the supergroup chat", 1)]
    [InlineData(404, "Not Found", 0)]
    public async Task That_telegram_refuses_the_chat_is_noted_and_a_wrong_token_is_none_of_the_chats(int code, string words, int noted)
    {
        _outbox.Refuse(_outbox.Managers, code, words);

        await _outbox.DeliverDueAsync(_outbox.Managers);

        Assert.Equal([$"{noted}"], await _outbox.Database.ReadAsync(Refusals));
        Assert.Equal([$"reminder|managers|{_id}|1|f|f|{words}"], await _outbox.Database.ReadAsync(Rows));
    }

    [Fact]
    public async Task That_telegram_refuses_it_in_a_chat_that_takes_others_is_noted_too()
    {
        _outbox.Telegram.Faults.Inject(Fault.Refused(400, "Bad Request: something new") with { Text = Words, Times = null });
        await _outbox.Database.OweAsync("after", _outbox.Managers.ChatId, ToManagers("После"));
        for (var time = 0; time < 3; time++)
        {
            await _outbox.Database.ExecuteAsync("delete from outbox_keys");
            await _outbox.DeliverDueAsync(_outbox.Managers);
        }

        Assert.Equal("После", Said(_outbox.Managers)[^1]);
        Assert.Equal(["1"], await _outbox.Database.ReadAsync(Refusals));
    }
}
