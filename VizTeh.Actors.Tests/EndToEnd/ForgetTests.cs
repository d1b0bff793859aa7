using System.Text;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client has all erased that is stored about them, with the whole program over HTTP.</summary>
public sealed class ForgetTests
{
    private const string Done = "Ваши данные удалены.";
    private const string First = "Удалить все ваши данные?";
    private const string Second = "Точно удалить?";

    private static readonly TypedForm Form = TypedForm.Ordinary.With("name", "Аполлинария Кузнецова").With("city", "Верхнеудинск")
        .With("description", "Вывеска с единорогом").With("phone", "+79161239876");

    private static readonly string[] Personal =
    [
        "Аполлинария", "Кузнецова", "Верхнеудинск", "единорог", "9161239876", "apollinaria_k", "После шести", "отложенное слово",
        "ждёт отправки",
    ];

    [Fact]
    public async Task After_a_whole_story_no_column_of_any_table_holds_the_name_the_phone_the_words_or_the_files()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var client = bot.NewClient("Аполлинария", "apollinaria_k");
        var first = await client.OrderAsync(Form);
        await managers.Seat.Press(await managers.Seat.NextAsync($"№{first}"), "Закрыть заявку").AnswerAsync(TimeSpan.FromSeconds(30));
        var second = await OrderWithFilesAsync(client);
        await managers.Seat.NextAsync($"№{second}");
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(second);
        await client.NextAsync("Добавили к заявке");
        client.SendDocument("и это");
        await client.AddToTicketAsync(second);
        await client.NextAsync("Добавили к заявке");
        await managers.OutboxIsEmptyAsync();
        client.SendText("После шести, и ещё");
        await client.NextAsync($"Добавить к заявке №{second}?");
        await SetAsideAndOweAsync(bot, client, second);
        var files = await bot.Database.ReadAsync(
            "select file ->> 'id' from tickets, jsonb_array_elements(answers) answer, jsonb_array_elements(answer -> 'files') file");
        Assert.NotEmpty(files);
        foreach (var word in Personal)
            Assert.Contains(await bot.Database.DumpAsync(), line => line.Contains(word, StringComparison.Ordinal));

        await ForgetAsync(client);
        await bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        var dump = await bot.Database.DumpAsync();
        Assert.All(
            Personal.Concat(files),
            word => Assert.DoesNotContain(dump, line => line.Contains(word, StringComparison.OrdinalIgnoreCase)));
        Assert.DoesNotContain(
            dump.Where(line => !line.StartsWith("akka.journal", StringComparison.Ordinal)),
            line => line.Contains($"{client.Person.Id}", StringComparison.Ordinal));
        Assert.Equal(
            [$"{first} closed {Form["direction"]} null", $"{second} closed Знаки withdrawn"],
            await bot.Database.ReadAsync(
                """
                select concat_ws(' ', id, status, direction, coalesce(outcome, 'null')) from tickets
                 where erased_at is not null order by id
                """));
        Assert.Equal(
            ["conversation.erased.v1"],
            await bot.Database.ReadAsync("select manifest from akka.journal union all select 'snapshot' from akka.snapshot"));
        Assert.All(
            managers.Seat.Messages.Where(message => message.FromBot),
            message => Assert.True(
                message.IsDeleted || !Personal.Any(word => message.Text.Contains(word, StringComparison.Ordinal)), message.ToString()));
        var cards = managers.Seat.Messages.Where(message => message is { FromBot: true, IsDeleted: false }
            && message.Text.Contains("Данные удалены по просьбе клиента", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, cards.Count);
        Assert.All(cards, card => Assert.Empty(card.InlineButtons));
        bot.AssertCallsFitTheBotApi();

        // As a new person.
        Assert.Equal(second + 1, await client.OrderAsync(TypedForm.Ordinary));
    }

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

        Assert.Contains("удалены по просьбе клиента", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["closed"], await managers.Bot.Database.ReadAsync("select status from tickets"));
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
        clock.Step(TimeSpan.FromHours(49));
        await bot.Database.ExecuteAsync("update ticket_posts set posted_at = posted_at - interval '49 hours'");

        await ForgetAsync(client);
        var notice = await manager.NextAsync("старше 48 часов");
        await manager.WaitForEditAsync(words, message => message.Text == $"К заявке №{id}: данные удалены по просьбе клиента");

        Assert.Contains($"Файлы по заявке №{id} старше 48 часов", notice.Text, StringComparison.Ordinal);
        Assert.Contains("Таких сообщений: 2", notice.Text, StringComparison.Ordinal);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*) from ticket_posts"));
    }

    private static async Task ForgetAsync(ChatParticipant client)
    {
        client.SendText("/forget");
        client.Press(await client.NextAsync(First), "Удалить мои данные");
        client.Press(await client.NextAsync(Second), "Да, удалить навсегда");
        await client.NextAsync(Done);
    }

    private static async Task<long> OrderWithFilesAsync(ChatParticipant client)
    {
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        foreach (var (answer, next) in new[]
        {
            ("Аполлинария Кузнецова", "организац"), ("ООО", "город"), ("Верхнеудинск", "направлен"), ("Знаки", "задач"),
        })
        {
            client.SendText(answer);
            await client.NextAsync(next);
        }

        client.SendPhoto("Вывеска с единорогом");
        await client.NextAsync("Файл добавлен");
        client.SendVoice();
        client.Press(await client.NextAsync("Файл добавлен"), "Готово");
        await client.NextAsync("телефон");
        client.SendText("+79161239876");
        client.Press(await client.NextAsync("Проверьте заявку"), "Отправить");
        return ClientDialogue.NumberIn(await client.NextAsync("№"));
    }

    private static async Task SetAsideAndOweAsync(BotUnderTest bot, ChatParticipant client, long ticketId)
    {
        var id = client.Person.Id;
        var odd = $"{{\"update_id\":7,\"message\":{{\"text\":\"отложенное слово\",\"from\":{{\"id\":{id}}}}}}}";
        await bot.Database.ExecuteAsync(
            $"""
            insert into inbox (update_id, payload, set_aside_at, last_error) values
              (5, '{odd}', now(), 'why'), (6, to_json('{odd}'::text), now(), 'why'),
              (null, to_json('{Convert.ToBase64String(Encoding.UTF8.GetBytes(odd))}'::text), now(), 'why');
            insert into outbox (chat_id, kind, recipient, payload, expires_at, next_attempt_at)
            values ({id}, 'notice', 'client', jsonb_build_object('html', 'ждёт отправки'), now() + interval '1 day',
                    now() + interval '1 hour');
            insert into outbox (chat_id, kind, ticket_id, next_attempt_at) values (-5, 'card', {ticketId}, now() + interval '1 hour');
            """);
    }
}
