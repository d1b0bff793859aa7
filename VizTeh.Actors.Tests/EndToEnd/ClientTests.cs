using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a client relies on, with the whole program over HTTP.</summary>
public sealed class ClientTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_form_with_every_kind_of_slip_becomes_the_ticket_that_was_meant()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient("Анна", username: "anna");
        var friend = bot.NewClient("Борис");

        client.SendText("/start");
        await client.NextAsync("заявк");
        Assert.Equal(["Оставить заявку", "Мои заявки", "О компании"], MenuOf(client));

        client.PressMenu("Оставить заявку");
        await client.NextAsync("обращаться");
        Assert.Contains("Назад", MenuOf(client));
        Assert.Contains("Отменить", MenuOf(client));
        foreach (var slip in (Action[])[() => client.SendSticker(), () => client.SendPhoto(), () => client.SendVoice(),
            () => client.SendText(new string('я', 201)), () => client.SendText("\u3164"), () => client.SendText("/nonsense"),
            () => client.PressMenu("Назад")])
        {
            slip();
            await client.NextAsync("обращаться");
        }

        client.SendText("  Анна   <b>Смирнова</b> & Ко ");
        await client.NextAsync("организац");
        client.SendText("ООО «Ошибка»");
        await client.NextAsync("город");
        client.PressMenu("Назад");
        Assert.Contains("ООО «Ошибка»", (await client.NextAsync("организац")).Text, StringComparison.Ordinal);
        client.SendText("ООО «Ромашка»");
        await client.NextAsync("город");
        client.SendText("/start");
        await client.NextAsync("город");
        client.SendText("Тверь");

        var directions = await client.NextAsync("направлен");
        Assert.Equal(
            ["Знаки", "Стелы", "Металлоконструкции", "Брендирование", "Услуги", "Производство", "Другое"],
            directions.InlineButtons.SelectMany(row => row).Select(button => button.Label));
        var signs = directions.Button("Знаки")!.Data!;
        client.SendText("что-нибудь");
        await client.NextAsync("направлен");
        Assert.NotEmpty((await client.PressData(directions, "form:forged:direction:0").AnswerAsync(Soon)).Text);
        await client.NextAsync("направлен");
        client.SendText("стелы");
        await client.NextAsync("задач");
        Assert.NotEmpty((await client.PressData(directions, signs).AnswerAsync(Soon)).Text);
        await client.NextAsync("задач");
        client.SendText(new string('ю', 3_001));
        await client.NextAsync("задач");
        client.SendText("Первая строка\nвторая <строка>");
        await client.NextAsync("телефон");

        client.SendText("звоните днём");
        await client.NextAsync("телефон");
        client.SendText("8 495 363 20 4");
        await client.NextAsync("телефон");
        client.SendText("О компании");
        await client.NextAsync("vizteh.ru");
        await client.NextAsync("телефон");
        client.SendText("8 (495) 363-20-42");

        var review = await client.NextAsync("Проверьте");
        Assert.Contains("+7\u00A0495\u00A0363-20-42", review.Text, StringComparison.Ordinal);
        var sendsTheFirst = review.Button("Отправить")!.Data!;
        await client.Press(review, "Изменить").AnswerAsync(Soon);
        var choice = await client.NextAsync(message => message.Button("Город") is not null);
        await client.Press(choice, "Город").AnswerAsync(Soon);
        await client.NextAsync("город");
        client.SendText("Торжок");
        var changed = await client.NextAsync("Торжок");
        Assert.NotEmpty((await client.PressData(review, sendsTheFirst).AnswerAsync(Soon)).Text);
        var again = await client.NextAsync(message => message.Button("Отправить") is not null);
        Assert.Contains("Торжок", again.Text, StringComparison.Ordinal);
        await client.Press(again, "Отправить").AnswerAsync(Soon);
        var id = ClientDialogue.NumberIn(await client.NextAsync("№"));
        Assert.Equal(["Оставить заявку", "Мои заявки", "О компании"], MenuOf(client));

        Assert.NotNull(changed);
        Assert.Equal(
            [$"{id}|{client.Person.Id}|anna|Анна <b>Смирнова</b> & Ко|ООО «Ромашка»|Торжок|Стелы|Первая строка\nвторая "
                + "<строка>|+74953632042|open"],
            await TicketsAsync(bot));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Fifty_clients_at_once_each_get_exactly_the_ticket_that_they_typed()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        string[] directions = ["Знаки", "Стелы", "Услуги", "Другое"];
        var clients = Enumerable.Range(1, 50)
            .Select(number => (
                Seat: bot.NewClient($"Клиент {number}", username: $"client_{number}"),
                Form: TypedForm.Ordinary.With("name", $"Имя {number}").With("org", $"Орг {number} <&>").With("city", $"Город {number}")
                    .With("direction", directions[number % 4]).With("description", $"Описание {number}\n\"строка\" 😀")
                    .With("phone", $"+7916000{number:0000}")))
            .ToArray();

        var ids = await Task.WhenAll(clients.Select(client => client.Seat.OrderAsync(client.Form)));

        Assert.Equal(50, ids.Distinct().Count());
        var expected = clients.Zip(ids, (client, id) => string.Join(
            '|', [id, client.Seat.Person.Id, client.Seat.Person.Username, .. client.Form.InOrder, "open"]));
        Assert.Equal(expected.Order(), (await TicketsAsync(bot)).Order());
        await Eventually.IsTrueAsync(
            () => bot.Manager.Chat.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn).Order()
                .SequenceEqual(ids.Order()),
            "the manager has a card of every ticket, once");
    }

    [Fact]
    public async Task Pressing_send_twice_or_one_press_that_arrives_twice_makes_one_ticket_and_leaves_no_spinner()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary);

        var (first, second) = client.PressTwice(review, "Отправить");
        var third = client.Press(review, "Отправить");
        await first.AnswerAsync(Soon);
        await second.AnswerAsync(Soon);
        await third.AnswerAsync(Soon);

        await client.NextAsync("№");
        Assert.Single(await TicketsAsync(bot));
        await bot.AssertAllIsHandledAsync();
        Assert.Single(client.Messages, message => message.FromBot && message.Text.Contains("принята", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_button_pressed_again_and_again_is_answered_by_its_toasts_only()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var buttons = new Dictionary<string, (ChatMessage Message, string Data)>();
        foreach (var (_, act, answer) in ClientDialogue.Steps(TypedForm.Ordinary))
        {
            await act(client);
            var said = await client.NextAsync(answer);
            foreach (var button in said.InlineButtons.SelectMany(row => row))
                buttons[button.Label] = (said, button.Data!);
        }

        // A stale button, one that changes nothing, and one that ends the form. A screen shows them until the edit that removes them comes.
        foreach (var label in new[] { "Знаки", "Изменить", "Отправить" })
        {
            var (message, data) = buttons[label];
            await client.PressData(message, data).AnswerAsync(Soon);
            await bot.AssertAllIsHandledAsync();
            var said = client.Messages.Count(shown => shown.FromBot);
            foreach (var press in Enumerable.Range(0, 5).Select(_ => client.PressData(message, data)).ToArray())
                Assert.NotEmpty((await press.AnswerAsync(Soon)).Text);

            await bot.AssertAllIsHandledAsync();
            Assert.Equal(said, client.Messages.Count(shown => shown.FromBot));
        }

        Assert.Single(await TicketsAsync(bot));
    }

    [Fact]
    public async Task Every_copy_of_a_question_loses_its_buttons_when_it_is_answered_and_when_the_form_is_cancelled()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        foreach (var (_, act, answer) in ClientDialogue.Steps(TypedForm.Ordinary).Take(4))
        {
            await act(client);
            await client.NextAsync(answer);
        }

        client.SendText("что-нибудь");
        await client.NextAsync("списке нет");
        client.SendSticker();
        var newest = await client.NextAsync("Стикер");
        Assert.Equal(3, WithButtons());

        await client.Press(newest, "Стелы").AnswerAsync(Soon);
        await client.NextAsync("задач");
        await Eventually.IsTrueAsync(() => WithButtons() == 0, "no button of the answered question is left");
        Assert.Contains("✓ Стелы", client.Messages.Single(message => message.Id == newest.Id).Text, StringComparison.Ordinal);

        client.PressMenu("Назад");
        await client.NextAsync("направлен");
        client.SendText("/help");
        await client.NextAsync("Как оставить заявку");
        Assert.Equal(2, WithButtons());
        client.PressMenu("Отменить");
        await client.NextAsync("отменена");
        await Eventually.IsTrueAsync(() => WithButtons() == 0, "no button of the cancelled form is left");

        int WithButtons() => client.Messages.Count(message => message.InlineButtons.Length > 0);
    }

    [Fact]
    public async Task A_client_may_have_many_tickets()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();

        var first = await client.OrderAsync(TypedForm.Ordinary);
        var second = await client.OrderAsync(TypedForm.Ordinary.With("description", "Ещё одна"));

        Assert.NotEqual(first, second);
        Assert.Equal(2, (await TicketsAsync(bot)).Count);
    }

    [Theory]
    [InlineData("Отменить")]
    [InlineData("/cancel")]
    public async Task A_form_that_was_given_up_makes_no_ticket_and_brings_the_menu_back(string word)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary);

        var sends = review.Button("Отправить")!.Data!;
        client.SendText(word);
        await client.NextAsync(message => !message.Text.Contains("Проверьте", StringComparison.Ordinal));
        Assert.Equal(["Вернуть", "Оставить заявку", "Мои заявки", "О компании"], MenuOf(client));

        Assert.NotEmpty((await client.PressData(review, sends).AnswerAsync(Soon)).Text);
        await bot.AssertAllIsHandledAsync();
        Assert.Empty(await TicketsAsync(bot));
    }

    [Fact]
    public async Task About_the_company_is_a_photo_with_a_caption()
    {
        string? photo = null;
        await using var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) => settings with { PhotoId = photo = telegram.AddFile() });
        var client = bot.NewClient();

        client.SendText("О компании");

        var about = await client.NextAsync("vizteh.ru");
        Assert.Equal(photo, about.PhotoFileId);
        Assert.Contains("+7 495 363-20-42", about.Text, StringComparison.Ordinal);
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_photo_that_telegram_refuses_is_left_out_and_the_log_says_so_once()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with { PhotoId = "no-such-file" });
        var client = bot.NewClient();

        client.SendText("О компании");
        Assert.Null((await client.NextAsync("vizteh.ru")).PhotoFileId);
        client.SendText("О компании");
        await client.NextAsync("vizteh.ru");

        Assert.Single(bot.Log.All, line => line.Contains("PHOTO_ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_client_wrote_and_the_token_never_reach_the_log()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        bot.Telegram.Faults.Inject(Fault.ServerError() with { Method = "sendMessage", Times = 3 });
        bot.Telegram.Faults.Inject(Fault.ResetBeforeExecution() with { Method = "getUpdates" });

        await client.OrderAsync(TypedForm.Ordinary.With("description", "Секретное описание"));
        await bot.StopAsync();

        Assert.NotEmpty(bot.Log.All);
        Assert.All(
            [bot.Telegram.Token, "79161234567", "Секретное описание", "Ромашка"],
            secret => Assert.DoesNotContain(bot.Log.All, line => line.Contains(secret, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> MenuOf(ChatParticipant participant) =>
        participant.Menu?.Rows.SelectMany(row => row).Select(button => button.Label) ?? [];

    private static Task<IReadOnlyList<string>> TicketsAsync(BotUnderTest bot) => bot.Database.ReadAsync(
        "select concat_ws('|', id, user_id, username, name, org, city, direction, description, phone, status) from tickets order by id");
}
