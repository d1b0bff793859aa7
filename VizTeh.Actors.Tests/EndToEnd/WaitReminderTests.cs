using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Managers are reminded of a client who waits, with the whole program over HTTP.</summary>
public sealed class WaitReminderTests
{
    private const string Waits = "ждёт ответа";
    private const string Rows = "select ticket_id::text from ticket_waits";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Each_managers_chat_is_reminded_under_its_card_step_by_step_until_somebody_takes_the_ticket()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, maria) = await CreateAsync(clock);
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));
        await CardsAreSettledAsync(bot);

        clock.Step(TimeSpan.FromMinutes(31));
        var (first, other) = (await petr.NextAsync(Waits), await maria.NextAsync(Waits));
        await IsSettledAsync(bot, told: 1);
        clock.Step(TimeSpan.FromMinutes(90));
        var second = await petr.NextAsync(Waits);
        await maria.NextAsync(Waits);

        Assert.StartsWith($"⏳ Заявка №{id} ждёт ответа 31 мин: с ", first.Text, StringComparison.Ordinal);
        Assert.StartsWith($"⏳ Заявка №{id} ждёт ответа 2 ч 1 мин: с ", second.Text, StringComparison.Ordinal);
        Assert.Equal((petrs.Id, petrs.Id, marias.Id), (first.ReplyTo!.Id, second.ReplyTo!.Id, other.ReplyTo!.Id));
        await maria.Press(marias, "В работу").AnswerAsync(Soon);
        await petr.WaitForEditAsync(petrs, message => message.Text.Contains("В работе", StringComparison.Ordinal));
        clock.Step(TimeSpan.FromDays(2));
        await WaitIsOverAsync(bot);
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(2, CountIn(petr));
        Assert.Equal(2, CountIn(maria));
        bot.AssertCallsFitTheBotApi();
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("note")]
    [InlineData("close")]
    [InlineData("withdraw")]
    [InlineData("forget")]
    [InlineData("ban")]
    public async Task Whoever_answers_notes_or_closes_ends_it_and_so_does_the_client_who_withdraws_or_leaves(string what)
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        Assert.Equal([$"{id}"], await bot.Database.ReadAsync(Rows));

        await DoAsync();
        clock.Step(TimeSpan.FromHours(3));
        await WaitIsOverAsync(bot);

        await bot.AssertAllIsHandledAsync();
        Assert.Equal(0, CountIn(petr));

        async Task DoAsync()
        {
            switch (what)
            {
                case "answer":
                    petr.SendText("Завтра", replyTo: card);
                    await client.NextAsync("Завтра");
                    break;
                case "note":
                    petr.SendText("// позвонил", replyTo: card);
                    await Eventually.BecomesAsync(
                        () => bot.Database.ReadAsync("select author from ticket_messages"), rows => rows is ["note"], "the note is stored");
                    break;
                case "close":
                    await petr.Press(card, "Закрыть заявку").AnswerAsync(Soon);
                    break;
                case "withdraw":
                    client.SendText("/my");
                    var list = await client.NextAsync("Мои заявки");
                    client.Press(list, list.InlineButtons[0][0].Label);
                    await client.WaitForEditAsync(list, message => message.Button("Отозвать") is not null);
                    client.Press(list, "Отозвать");
                    await client.WaitForEditAsync(list, message => message.Button("Не отзывать") is not null);
                    client.Press(list, "Отозвать");
                    await client.NextAsync("отозвана");
                    break;
                case "ban":
                    petr.SendText($"/ban {id}");
                    await petr.NextAsync("заблокирован");
                    break;
                default:
                    await ForgetDialogue.ForgetAsync(client);
                    Assert.Empty(await bot.Database.ReadAsync(Rows));
                    break;
            }
        }
    }

    [Fact]
    public async Task A_clients_message_after_an_answer_waits_anew_and_its_owner_is_named()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        await petr.Press(card, "В работу").AnswerAsync(Soon);
        petr.SendText("Завтра", replyTo: card);
        var answer = await client.NextAsync("Завтра");
        clock.Step(TimeSpan.FromHours(5));
        await WaitIsOverAsync(bot);

        client.SendText("А когда именно?", replyTo: answer);
        await petr.NextAsync("А когда именно?");
        await CardsAreSettledAsync(bot);
        clock.Step(TimeSpan.FromMinutes(30));
        var reminder = await petr.NextAsync(Waits);

        Assert.EndsWith("\n👤 Пётр Менеджеров (@petr_m)", reminder.Text, StringComparison.Ordinal);
        petr.SendText("В полдень", replyTo: card);
        await client.NextAsync("В полдень");
        clock.Step(TimeSpan.FromHours(3));
        await WaitIsOverAsync(bot);
        Assert.Equal(1, CountIn(petr));
    }

    [Fact]
    public async Task Steps_that_were_missed_while_the_bot_was_down_are_one_reminder_with_the_real_age()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await petr.NextAsync($"№{id}");
        await CardsAreSettledAsync(bot);
        await bot.StopAsync();
        clock.Step(TimeSpan.FromHours(3));

        await bot.StartAsync();

        Assert.StartsWith(
            $"⏳ Заявка №{id} ждёт ответа 3 ч: с ", (await petr.NextAsync(Waits)).Text, StringComparison.Ordinal);
        await IsSettledAsync(bot, told: 1);
        clock.Step(TimeSpan.FromDays(2));
        await petr.NextAsync(Waits);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select told::text from ticket_waits where is_over"), rows => rows is ["2"],
            "it was the last one");
        Assert.Equal(2, CountIn(petr));
    }

    [Fact]
    public async Task A_reminder_that_waits_for_telegram_is_decided_again_after_a_restart_and_not_sent_once_the_ticket_was_claimed()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, maria) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var (first, second) = (
            await bot.NewClient().OrderAsync(TypedForm.Ordinary), await bot.NewClient("Борис").OrderAsync(TypedForm.Ordinary));
        await petr.NextAsync($"№{first}");
        await petr.NextAsync($"№{second}");
        await maria.NextAsync($"№{first}");
        var card = await maria.NextAsync($"№{second}");
        await CardsAreSettledAsync(bot);
        var closed = bot.Telegram.Faults.Inject(
            Fault.Refused(400, "Bad Request: TOPIC_CLOSED") with { Method = "sendMessage", ChatId = petr.ChatId, Times = null });
        clock.Step(TimeSpan.FromMinutes(31));
        await closed.WaitForHitsAsync();
        await maria.NextAsync(Waits);
        await maria.NextAsync(Waits);
        await bot.StopAsync();
        await bot.StartAsync();

        await maria.Press(card, "В работу").AnswerAsync(Soon);
        await maria.WaitForEditAsync(card, message => message.Text.Contains("В работе", StringComparison.Ordinal));
        closed.Release();
        // A sign of life: what waits is tried at once.
        petr.SendText("/help");

        Assert.Contains($"№{first} ", (await petr.NextAsync(Waits)).Text, StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the outbox is empty");
        Assert.Equal((1, 2), (CountIn(petr), CountIn(maria)));
    }

    [Fact]
    public async Task Outside_of_working_time_nobody_is_reminded_and_then_in_working_time()
    {
        // Noon of a Saturday.
        var clock = FirmHours.ClockAt(FirmHours.Saturday);
        var (bot, _) = await CreateAsync(clock, FirmHours.In);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await petr.NextAsync($"№{id}");
        await CardsAreSettledAsync(bot);
        Assert.Equal(
            ["2027-01-18 09:30"],
            await bot.Database.ReadAsync(
                "select to_char(due_at at time zone 'Europe/Moscow', 'YYYY-MM-DD HH24:MI') from ticket_waits"));

        clock.Step(FirmHours.Monday.AddHours(-2) - clock.GetUtcNow());

        var reminder = await petr.NextAsync(Waits);
        Assert.StartsWith(
            $"⏳ Заявка №{id} ждёт ответа 1 ч рабочего времени: с 16.01 12:0", reminder.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_routed_ticket_is_reminded_of_in_its_own_chat_and_one_from_before_the_upgrade_not_at_all()
    {
        var clock = new SteppedClock(TimeProvider.System);
        Group? group = null;
        Person? olga = null;
        var (bot, _) = await CreateAsync(clock, (settings, telegram) =>
        {
            olga = telegram.AddPerson("Ольга");
            group = telegram.AddSupergroup("Стелы", olga);
            return settings with { Company = settings.Company with { Routes = [new TicketRoute("Стелы", group.Id)] } };
        });
        await using var running = bot;
        var seat = group!.Seat(olga!);
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await seat.NextAsync($"№{id}");
        var old = await bot.NewClient().OrderAsync(TypedForm.Ordinary.With("direction", "Знаки"));
        await bot.Manager.Chat.NextAsync($"№{old}");
        await bot.Database.ExecuteAsync($"delete from ticket_waits where ticket_id = {old}");
        await CardsAreSettledAsync(bot);

        clock.Step(TimeSpan.FromHours(4));

        Assert.Equal(card.Id, (await seat.NextAsync(Waits)).ReplyTo!.Id);
        await IsSettledAsync(bot, told: 1);
        Assert.Equal(0, CountIn(bot.Manager.Chat));
    }

    [Theory]
    [InlineData(FailPoints.TicketCommitted)]
    [InlineData(FailPoints.ReminderOwed)]
    [InlineData(FailPoints.CardSettled + ":2")]
    public async Task A_process_that_dies_on_the_way_to_the_reminder_reminds_once(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        Task<long> order;
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            order = client.OrderAsync(TypedForm.Ordinary);
            if (point != FailPoints.TicketCommitted)
            {
                await manager.NextAsync("№1");
                await order;
                await Eventually.BecomesAsync(
                    () => database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the card is settled");
                await database.ExecuteAsync("update ticket_waits set due_at = now()");
            }

            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");
        }

        await using var bot = BotProcess.Start(settings);
        Assert.Equal(1, await order);
        if (point == FailPoints.TicketCommitted)
        {
            await manager.NextAsync("№1");
            await Eventually.BecomesAsync(
                () => database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the card is settled");
            await database.ExecuteAsync("update ticket_waits set due_at = now()");
        }

        await manager.NextAsync(Waits);
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select told::text from ticket_waits where due_at > now()"), rows => rows is ["1"],
            "the next step is set");
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select kind from outbox union all select 'update' from inbox"), rows => rows.Count == 0,
            "everything is sent and handled");
        Assert.Equal(1, CountIn(manager));
    }

    // A chat whose card is not settled yet is not reminded.
    private static Task CardsAreSettledAsync(BotUnderTest bot) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "the cards are settled");

    // Steps that are over when a reminder is settled are told of by it.
    private static Task IsSettledAsync(BotUnderTest bot, int told) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync(
            "select told::text from ticket_waits union all select 'owed' from outbox where kind = 'wait_reminder'"),
        rows => rows is [var count] && count == $"{told}", "the reminder is settled, and the next step set");

    private static int CountIn(ChatParticipant chat) =>
        chat.Messages.Count(message => message.FromBot && message.Text.Contains(Waits, StringComparison.Ordinal));

    // A wait that has ended goes when it is due.
    private static Task WaitIsOverAsync(BotUnderTest bot) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync(Rows), rows => rows.Count == 0, "the wait is over");

    private static Task<(BotUnderTest Bot, ChatParticipant Maria)> CreateAsync(
        TimeProvider clock, Func<BotSettings, BotSettings> change) => CreateAsync(clock, (settings, _) => change(settings));

    private static async Task<(BotUnderTest Bot, ChatParticipant Maria)> CreateAsync(
        TimeProvider clock, Func<BotSettings, BotApiServer, BotSettings>? change = null)
    {
        Person? maria = null;
        var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                maria = telegram.AddPerson("Мария", username: "maria");
                maria.Chat.SendText("/start");
                var waiting = settings with
                {
                    ManagerChatIds = [.. settings.ManagerChatIds, maria.Id],
                    Company = settings.Company with { WaitingSteps = WaitingStepKeys.Shipped },
                };
                return change?.Invoke(waiting, telegram) ?? waiting;
            },
            services: services => services.AddSingleton(clock)
                .AddSingleton(TicketReminderOptions.Default with { Interval = TimeSpan.FromMilliseconds(50) }));
        return (bot, maria!.Chat);
    }
}
