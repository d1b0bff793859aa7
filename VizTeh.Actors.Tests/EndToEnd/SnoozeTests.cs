using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What managers who want to be reminded of a ticket rely on, with the whole program over HTTP.</summary>
public sealed class SnoozeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task All_cards_show_when_the_reminder_comes_and_then_the_owner_of_that_moment_is_mentioned_once_below_the_card()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, maria) = await CreateAsync(clock);
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));
        await petr.Press(petrs, "В работу").AnswerAsync(Soon);

        Assert.Equal("", (await petr.Press(petrs, "Напомнить").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(petrs, message => message.Button("через 1 ч") is not null);
        Assert.StartsWith(
            $"Напомню о заявке №{id}: ", (await petr.Press(petrs, "через 1 ч").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        await petr.WaitForEditAsync(petrs, message => IsSnoozed(message) && message.Button("Напомнить") is not null);
        await maria.WaitForEditAsync(marias, IsSnoozed);
        await maria.Press(marias, "Перехватить").AnswerAsync(Soon);
        await maria.WaitForEditAsync(marias, message => message.Text.Contains("Мария", StringComparison.Ordinal));
        clock.Step(TimeSpan.FromMinutes(62));

        var reminder = await maria.NextAsync("пора вернуться");

        Assert.Equal($"⏰ Мария (@maria), пора вернуться к заявке №{id}.", reminder.Text);
        Assert.Equal(marias.Id, reminder.ReplyTo!.Id);
        await maria.WaitForEditAsync(marias, message => !IsSnoozed(message));
        await petr.WaitForEditAsync(petrs, message => !IsSnoozed(message));
        maria.SendText("Ок, после обеда, он вечно тянет", replyTo: reminder);
        Assert.EndsWith(
            $"Чтобы написать клиенту, ответьте на карточку заявки №{id}.", (await maria.NextAsync("вы ответили на напоминание")).Text,
            StringComparison.Ordinal);
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from ticket_messages"));
        Assert.Single(petr.Messages.Concat(maria.Messages), message => message.Text.Contains("пора вернуться", StringComparison.Ordinal));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_clients_message_ends_the_wait_and_the_card_offers_the_same_time_again()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        await petr.Press(card, "Напомнить").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button("завтра 10:00") is not null);
        await petr.Press(card, "завтра 10:00").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, IsSnoozed);
        var line = card.Text.Split('\n').Single(part => part.StartsWith("⏰ ", StringComparison.Ordinal));

        client.SendText("Уже не нужно ждать");
        await client.AddToTicketAsync(id);
        await petr.NextAsync("Уже не нужно ждать");
        await petr.WaitForEditAsync(card, message => !IsSnoozed(message) && AgainOf(message) is not null);
        Assert.Equal(line.Replace("⏰ ", "⏰ Снова ", StringComparison.Ordinal), AgainOf(card));
        await petr.Press(card, AgainOf(card)!).AnswerAsync(Soon);

        await petr.WaitForEditAsync(card, message => IsSnoozed(message) && AgainOf(message) is null);
        Assert.Contains(line, card.Text, StringComparison.Ordinal);
        clock.Step(TimeSpan.FromHours(40));
        Assert.Contains("Пётр Менеджеров", (await petr.NextAsync("пора вернуться")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_date_is_chosen_on_the_card_and_a_time_that_is_over_is_refused()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        await petr.Press(card, "Напомнить").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button("дата") is not null);
        await petr.Press(card, "дата").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button("›") is not null);
        var today = card.InlineButtons[0][0].Label;
        await petr.Press(card, "›").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.InlineButtons[0][0].Label != today);
        var day = card.InlineButtons[1][1].Label[^5..];
        await petr.Press(card, card.InlineButtons[1][1].Label).AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button($"{day} 09:00") is not null);
        var chosen = card.Button($"{day} 09:00")!.Data!;

        // In January, the moment comes with its year.
        Assert.Contains($": {day}", (await petr.Press(card, $"{day} 09:00").AnswerAsync(Soon)).Text, StringComparison.Ordinal);

        await petr.WaitForEditAsync(card, IsSnoozed);
        clock.Step(TimeSpan.FromDays(30));
        await petr.NextAsync("пора вернуться");
        var past = await petr.PressData(card, chosen).AnswerAsync(Soon);
        Assert.Equal((true, "Это время уже прошло. Выберите другое."), (past.ShowAlert, past.Text));
    }

    [Fact]
    public async Task Closing_the_ticket_ends_the_wait_and_where_reminders_are_off_no_card_offers_one()
    {
        var clock = new SteppedClock(TimeProvider.System);
        var (bot, _) = await CreateAsync(clock);
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        var remind = card.Button("Напомнить")!.Data!;
        await petr.PressData(card, $"{remind}:1h").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, IsSnoozed);
        await petr.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null && !IsSnoozed(message));
        await bot.StopAsync();
        bot.Settings = bot.Settings with { Company = bot.Settings.Company with { Snooze = false } };
        await bot.StartAsync();
        await petr.Press(card, "Открыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, message => message.Button("Закрыть заявку") is not null);
        Assert.Null(card.Button("Напомнить"));

        foreach (var data in new[] { remind, $"{remind}:1h" })
        {
            var off = await petr.PressData(card, data).AnswerAsync(Soon);
            Assert.Equal((true, "Поставить напоминание сейчас нельзя: это выключено в настройках."), (off.ShowAlert, off.Text));
        }

        clock.Step(TimeSpan.FromHours(2));
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(snoozed_until) from tickets"));
        Assert.DoesNotContain(petr.Messages, message => message.Text.Contains("пора вернуться", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FailPoints.SnoozeCommitted)]
    [InlineData(FailPoints.ReminderOwed)]
    [InlineData(FailPoints.CardSettled + ":3")]
    public async Task A_process_that_dies_on_the_way_to_the_reminder_reminds_once(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = Soon });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        Task<CallbackAnswer> answer;
        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            Assert.Equal(1, await client.OrderAsync(TypedForm.Ordinary));
            var card = await manager.NextAsync("№1");
            answer = manager.PressData(card, card.Button("Напомнить")!.Data! + ":1h").AnswerAsync(Soon);
            await Eventually.BecomesAsync(
                () => database.ReadAsync("select id from tickets where snoozed_until is not null"), rows => rows.Count == 1,
                "the reminder is set");
            await database.ExecuteAsync("update tickets set snoozed_until = now() where snoozed_until is not null");
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies at the point");
        }

        await using var bot = BotProcess.Start(settings);

        await manager.NextAsync("пора вернуться");
        Assert.StartsWith("Напомню о заявке №1", (await answer).Text, StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            () => database.ReadAsync(
                """
                select kind from outbox union all select 'update' from inbox
                 union all select 'wait' from tickets where snoozed_until is not null
                """),
            rows => rows.Count == 0, "everything is sent and handled");
        Assert.Single(manager.Messages, message => message.Text.Contains("пора вернуться", StringComparison.Ordinal));
        Assert.Equal(
            ["snooze", "reminded"],
            await database.ReadAsync("select action from ticket_history where action <> 'status' order by id"));
    }

    private static bool IsSnoozed(ChatMessage message) => message.Text.Contains("\n⏰ ", StringComparison.Ordinal);

    private static string? AgainOf(ChatMessage message) => message.InlineButtons.SelectMany(row => row)
        .Select(button => button.Label).FirstOrDefault(label => label.StartsWith("⏰ Снова ", StringComparison.Ordinal));

    private static async Task<(BotUnderTest Bot, ChatParticipant Maria)> CreateAsync(TimeProvider clock)
    {
        Person? maria = null;
        var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                maria = telegram.AddPerson("Мария", username: "maria");
                maria.Chat.SendText("/start");
                return settings with { ManagerChatIds = [.. settings.ManagerChatIds, maria.Id] };
            },
            services: services => services.AddSingleton(clock)
                .AddSingleton(TicketReminderOptions.Default with { Interval = TimeSpan.FromMilliseconds(50) }));
        return (bot, maria!.Chat);
    }
}
