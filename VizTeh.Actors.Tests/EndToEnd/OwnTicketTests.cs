using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>«Мои заявки» with the whole program over HTTP.</summary>
public sealed class OwnTicketTests
{
    private const string States = "select concat_ws('|', id, status, outcome) from tickets order by id";

    [Fact]
    public async Task A_client_opens_a_ticket_withdraws_it_and_the_managers_read_so_in_the_first_line_of_the_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        client.PressMenu("Мои заявки");
        var shown = await client.NextAsync("Мои заявки");

        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Text.Contains(TypedForm.Ordinary["description"], StringComparison.Ordinal));
        client.Press(shown, "Отозвать");
        await client.WaitForEditAsync(shown, message => message.Text == $"Отозвать заявку №{id}?");
        client.Press(shown, "Не отзывать");
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);
        client.Press(shown, "Отозвать");
        await client.WaitForEditAsync(shown, message => message.Button("Не отзывать") is not null);
        client.Press(shown, "Отозвать");

        await client.NextAsync($"Заявка №{id} отозвана.");
        await client.WaitForEditAsync(shown, message => message.Text.Contains("Отозвана вами", StringComparison.Ordinal));
        await managers.Seat.WaitForEditAsync(
            card, message => message.Text.StartsWith($"🚫 №{id} отозвана клиентом", StringComparison.Ordinal));
        Assert.Equal([$"{id}|closed|withdrawn"], await managers.Bot.Database.ReadAsync(States));
        Assert.Equal(
            [$"closed|{client.Person.Id}|клиент"],
            await managers.Bot.Database.ReadAsync(
                "select concat_ws('|', status, actor_id, actor_name) from ticket_history where actor_id is not null"));

        await managers.Seat.Press(card, "Открыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        await managers.Seat.WaitForEditAsync(card, message => message.Text.StartsWith($"🟢 №{id}", StringComparison.Ordinal));
        client.Press(shown, "К списку");
        await client.WaitForEditAsync(shown, message => message.Text.Contains("🟢 открыта", StringComparison.Ordinal));
        Assert.Equal([$"{id}|open"], await managers.Bot.Database.ReadAsync(States));
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task What_is_sent_after_the_button_comes_under_the_card_of_exactly_that_ticket_across_a_restart()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var first = await client.OrderAsync(TypedForm.Ordinary);
        var second = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{first}");
        await managers.Seat.NextAsync($"№{second}");
        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        client.Press(shown, shown.InlineButtons[1][0].Label);
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);
        client.Press(shown, "Дополнить");
        await client.NextAsync($"Что добавить к заявке №{first}?");
        await managers.Bot.AssertAllIsHandledAsync();

        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();
        client.SendText("Этаж третий");
        client.SendPhoto("вот так");

        await client.NextAsync($"Добавили к заявке №{first}, менеджер увидит.");
        Assert.Same(card, (await managers.Seat.NextAsync("Этаж третий")).ReplyTo);
        Assert.Same(card, (await managers.Seat.NextAsync("вот так")).ReplyTo);
        await managers.OutboxIsEmptyAsync();
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Single(client.Messages, message => message.Text.StartsWith("Добавили к заявке", StringComparison.Ordinal));
        Assert.Equal(
            [$"{first}|Этаж третий", $"{first}|вот так"],
            await managers.Bot.Database.ReadAsync("select concat_ws('|', ticket_id, text) from ticket_messages order by id"));
    }

    [Fact]
    public async Task A_forged_press_neither_shows_nor_withdraws_the_ticket_of_another_person()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var owner = managers.Bot.NewClient("Анна");
        var id = await owner.OrderAsync(TypedForm.Ordinary);
        owner.SendText("/my");
        var own = await owner.NextAsync("Мои заявки");
        var data = own.InlineButtons[0][0].Data!;
        var thief = managers.Bot.NewClient("Борис");
        thief.SendText("/start");
        var pressed = await thief.NextAsync("Здравствуйте");

        foreach (var step in (string[])["open", "ask", "add", "withdraw", "reopen"])
        {
            thief.PressData(pressed, data.Replace("open", step, StringComparison.Ordinal));
            await thief.NextAsync($"Заявку №{id} найти не получилось.");
        }

        Assert.DoesNotContain(thief.Messages, message => message.Text.Contains(TypedForm.Ordinary["name"], StringComparison.Ordinal));
        Assert.Equal([$"{id}|open"], await managers.Bot.Database.ReadAsync(States));
    }

    [Fact]
    public async Task What_stands_on_the_buttons_can_be_written_and_after_a_restart_the_client_is_asked_to_press()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);

        client.SendText("Отозвать");
        await client.NextAsync($"Отозвать заявку №{id}?");
        client.SendText("не отзывать");
        await client.NextAsync($"Заявка №{id} · 🟢 открыта");
        client.SendText("к списку");
        await client.NextAsync("Мои заявки");
        Assert.Equal([$"{id}|open"], await managers.Bot.Database.ReadAsync(States));
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();
        client.SendText("отозвать");
        var list = await client.NextAsync("Выберите заявку и нажмите кнопку под ней.");
        client.Press(list, list.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(list, message => message.Button("Отозвать") is not null);
        client.SendText("отозвать");
        await client.NextAsync($"Отозвать заявку №{id}?");
        client.SendText("отозвать");

        await client.NextAsync($"Заявка №{id} отозвана.");
        Assert.Equal([$"{id}|closed|withdrawn"], await managers.Bot.Database.ReadAsync(States));
        Assert.Equal(["0"], await managers.Bot.Database.ReadAsync("select count(*) from ticket_messages"));
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task In_a_form_the_list_is_shown_and_the_form_goes_on()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");

        client.SendText("Мои заявки");
        var shown = await client.NextAsync($"№{id}");
        await client.NextAsync("обращаться");
        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);
        client.Press(shown, "Дополнить");
        await client.NextAsync("Сейчас вы заполняете другую заявку.");

        Assert.Equal(id + 1, await client.FinishAsync(TypedForm.Ordinary));
    }

    [Fact]
    public async Task A_firm_that_switched_it_off_has_neither_the_button_nor_the_command()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with
        {
            Company = settings.Company with
            {
                Texts = new FirmTexts(settings.Company.Name, settings.Company.Phone, settings.Company.Site, hasOwnTickets: false),
            },
        });
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("Здравствуйте");

        client.SendText("/my");

        await client.NextAsync("Такой команды нет. Есть /start, /cancel, /mydata, /forget и /help.");
        Assert.Equal(["Оставить заявку", "О компании"], client.Menu!.Labels);
        Assert.DoesNotContain(client.Commands, command => command.Command == "my");
    }

    [Theory]
    [InlineData("Отозвать")]
    [InlineData("отзываю")]
    public async Task A_kill_between_a_withdrawal_that_was_written_and_its_reply_withdraws_once_and_says_so(string typed)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        await using (var dying = BotProcess.Start(
            new Dictionary<string, string>(settings) { [FailPoints.Variable] = FailPoints.StatusCommitted }))
        {
            await client.OrderAsync(TypedForm.Ordinary);
            client.SendText("/my");
            var shown = await client.NextAsync("Мои заявки");
            client.Press(shown, shown.InlineButtons[0][0].Label);
            await client.WaitForEditAsync(shown, message => message.Button("Отозвать") is not null);
            client.Press(shown, "Отозвать");
            await client.WaitForEditAsync(shown, message => message.Button("Не отзывать") is not null);
            await Eventually.BecomesAsync(
                () => database.ReadAsync("select count(*) from inbox"), rows => rows is ["0"], "the press is handled");
            client.SendText(typed);
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies after the withdrawal");
        }

        Assert.Equal(["1|closed|withdrawn"], await database.ReadAsync(States));
        await using var again = BotProcess.Start(settings);
        await client.NextAsync("Заявка №1 отозвана.");
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select count(*) from inbox"), rows => rows is ["0"], "the message is handled");

        Assert.Equal(["1"], await database.ReadAsync("select count(*) from ticket_history where actor_id is not null"));
        Assert.Equal(["0"], await database.ReadAsync("select count(*) from ticket_messages"));
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("Выберите заявку", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(FailPoints.StatusCommitted)]
    [InlineData(FailPoints.ReplySaid)]
    public async Task A_kill_between_the_withdrawal_and_its_reply_withdraws_once_and_says_the_same(string point)
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var client = telegram.AddPerson("Анна").Chat;
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        ChatMessage shown;
        await using (var bot = BotProcess.Start(settings))
        {
            await client.OrderAsync(TypedForm.Ordinary);
            // The managers' chat is served on its own.
            await manager.NextAsync("№1");
            client.SendText("/my");
            shown = await client.NextAsync("Мои заявки");
            client.Press(shown, shown.InlineButtons[0][0].Label);
            await client.WaitForEditAsync(shown, message => message.Button("Отозвать") is not null);
            client.Press(shown, "Отозвать");
            await client.WaitForEditAsync(shown, message => message.Button("Не отзывать") is not null);
            Assert.Equal(0, await bot.StopAsync());
        }

        await using (var dying = BotProcess.Start(new Dictionary<string, string>(settings) { [FailPoints.Variable] = point }))
        {
            client.Press(shown, "Отозвать");
            await Eventually.IsTrueAsync(() => dying.HasExited, "the process dies after the withdrawal");
        }

        Assert.Equal(["1|closed|withdrawn"], await database.ReadAsync(States));
        await using var again = BotProcess.Start(settings);
        await client.NextAsync("Заявка №1 отозвана.");
        var card = manager.Messages.Last(message => message.Text.Contains("№1", StringComparison.Ordinal));
        await manager.WaitForEditAsync(
            card, message => message.Text.StartsWith("🚫 №1 отозвана клиентом", StringComparison.Ordinal));
        await Eventually.BecomesAsync(
            () => database.ReadAsync("select count(*) from inbox"), rows => rows is ["0"], "the press is handled");

        Assert.Equal(["1"], await database.ReadAsync("select count(*) from ticket_history where actor_id is not null"));
        Assert.DoesNotContain(client.Messages, message => message.Text.Contains("уже отозвана", StringComparison.Ordinal));
    }
}
