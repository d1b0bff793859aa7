using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The numbers that managers see, with the whole program over HTTP. The clock is stepped.</summary>
public sealed class StatsTests
{
    private const string Digest = "Доброе утро!";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    // Noon of a Monday in Moscow.
    private readonly SteppedClock _clock = FirmHours.ClockAt(FirmHours.Monday);

    [Fact]
    public async Task A_manager_reads_the_numbers_of_a_period_and_what_is_no_period_gets_a_sentence()
    {
        // PostgreSQL's clock, which says when a ticket is taken and closed, is not stepped.
        await using var bot = await BotUnderTest.CreateAsync();
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var manager = bot.Manager.Chat;
        var card = await manager.NextAsync($"№{id}");
        await manager.Press(card, "В работу").AnswerAsync(Soon);
        await manager.Press(card, "Закрыть заявку").AnswerAsync(Soon);

        manager.SendText("/stats неделя");
        var stats = (await manager.NextAsync("Статистика за ")).Text;

        Assert.Matches("Новых заявок +2\nЗакрыто +1\n", stats);
        Assert.Matches("Открыто сейчас +1\n", stats);
        Assert.Matches("до взятия +до 1 мин", stats);
        Assert.Matches("Стелы +2\n", stats);
        Assert.Matches("Тверь +2\n", stats);
        Assert.Matches("Пётр Менеджеров \\(@pet.* 1/1", stats);
        Assert.All(stats.Split('\n').Skip(1), line => Assert.True(line.Length <= 30, line));
        manager.SendText("/stats 31.02");
        await manager.NextAsync("Такой даты нет: 31.02.");
        manager.SendText("/stats когда-нибудь");
        await manager.NextAsync("Не понимаю такой период.");
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_client_who_types_the_command_gets_no_numbers()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Здравствуйте");

        client.SendText("/stats");
        await bot.AssertAllIsHandledAsync();

        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Статистика", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_is_left_shows_at_which_question()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Анна");
        await client.NextAsync("организац");
        await bot.AssertAllIsHandledAsync();
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync("Продолжим?");

        bot.Manager.Chat.SendText("/stats");
        Assert.Matches("Где бросили форму\n +Организация +1", (await bot.Manager.Chat.NextAsync("Статистика")).Text);
        _clock.Step(TimeSpan.FromDays(31));
        await client.NextAsync("мы её закрыли");

        bot.Manager.Chat.SendText("/stats 18.01");
        Assert.Matches("Где бросили форму\n +Организация +1", (await bot.Manager.Chat.NextAsync("Статистика за 18.01")).Text);
        Assert.Equal(
            ["2027-01-18 organization 1"],
            await bot.Database.ReadAsync("select day || ' ' || question || ' ' || forms from abandoned_forms"));
    }

    [Fact]
    public async Task A_form_that_is_left_is_counted_for_good_after_a_month_when_forms_do_not_expire()
    {
        await using var bot = await StartAsync(expires: false);
        await LeaveAsync(bot);
        await AssertLeftAtOrganizationAsync(bot, "18.01");

        _clock.Step(TimeSpan.FromDays(31));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select count(*) from form_reminders"), rows => rows is ["0"], "the row is gone");

        await AssertLeftAtOrganizationAsync(bot, "18.01");
    }

    [Fact]
    public async Task A_form_that_its_client_cancels_after_it_was_left_stays_counted_once_also_when_another_form_is_begun()
    {
        await using var bot = await StartAsync();
        var client = await LeaveAsync(bot);
        client.SendText("Отменить");
        await client.NextAsync("Заявка отменена.");
        await AssertLeftAtOrganizationAsync(bot, "18.01");

        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await bot.AssertAllIsHandledAsync();
        await AssertLeftAtOrganizationAsync(bot, "18.01");
        Assert.Equal(["1"], await bot.Database.ReadAsync("select sum(forms) from abandoned_forms"));
    }

    [Fact]
    public async Task A_form_that_was_left_belongs_to_the_day_of_its_last_input()
    {
        await using var bot = await StartAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await bot.AssertAllIsHandledAsync();
        _clock.Step(TimeSpan.FromHours(13)); // Tuesday, 1:00.
        client.SendText("Анна");
        await client.NextAsync("организац");
        await bot.AssertAllIsHandledAsync();
        _clock.Step(TimeSpan.FromHours(11));
        await client.NextAsync("Продолжим?");

        await AssertLeftAtOrganizationAsync(bot, "19.01");
    }

    [Fact]
    public async Task The_digest_comes_once_on_the_morning_of_a_working_day_also_over_a_restart()
    {
        await using var bot = await StartAsync(new TimeOnly(9, 0));
        await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        _clock.Step(TimeSpan.FromHours(21)); // Tuesday, 9:00.

        var digest = await bot.Manager.Chat.NextAsync(Digest);
        Assert.Contains("18.01.2027", digest.Text, StringComparison.Ordinal);
        Assert.Matches("Новых заявок +1\n", digest.Text);
        await bot.StopAsync();
        await bot.StartAsync();
        _clock.Step(TimeSpan.FromHours(1));
        bot.Manager.Chat.SendText("/help");
        await bot.Manager.Chat.NextAsync("Подсказка");
        _clock.Step(TimeSpan.FromHours(23)); // Wednesday, 9:00.
        await bot.Manager.Chat.NextAsync("Сводка за 19.01.2027");

        Assert.Equal(2, DigestsOf(bot));
        Assert.Equal(
            ["digest/2027-01-19", "digest/2027-01-20"],
            await bot.Database.ReadAsync("select key from outbox_keys where key ~ '^digest/[0-9-]*$' order by key"));
    }

    [Fact]
    public async Task After_an_outage_until_noon_there_is_no_digest_of_that_day()
    {
        await using var bot = await StartAsync(new TimeOnly(9, 0));
        await bot.StopAsync();
        _clock.Step(TimeSpan.FromHours(25)); // Tuesday, 13:00.
        await bot.StartAsync();
        bot.Manager.Chat.SendText("/help");
        await bot.Manager.Chat.NextAsync("Подсказка");
        _clock.Step(TimeSpan.FromHours(20)); // Wednesday, 9:00.

        await bot.Manager.Chat.NextAsync(Digest);

        Assert.Equal(
            ["digest/2027-01-20"], await bot.Database.ReadAsync("select key from outbox_keys where key ~ '^digest/[0-9-]*$'"));
        Assert.Equal(1, DigestsOf(bot));
    }

    [Fact]
    public async Task A_digest_whose_numbers_take_too_long_is_tried_three_times_and_then_told_of()
    {
        await using var bot = await StartAsync(new TimeOnly(9, 0), services => services.AddSingleton(provider => new StatisticsStore(
            provider.GetRequiredService<DatabaseConnections>().Tables, provider.GetRequiredService<BotSettings>(),
            // Enough for the digest of the second day, also on a machine that is busy.
            TimeSpan.FromSeconds(3))));
        await using var blocker = await bot.Database.DataSource.OpenConnectionAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand("lock table abandoned_forms in access exclusive mode", blocker, blocking))
            await block.ExecuteNonQueryAsync();

        _clock.Step(TimeSpan.FromHours(21)); // Tuesday, 9:00.
        await bot.Manager.Chat.NextAsync("Сводку за 18.01.2027 посчитать не получилось");
        await blocking.RollbackAsync();
        _clock.Step(TimeSpan.FromHours(24));
        await bot.Manager.Chat.NextAsync("Сводка за 19.01.2027");

        Assert.Equal(2, DigestsOf(bot));
    }

    [Fact]
    public async Task Several_processes_owe_one_digest()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var store = new DigestStore(database.DataSource);
        var digest = new Actors.Outbox.OwedMessage.Notice(Actors.Outbox.Recipient.Managers, new Actors.Messages.Message("Сводка"));

        var owed = await Task.WhenAll(Enumerable.Range(0, 5).Select(
            _ => store.OweAsync(new DateOnly(2027, 1, 18), [900, -100], digest, default)));

        Assert.Single(owed, isFirst => isFirst);
        Assert.Equal(["-100", "900"], await database.ReadAsync("select chat_id from outbox order by chat_id"));
        // The group has become a supergroup.
        Assert.False(await store.OweAsync(new DateOnly(2027, 1, 18), [900, -200], digest, default));
    }

    private static int DigestsOf(BotUnderTest bot) =>
        bot.Manager.Chat.Messages.Count(message => message.Text.Contains(Digest, StringComparison.Ordinal));

    private Task<BotUnderTest> StartAsync(
        TimeOnly? digestAt = null, Action<IServiceCollection>? services = null, bool expires = true) => BotUnderTest.CreateAsync(
        (settings, _) => FirmHours.In(settings) is var firm
            ? firm with
            {
                Company = firm.Company with
                {
                    DigestAt = digestAt,
                    Reminder = expires ? firm.Company.Reminder : firm.Company.Reminder with { ExpiresAfter = null },
                },
            }
            : settings,
        registered =>
        {
            registered.AddSingleton<TimeProvider>(_clock)
                .AddSingleton(FormReminderOptions.Default with { Interval = TimeSpan.FromMilliseconds(50) })
                .AddSingleton(DigestOptions.Default with { Interval = TimeSpan.FromMilliseconds(50) });
            services?.Invoke(registered);
        },
        telegramClock: _clock);

    private async Task<ChatParticipant> LeaveAsync(BotUnderTest bot)
    {
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Анна");
        await client.NextAsync("организац");
        await bot.AssertAllIsHandledAsync();
        _clock.Step(TimeSpan.FromHours(3.1));
        await client.NextAsync("Продолжим?");
        return client;
    }

    private static async Task AssertLeftAtOrganizationAsync(BotUnderTest bot, string period)
    {
        bot.Manager.Chat.SendText($"/stats {period}");
        Assert.Matches("Где бросили форму\n +Организация +1$", (await bot.Manager.Chat.NextAsync($"Статистика за {period}")).Text);
    }
}
