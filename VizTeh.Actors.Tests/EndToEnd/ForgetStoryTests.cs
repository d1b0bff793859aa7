using System.Text;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.EndToEnd.ForgetDialogue;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>After an erasure, nothing of the client is left in the whole database, whatever clients and managers did before.</summary>
public sealed class ForgetStoryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    private static readonly string[] Personal =
    [
        "Аполлинария", "Кузнецова", "Верхнеудинск", "единорог", "9161239876", "apollinaria_k", "После шести", "отложенное слово",
        "ждёт отправки", "чем помочь", "платит не сразу", "это далеко",
    ];

    [Fact]
    public async Task After_a_whole_story_no_column_of_any_table_holds_the_name_the_phone_the_words_or_the_files()
    {
        await using var managers = await ManagerGroup.CreateAsync(change: (settings, boss) => settings with
        {
            ManagerChatIds = [.. settings.ManagerChatIds, .. boss],
            Company = settings.Company.Asking(),
        });
        var bot = managers.Bot;
        var client = bot.NewClient("Аполлинария", "apollinaria_k");
        client.SendText("Оставить заявку");
        client.Press(await client.NextAsync(FirmConsent.Title), FirmConsent.Agree);
        await client.NextAsync("обращаться");
        var first = await client.FinishAsync(Form);
        await BeServedAsync(managers, client, first);
        var withdrawn = await client.OrderAsync(Form);
        await SupplementAsync(client);
        await WithdrawAsync(client);
        var second = await OrderWithFilesAsync(client);
        await AddAsync(client, second);
        await managers.OutboxIsEmptyAsync();
        client.SendText("После шести, и ещё");
        await client.NextAsync($"Добавить к заявке №{second}?");
        // An open form has a row of its reminder.
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from form_reminders"));
        await SetAsideAndOweAsync(bot, client, second);
        await SetManagersUpdatesAsideAsync(bot);
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
            [
                $"{first} closed {Form["direction"]} null", $"{withdrawn} closed {Form["direction"]} withdrawn",
                $"{second} closed Знаки withdrawn",
            ],
            await bot.Database.ReadAsync(
                """
                select concat_ws(' ', id, status, direction, coalesce(outcome, 'null')) from tickets
                 where erased_at is not null order by id
                """));
        Assert.Equal(
            ["conversation.erased.v1"],
            await bot.Database.ReadAsync("select manifest from akka.journal union all select 'snapshot' from akka.snapshot"));
        Assert.All((ChatParticipant[])[managers.Seat, bot.Manager.Chat], AssertErased);
        bot.AssertCallsFitTheBotApi();

        // As a new person.
        client.SendText("Оставить заявку");
        client.Press(await client.NextAsync(FirmConsent.Title), FirmConsent.Agree);
        await client.NextAsync("обращаться");
        Assert.Equal(second + 1, await client.FinishAsync(TypedForm.Ordinary));
    }

    private static void AssertErased(ChatParticipant managers)
    {
        var shown = managers.Messages.Where(message => message is { FromBot: true, IsDeleted: false }).ToList();
        Assert.All(shown, message => Assert.DoesNotContain(
            Personal, word => message.Text.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var cards = shown.Where(message => message.Text.Contains("Данные удалены по просьбе клиента", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, cards.Count);
        Assert.All(cards, card => Assert.Empty(card.InlineButtons));
    }

    // The managers take the ticket, answer, note, are asked for an answer, hear that one did not arrive, and close it.
    private static async Task BeServedAsync(ManagerGroup managers, ChatParticipant client, long id)
    {
        var card = await managers.Seat.NextAsync($"№{id}");
        await managers.Seat.Press(card, "В работу").AnswerAsync(Soon);
        await managers.Seat.WaitForEditAsync(card, message => message.Button("Закрыть заявку") is not null);
        managers.Seat.SendText("Аполлинария, чем помочь?", replyTo: card);
        await client.NextAsync("чем помочь?");
        managers.Seat.SendText("// Кузнецова платит не сразу", replyTo: card);
        await managers.Seat.Press(card, "Ответить").AnswerAsync(Soon);
        await managers.Seat.NextAsync("напишите ответ клиенту");
        client.Block();
        managers.Seat.SendText("Верхнеудинск — это далеко", replyTo: card);
        Assert.Contains("916", (await managers.Seat.NextAsync("Телефон клиента")).Text, StringComparison.Ordinal);
        client.Unblock();
        await managers.Seat.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await managers.OutboxIsEmptyAsync();
    }

    private static async Task WithdrawAsync(ChatParticipant client)
    {
        var shown = await OpenNewestAsync(client);
        client.Press(shown, "Отозвать");
        await client.WaitForEditAsync(shown, message => message.Button("Не отзывать") is not null);
        client.Press(shown, "Отозвать");
        await client.NextAsync("отозвана.");
    }

    private static async Task SupplementAsync(ChatParticipant client)
    {
        client.Press(await OpenNewestAsync(client), "Дополнить");
        await client.NextAsync("Что добавить");
        client.SendVoice();
        await client.NextAsync("Добавили к заявке");
    }

    private static async Task AddAsync(ChatParticipant client, long id)
    {
        client.SendText("После шести, пожалуйста");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
        client.SendDocument("и это");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
    }

    private static async Task<ChatMessage> OpenNewestAsync(ChatParticipant client)
    {
        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Button("Дополнить") is not null);
        return shown;
    }

    // The presses of managers bring the card along.
    private static async Task SetManagersUpdatesAsideAsync(BotUnderTest bot)
    {
        foreach (var card in await bot.Database.ReadAsync(
            """
            select jsonb_build_object('message_id', message_id, 'chat', jsonb_build_object('id', chat_id), 'text', 'Аполлинария, отложено')
              from ticket_cards
            """))
        {
            await bot.Database.ExecuteAsync(
                $$"""
                insert into inbox (update_id, payload, set_aside_at, last_error)
                values (null, '{"callback_query":{"from":{"id":9},"message":{{card}}} }', now(), 'why')
                """);
        }
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
