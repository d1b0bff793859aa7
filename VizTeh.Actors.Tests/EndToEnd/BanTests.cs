using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Managers ban a client by a ticket's number, with the whole program over HTTP.</summary>
public sealed class BanTests
{
    private const string Sentence = "Извините, мы больше не принимаем от вас сообщения в этом боте.";
    private const string Note = "Мы больше не принимаем от вас сообщения в этом боте.";
    private const string Bans = "select concat_ws('|', user_id, coalesce(ticket_id::text, 'null'), manager_name) from bans";

    [Fact]
    public async Task A_banned_client_gets_one_sentence_and_then_silence_and_the_open_form_goes_on_after_the_ban()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"🟢 №{id}");
        foreach (var (_, act, question) in ClientDialogue.Steps(TypedForm.Ordinary).Take(4))
        {
            await act(client);
            await client.NextAsync(question);
        }

        await SayAsync(managers, $"/ban {id}", $"Клиент заявки №{id} заблокирован");
        var events = await EventsAsync(managers.Bot);

        client.SendText("Стелы");
        await client.NextAsync(Sentence);
        var said = client.Messages.Count(message => message.FromBot);
        client.SendText("Почему?");
        client.SendPhoto("Вот");
        client.SendText("/start");
        var answer = await ClientDialogue.PressNewestAsync(client, "Стелы");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.Bot.StopAsync();
        client.SendText("И после перезапуска?");
        await managers.Bot.StartAsync();
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Equal(Note, answer.Text);
        Assert.Equal(said, client.Messages.Count(message => message.FromBot));
        Assert.Equal(events, await EventsAsync(managers.Bot));
        Assert.Empty(await managers.Bot.Database.ReadAsync("select text from ticket_messages"));
        Assert.Equal(
            ["Мария (@maria)"], await managers.Bot.Database.ReadAsync("select actor_name from ticket_history where action = 'ban'"));
        Assert.NotNull(card.Button("Закрыть заявку"));

        await SayAsync(managers, $"/unban {id}", "Клиент разблокирован");
        await ClientDialogue.PressNewestAsync(client, "Стелы");
        await client.NextAsync("задач");
        Assert.Equal(
            ["ban", "unban"],
            await managers.Bot.Database.ReadAsync("select action from ticket_history where action <> 'status' order by id"));
        Assert.Empty(await managers.Bot.Database.ReadAsync(Bans));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Other_clients_are_served_while_a_banned_one_floods_and_the_flood_gets_no_notice()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await SayAsync(managers, $"/ban {id}", "заблокирован");
        client.SendText("Почему?");
        await client.NextAsync(Sentence);
        var said = client.Messages.Count(message => message.FromBot);

        for (var count = 0; count < 100; count++)
            client.SendText("?");
        await managers.Bot.NewClient("Борис").OrderAsync(TypedForm.Ordinary);
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Equal(said, client.Messages.Count(message => message.FromBot));
    }

    [Fact]
    public async Task Commands_say_what_is_wrong_with_them_and_list_who_is_banned()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);

        await SayAsync(managers, "/banned", "Никто не заблокирован");
        await SayAsync(managers, "/ban", "Напишите номер заявки");
        await SayAsync(managers, "/ban Анну", "Напишите номер заявки");
        await SayAsync(managers, "/ban 99999", "Заявки №99999 нет в базе");
        await SayAsync(managers, "/unban", "Напишите номер заявки или id");
        await SayAsync(managers, $"/unban {id}", "Такой клиент не заблокирован");
        await managers.Bot.Database.ExecuteAsync("insert into tickets (user_id, status) values (null, 'open')");
        await SayAsync(managers, $"/ban {id + 1}", "некого блокировать");
        await SayAsync(managers, $"/ban №{id}", "заблокирован: бот ответит ему ещё один раз");
        await SayAsync(managers, $"/ban {id}", $"Клиент заявки №{id} уже заблокирован: Мария (@maria), ");
        var list = await SayAsync(managers, "/banned", "Заблокированные клиенты: 1");
        Assert.Contains($"• №{id}, Анна, id {client.Person.Id}: Мария (@maria), ", list.Text, StringComparison.Ordinal);
        await SayAsync(managers, string.Create(CultureInfo.InvariantCulture, $"/unban {client.Person.Id}"), "Клиент разблокирован");
        await SayAsync(managers, "/banned", "Никто не заблокирован");
        await managers.Bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task Commands_about_bans_are_nothing_to_a_client_wherever_they_are_typed()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        foreach (var command in new[] { $"/ban {id}", $"/unban {id}", "/banned", "/find анна", "/export", "/stats" })
            client.SendText(command);
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText($"/ban {id}");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Empty(await managers.Bot.Database.ReadAsync(Bans));
        Assert.DoesNotContain(client.Messages, message => message.FromBot && message.Kind == MessageKind.Document);
        Assert.DoesNotContain(
            client.Messages, message => message.FromBot && message.Text.Contains("блокирован", StringComparison.Ordinal));
        Assert.DoesNotContain(
            client.Messages, message => message.FromBot && message.Text.Contains("Поиск", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_long_list_has_pages_and_a_page_that_is_none_is_the_last_one()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        await managers.Bot.Database.ExecuteAsync(
            """
            insert into bans (user_id, manager_id, manager_name, update_id, banned_at)
            select n, 1, 'Мария', n, now() - n * interval '1 minute' from generate_series(1, 41) n
            """);

        var first = await SayAsync(managers, "/banned", "Дальше: /banned 2");
        var last = await SayAsync(managers, "/banned 7", "id 41: Мария");

        Assert.Contains("• id 1: Мария", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("id 21:", first.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Дальше", last.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_ban_survives_the_erasure_of_the_clients_data_and_holds_the_id_only()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient("Аполлинария");
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"🟢 №{id}");
        await SayAsync(managers, $"/ban {id}", "заблокирован");
        client.SendText("Почему?");
        await client.NextAsync(Sentence);

        client.SendText("/forget");
        client.Press(await client.NextAsync("Удалить все ваши данные?"), "Удалить мои данные");
        client.Press(await client.NextAsync("Точно удалить?"), "Да, удалить навсегда");
        await client.NextAsync("Ваши данные удалены.");
        var said = client.Messages.Count(message => message.FromBot);
        client.SendText("Оставить заявку");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Equal(said, client.Messages.Count(message => message.FromBot));
        Assert.Equal([$"{client.Person.Id}|null|Мария (@maria)"], await managers.Bot.Database.ReadAsync(Bans));
        var list = await SayAsync(managers, "/banned", "Заблокированные клиенты: 1");
        Assert.Contains($"• id {client.Person.Id}: Мария", list.Text, StringComparison.Ordinal);
        await SayAsync(managers, string.Create(CultureInfo.InvariantCulture, $"/unban {client.Person.Id}"), "Клиент разблокирован");
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
    }

    private static async Task<ChatMessage> SayAsync(ManagerGroup managers, string command, string answer)
    {
        managers.Seat.SendText($"{command.Split(' ')[0]}@{managers.Bot.Telegram.BotUsername}{command[command.Split(' ')[0].Length..]}");
        return await managers.Seat.NextAsync(answer);
    }

    private static async Task<string?> EventsAsync(BotUnderTest bot) =>
        (await bot.Database.ReadAsync("select coalesce(max(sequence_number), 0)::text from akka.journal"))[0];
}
