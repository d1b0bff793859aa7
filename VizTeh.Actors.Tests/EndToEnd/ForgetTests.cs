using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.EndToEnd.ForgetDialogue;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client has all erased that is stored about them, with the whole program over HTTP.</summary>
public sealed class ForgetTests
{
    [Fact]
    public async Task Who_declines_either_question_goes_on_with_the_open_form_and_old_buttons_say_so()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("/forget");
        var question = await client.NextAsync(First);
        client.Press(question, "Не удалять");
        Assert.Contains("обращаться", (await client.NextAsync("ничего не удалено")).Text, StringComparison.Ordinal);
        client.SendText("/forget");
        client.Press(await client.NextAsync(First), "Удалить мои данные");
        var again = await client.NextAsync(Second);
        client.SendText("Не удалять");
        await client.NextAsync("ничего не удалено");

        var stale = await client.PressData(again, $"forget:{again.Id}:for-good").AnswerAsync(TimeSpan.FromSeconds(30));
        client.SendText("Анна");
        await client.NextAsync("организац");

        Assert.Equal("Эта кнопка больше не действует. Чтобы удалить данные, отправьте /forget", stale.Text);
        Assert.DoesNotContain(
            "conversation.erasure-confirmed.v1", await bot.Database.ReadAsync("select manifest from akka.journal"));
    }

    [Fact]
    public async Task The_answers_can_be_typed_and_an_open_form_goes_with_the_rest()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Аполлинария");
        await client.NextAsync("организац");
        client.SendText("/forget");
        await client.NextAsync(First);
        client.SendText("удалить мои данные");
        await client.NextAsync(Second);
        client.SendText("да, удалить навсегда");
        await client.NextAsync(Done);
        await bot.AssertAllIsHandledAsync();

        Assert.DoesNotContain(await bot.Database.DumpAsync(), line => line.Contains("Аполлинария", StringComparison.Ordinal));
        client.SendText("/forget");
        await client.NextAsync("О вас ничего не хранится");
        client.SendText("/start");
        await client.NextAsync("Здравствуйте!");
    }

    [Fact]
    public async Task A_second_press_and_a_button_that_was_never_made_erase_nothing_more_and_are_answered()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("/forget");
        var question = await client.NextAsync(First);
        Assert.Contains(
            "больше не действует", (await client.PressData(question, "forget:1:for-good").AnswerAsync(TimeSpan.FromSeconds(30))).Text,
            StringComparison.Ordinal);
        client.Press(question, "Удалить мои данные");
        var (_, twice) = client.PressTwice(await client.NextAsync(Second), "Да, удалить навсегда");
        await client.NextAsync(Done);

        Assert.Equal("Ваши данные уже удалены.", (await twice.AnswerAsync(TimeSpan.FromSeconds(30))).Text);
        await bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task Buttons_of_an_erased_ticket_tell_its_former_client_whom_to_call()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);
        var (add, withdraw) = (shown.Button("Дополнить")!.Data!, shown.Button("Отозвать")!.Data!);
        await ForgetAsync(client);

        foreach (var button in (string[])[add, withdraw])
        {
            client.PressData(shown, button);
            await client.NextAsync($"Заявку №{id} найти не получилось.");
        }

        await bot.AssertAllIsHandledAsync();
        Assert.Empty(await bot.Database.ReadAsync("select id from ticket_messages"));
    }

    [Fact]
    public async Task A_manager_who_presses_the_button_of_an_old_copy_hears_that_the_data_is_gone_and_has_no_such_command()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(Form);
        var card = await managers.Seat.NextAsync($"№{id}");
        var data = card.Button("Закрыть заявку")!.Data!;
        await ForgetAsync(client);
        await managers.Seat.WaitForEditAsync(card, message => message.Text.Contains("Данные удалены", StringComparison.Ordinal));

        var answer = await managers.Seat.PressData(card, data.Replace("close", "reopen", StringComparison.Ordinal))
            .AnswerAsync(TimeSpan.FromSeconds(30));
        managers.Seat.SendText($"/forget@{managers.Bot.Telegram.BotUsername}");
        await managers.Seat.NextAsync("Это команда для клиентов");

        Assert.Contains("удалены, изменить её", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["closed"], await managers.Bot.Database.ReadAsync("select status from tickets"));
    }

    [Fact]
    public async Task What_a_manager_says_about_an_erased_ticket_is_neither_stored_nor_sent_and_the_manager_is_told()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(Form);
        var card = await managers.Seat.NextAsync($"№{id}");
        var data = card.Button("Ответить")!.Data!;
        await ForgetAsync(client);
        await managers.Seat.WaitForEditAsync(card, message => message.Text.Contains("Данные удалены", StringComparison.Ordinal));

        foreach (var words in (string[])["Аполлинария, перезвоню", "// не берёт трубку"])
        {
            managers.Seat.SendText(words, replyTo: card);
            await managers.Seat.NextAsync($"Данные заявки №{id} удалены. Сообщение не отправлено");
        }

        var asked = await managers.Seat.PressData(card, data).AnswerAsync(TimeSpan.FromSeconds(30));

        Assert.Contains("удалены, изменить её", asked.Text, StringComparison.Ordinal);
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Equal(["0"], await managers.Bot.Database.ReadAsync("select count(*) from ticket_messages"));
        await managers.OutboxIsEmptyAsync();
        Assert.DoesNotContain(
            await managers.Bot.Database.DumpAsync(), line => line.Contains("Аполлинария", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_messages_that_are_too_old_texts_are_replaced_and_files_are_listed_to_the_managers()
    {
        var clock = new SteppedClock(TimeProvider.System);
        await using var bot = await BotUnderTest.CreateAsync(telegramClock: clock);
        var client = bot.NewClient();
        var id = await OrderWithFilesAsync(client);
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
        var manager = bot.Telegram.ChatOf(bot.Manager);
        var words = await manager.NextAsync("После шести");
        // A message is known a moment after it is shown; one that is not known yet would keep its real age.
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select count(*) from ticket_posts where has_file"), rows => rows is ["2"], "the files are known");
        clock.Step(TimeSpan.FromHours(49));
        await bot.Database.ExecuteAsync("update ticket_posts set posted_at = posted_at - interval '49 hours'");

        await ForgetAsync(client);
        var notice = await manager.NextAsync("старше 48 часов");
        await manager.WaitForEditAsync(words, message => message.Text == $"К заявке №{id}: данные удалены");

        Assert.Contains($"Файлы по заявке №{id} старше 48 часов", notice.Text, StringComparison.Ordinal);
        Assert.Contains("Таких сообщений: 2", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from ticket_posts"));
    }
}
