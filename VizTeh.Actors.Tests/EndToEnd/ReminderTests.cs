using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The reminder of an unfinished form and its end, with the whole program over HTTP. The clock is stepped.</summary>
public sealed class ReminderTests
{
    private const string Reminder = "Продолжим?";
    private const string Expired = "мы её закрыли";

    // A Monday in Moscow.
    private readonly SteppedClock _clock = FirmHours.ClockAt(FirmHours.Monday);

    [Fact]
    public async Task A_client_who_leaves_a_form_is_reminded_once_and_goes_on_by_the_button()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);

        _clock.Step(TimeSpan.FromHours(2.9));
        await LookedAsync(bot, due: "2027-01-18 15:0%");
        Assert.Empty(RemindersTo(client));
        _clock.Step(TimeSpan.FromHours(0.2));
        var reminder = await client.NextAsync(Reminder);
        await client.Press(reminder, "Продолжить").AnswerAsync(TimeSpan.FromSeconds(30));
        await client.NextAsync("организац");
        client.SendText("ООО");
        await client.NextAsync("город");

        // Left once more, also over a restart.
        _clock.Step(TimeSpan.FromHours(4));
        await bot.StopAsync();
        await bot.StartAsync();
        _clock.Step(TimeSpan.FromHours(24));
        await LookedAsync(bot, due: "2027-02-17 1%");

        Assert.Single(RemindersTo(client));
        Assert.Equal(
            ["1"], await bot.Database.ReadAsync("select count(*)::text from akka.journal where manifest = 'conversation.reminded.v1'"));
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task The_reminder_offers_to_cancel()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(3.1));
        var reminder = await client.NextAsync(Reminder);

        await client.Press(reminder, "Отменить").AnswerAsync(TimeSpan.FromSeconds(30));
        await client.NextAsync("Заявка отменена.");

        Assert.Contains("Вернуть", client.Menu!.Labels);
        await client.WaitForEditAsync(reminder, message => message.InlineButtons.IsEmpty);
    }

    [Fact]
    public async Task A_form_that_is_left_is_counted_once_by_its_question_however_often_it_is_looked_at()
    {
        await using var bot = await StartAsync();
        using var recorded = new RecordedTelemetry(bot.Services.GetRequiredService<BotTelemetry>());
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync(Reminder);
        _clock.Step(TimeSpan.FromDays(31));
        await client.NextAsync(Expired);

        Assert.Equal(1, recorded[$"vizteh.forms.left{{question={Ids.Organization},how=idle}}"]);
        Assert.DoesNotContain(recorded.Series, series => series.Contains("how=cancelled", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Who_goes_on_meanwhile_is_reminded_later_and_who_sends_the_form_is_not()
    {
        await using var bot = await StartAsync();
        var (later, sent) = (await BeginAsync(bot), bot.NewClient());
        var review = await sent.FillAsync(TypedForm.Ordinary);
        _clock.Step(TimeSpan.FromHours(2));
        later.SendText("ООО");
        await later.NextAsync("город");
        await sent.Press(review, "Отправить").AnswerAsync(TimeSpan.FromSeconds(30));
        await sent.NextAsync("№");

        _clock.Step(TimeSpan.FromHours(2));
        await LookedAsync(bot, due: "2027-01-18 17:%");
        Assert.Empty(RemindersTo(later));
        _clock.Step(TimeSpan.FromHours(1.1));
        await later.NextAsync(Reminder);

        Assert.Empty(RemindersTo(sent));
        Assert.Equal([$"{later.Person.Id}"], await bot.Database.ReadAsync("select user_id::text from form_reminders"));
    }

    [Fact]
    public async Task An_answer_that_the_question_does_not_take_counts_as_an_input_too()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(2));
        client.SendSticker();
        await client.NextAsync("организац");

        _clock.Step(TimeSpan.FromHours(2));
        await LookedAsync(bot, due: "2027-01-18 17:%");
        Assert.Empty(RemindersTo(client));
        _clock.Step(TimeSpan.FromHours(1.1));

        await client.NextAsync(Reminder);
    }

    /// <summary>It is owed, and cannot go at once; what the client does meanwhile counts.</summary>
    [Theory]
    [InlineData("Отправить")]
    [InlineData("Отменить")]
    [InlineData("Изменить")]
    public async Task A_reminder_that_waits_for_telegram_is_not_sent_after_the_client_has_come_back(string typed)
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient();
        await client.FillAsync(TypedForm.Ordinary);
        await bot.AssertAllIsHandledAsync();
        await OweWhileAwayAsync(bot, client);

        client.SendText(typed);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync(
                """
                select (exists (select from tickets)
                        or exists (select from form_reminders where touched_at > '2027-01-18 12:00+00'))::text
                """),
            rows => rows is ["true"], "what the client does is stored");
        await Eventually.BecomesAsync(
            async () =>
            {
                // A row that is just being sent is tried again when the clock goes on.
                _clock.Step(TimeSpan.FromSeconds(10));
                await bot.Database.ExecuteAsync(
                    """
                    update outbox set next_attempt_at = '-infinity'
                     where id = any(array(select id from outbox where next_attempt_at > now() for update skip locked))
                    """);
                return await bot.Database.ReadAsync("select id::text from outbox where recipient = 'client'");
            },
            rows => rows.Count == 0, "the reminder is dropped");
        await BackAsync(bot);
        await EmptyOutboxAsync(bot);

        Assert.Empty(RemindersTo(client));
    }

    [Fact]
    public async Task A_reminder_that_waits_for_telegram_for_hours_comes_once()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        await OweWhileAwayAsync(bot, client);

        // Twenty hours and a night.
        await bot.Database.ExecuteAsync("update outbox set expires_at = expires_at - interval '20 hours'");
        _clock.Step(TimeSpan.FromHours(20));
        await BackAsync(bot);

        await client.NextAsync(Reminder);
        await EmptyOutboxAsync(bot);
        Assert.Single(RemindersTo(client));
    }

    [Fact]
    public async Task A_reminder_that_waits_for_telegram_until_the_night_comes_in_the_morning()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        await OweWhileAwayAsync(bot, client);

        _clock.Step(TimeSpan.FromHours(8));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select (held_back_at is not null and next_attempt_at > now())::text from outbox"),
            rows => rows is ["true"], "the reminder waits for the morning");
        await BackAsync(bot);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select (next_attempt_at > now())::text from outbox"), rows => rows is ["true"],
            "the reminder is decided about again, and waits");
        Assert.Empty(RemindersTo(client));
        _clock.Step(TimeSpan.FromHours(10));
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = '-infinity'");

        await client.NextAsync(Reminder);
    }

    [Fact]
    public async Task After_an_outage_of_a_day_nobody_gets_a_stale_reminder()
    {
        await using var bot = await StartAsync();
        var clients = new[] { await BeginAsync(bot), await BeginAsync(bot) };
        await bot.StopAsync();

        _clock.Step(TimeSpan.FromHours(28));
        await bot.StartAsync();
        await LookedAsync(bot, due: "2027-02-17 %");

        Assert.All(clients, client => Assert.Empty(RemindersTo(client)));
    }

    /// <summary>The state that a crash leaves after each of its steps: the claim, the event, the outbox's row.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_crash_on_the_way_to_the_reminder_neither_loses_nor_doubles_it(bool isOwed)
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync(Reminder);
        await EmptyOutboxAsync(bot);
        await bot.StopAsync();
        // The event is stored, but the row is as it was before.
        await bot.Database.ExecuteAsync("update form_reminders set due_at = '-infinity', is_reminded = false");
        if (!isOwed)
            await bot.Database.ExecuteAsync("delete from outbox_keys");

        await bot.StartAsync();
        await LookedAsync(bot, due: "2027-02-17 %");
        await EmptyOutboxAsync(bot);

        Assert.Equal(isOwed ? 1 : 2, RemindersTo(client).Count());
        Assert.Equal(
            ["1"], await bot.Database.ReadAsync("select count(*)::text from akka.journal where manifest = 'conversation.reminded.v1'"));
    }

    [Fact]
    public async Task A_form_without_a_row_of_an_earlier_version_or_after_a_crash_gets_one_with_its_next_input()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        await bot.StopAsync();
        await bot.Database.ExecuteAsync("delete from form_reminders");
        await bot.StartAsync();

        client.SendText("ООО");
        await client.NextAsync("город");
        await bot.AssertAllIsHandledAsync();
        _clock.Step(TimeSpan.FromHours(3.1));

        await client.NextAsync(Reminder);
    }

    [Fact]
    public async Task A_form_that_expires_in_the_evening_while_telegram_is_away_is_told_of_in_the_morning()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync(Reminder);
        await LookedAsync(bot, due: "2027-02-17 %");
        var away = bot.Telegram.Faults.Inject(
            Fault.Refused(502, "Bad Gateway") with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        // The end of the hours on that day: 20:50 in Moscow.
        _clock.Step(new DateTimeOffset(2027, 2, 17, 17, 50, 0, TimeSpan.Zero) - _clock.GetUtcNow());
        await away.WaitForHitsAsync();
        _clock.Step(TimeSpan.FromHours(6));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select (held_back_at is not null)::text from outbox"), rows => rows is ["true"],
            "the notice waits for the morning");
        bot.Telegram.Faults.Clear();
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = '-infinity'");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select (next_attempt_at > now())::text from outbox"), rows => rows is ["true"],
            "the notice is decided about again, and waits");
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains(Expired, StringComparison.Ordinal));
        _clock.Step(TimeSpan.FromHours(7));
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = '-infinity'");

        await client.NextAsync(Expired);
    }

    [Fact]
    public async Task A_form_that_nobody_touches_for_thirty_days_is_cancelled_and_can_be_taken_up_again()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync(Reminder);

        await LookedAsync(bot, due: "2027-02-17 %");
        _clock.Step(TimeSpan.FromDays(30));
        await client.NextAsync(Expired);
        Assert.Empty(await bot.Database.ReadAsync("select user_id::text from form_reminders"));
        Assert.Contains("Вернуть", client.Menu!.Labels);
        _clock.Step(TimeSpan.FromHours(20));
        client.SendText("Вернуть");
        await client.NextAsync("организац");
        await bot.AssertAllIsHandledAsync();

        // It expires again, and a second reminder does not come.
        _clock.Step(TimeSpan.FromHours(6));
        await LookedAsync(bot, due: "2027-03-20 %");
        _clock.Step(TimeSpan.FromDays(31));
        await client.NextAsync(Expired);
        Assert.Single(RemindersTo(client));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_client_who_has_blocked_the_bot_leaves_nothing_behind()
    {
        await using var bot = await StartAsync();
        var client = await BeginAsync(bot);
        client.Block();

        _clock.Step(TimeSpan.FromHours(3.1));
        await LookedAsync(bot, due: "2027-02-17 %");
        await EmptyOutboxAsync(bot);

        Assert.Empty(bot.Services.GetRequiredService<Troubles>().Current);
        Assert.Equal(["true"], await bot.Database.ReadAsync("select is_reminded::text from form_reminders"));
    }

    [Fact]
    public async Task A_form_that_is_filled_and_sent_without_a_break_costs_one_statement()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        await bot.Database.ExecuteAsync(
            """
            create table statements (kind text);
            create function note_statement() returns trigger language plpgsql as
              'begin insert into statements values (tg_op); return null; end';
            create trigger noted after insert or update or delete on form_reminders
              for each statement execute function note_statement()
            """);

        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await bot.AssertAllIsHandledAsync();

        // An insert that may update runs the triggers of both statements.
        Assert.Equal(["INSERT", "UPDATE"], (await bot.Database.ReadAsync("select kind from statements")).Order());
    }

    [Fact]
    public async Task Where_both_are_switched_off_no_row_is_written()
    {
        await using var bot = await BotUnderTest.CreateAsync((settings, _) => settings with
        {
            Company = settings.Company with
            {
                Reminder = settings.Company.Reminder with { After = null, ExpiresAfter = null },
            },
        });

        await BeginAsync(bot);

        Assert.Empty(await bot.Database.ReadAsync("select user_id::text from form_reminders"));
    }

    private Task<BotUnderTest> StartAsync() => BotUnderTest.CreateAsync(
        services: services => services.AddSingleton<TimeProvider>(_clock)
            .AddSingleton(FormReminderOptions.Default with { Interval = TimeSpan.FromMilliseconds(50) }),
        telegramClock: _clock);

    // The second question is open.
    private static async Task<ChatParticipant> BeginAsync(BotUnderTest bot)
    {
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Анна");
        await client.NextAsync("организац");
        await bot.AssertAllIsHandledAsync();
        return client;
    }

    /// <param name="due">A pattern of the moment in Moscow at which the row of every form will be looked at next.</param>
    private static Task LookedAsync(BotUnderTest bot, string due) => Eventually.BecomesAsync(
        async () => string.Join(
            ", ", await bot.Database.ReadAsync(
                "select distinct to_char(due_at at time zone 'Europe/Moscow', 'YYYY-MM-DD HH24:MI') from form_reminders")),
        seen => seen.StartsWith(due.TrimEnd('%'), StringComparison.Ordinal) && !seen.Contains(',', StringComparison.Ordinal),
        $"all forms are due at {due}");

    // The reminder is owed, and Telegram does not take it.
    private async Task OweWhileAwayAsync(BotUnderTest bot, ChatParticipant client)
    {
        var away = bot.Telegram.Faults.Inject(
            Fault.Refused(502, "Bad Gateway") with { Method = "sendMessage", ChatId = client.ChatId, Times = null });
        _clock.Step(TimeSpan.FromHours(3.1));
        await away.WaitForHitsAsync();
    }

    private async Task BackAsync(BotUnderTest bot)
    {
        bot.Telegram.Faults.Clear();
        _clock.Step(TimeSpan.FromMinutes(2));
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = '-infinity'");
    }

    private static Task EmptyOutboxAsync(BotUnderTest bot) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync("select id::text from outbox"), rows => rows.Count == 0, "the outbox is empty");

    private static IEnumerable<ChatMessage> RemindersTo(ChatParticipant client) =>
        client.Messages.Where(message => message.Text.Contains(Reminder, StringComparison.Ordinal));
}
