using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What a client writes after the thank-you, with the whole program over HTTP.</summary>
public sealed class AfterThankYouTests
{
    private const string Stored = "select text from ticket_messages order by id";

    [Fact]
    public async Task What_a_client_writes_comes_under_the_card_and_the_client_hears_so()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        client.SendText("Позвоните <b>после</b> шести & не раньше");
        await client.AddToTicketAsync(id);
        await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит.");
        var shown = await managers.Seat.NextAsync("Клиент добавил");
        client.SendPhoto("вот так");
        await client.AddToTicketAsync(id);
        await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит.");
        var caption = await managers.Seat.NextAsync("Клиент добавил");
        var passedOn = await FileAsync(managers.Seat);
        client.SendSticker();
        await client.NextAsync("Стикер");

        Assert.Equal($"Клиент добавил к заявке №{id}\nПозвоните <b>после</b> шести & не раньше", shown.Text);
        Assert.Equal($"Клиент добавил к заявке №{id}\nвот так", caption.Text);
        Assert.All([shown, caption, passedOn], message => Assert.Same(card, message.ReplyTo));
        Assert.Equal(["Позвоните <b>после</b> шести & не раньше", "вот так"], await managers.Bot.Database.ReadAsync(Stored));
        await managers.OutboxIsEmptyAsync();
        await managers.Bot.AssertAllIsHandledAsync();
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_voice_and_a_place_are_asked_about_and_come_under_the_card_without_words()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        client.SendVoice();
        await client.NextAsync($"Добавить к заявке №{id}?");
        client.SendLocation();
        await managers.Bot.AssertAllIsHandledAsync();
        client.Press(client.Messages.Last(message => message.Button("Добавить") is not null), "Добавить");
        await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит.");

        Assert.Same(card, (await FileAsync(managers.Seat)).ReplyTo);
        await managers.OutboxIsEmptyAsync();
        Assert.Equal(2, managers.Seat.Messages.Count(message => message.ReplyTo == card));
        Assert.Equal(["", ""], await managers.Bot.Database.ReadAsync(Stored));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Whatever_two_clients_write_in_haste_is_kept_in_order_each_under_its_own_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        ChatParticipant[] clients = [managers.Bot.NewClient("Анна"), managers.Bot.NewClient("Борис")];
        var ids = new List<long>();
        foreach (var client in clients)
            ids.Add(await client.OrderAsync(TypedForm.Ordinary));

        for (var part = 1; part <= 5; part++)
        {
            foreach (var client in clients)
                client.SendText($"часть {part} от {client.Person.FirstName}");
        }

        foreach (var (client, id) in clients.Zip(ids))
            await client.AddToTicketAsync(id);
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync("select count(*) from ticket_messages"), rows => rows is ["10"], "all is stored");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        foreach (var (client, id) in clients.Zip(ids))
        {
            var shown = managers.Seat.Messages
                .Where(message => message.Text.StartsWith($"Клиент добавил к заявке №{id}\n", StringComparison.Ordinal)).ToList();
            Assert.Equal(
                Enumerable.Range(1, 5).Select(part => $"часть {part} от {client.Person.FirstName}"),
                shown.Select(message => message.Text.Split('\n')[1]));
            Assert.All(shown, message => Assert.Contains($"№{id} ", message.ReplyTo!.Text, StringComparison.Ordinal));
            Assert.Contains(client.Messages, message => message.Text == $"Добавили к заявке №{id}, менеджер увидит.");
        }
    }

    [Fact]
    public async Task In_a_forum_the_words_come_to_the_topic_of_the_card_and_to_general_when_it_is_closed()
    {
        await using var managers = await ForumGroup.CreateAsync();
        var topic = managers.Group.AddTopic("Заявки");
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"№{id}");
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync("select count(*) from ticket_cards"), rows => rows is ["1"], "the card is known");
        // Words follow the oldest card: this one is forgotten.
        await managers.Bot.Database.ExecuteAsync(
            "delete from ticket_cards; insert into outbox (chat_id, kind, ticket_id, topic_id) "
            + $"values ({managers.Group.Id}, 'card', {id}, {topic.Id})");
        var card = await managers.Seat.NextAsync($"№{id}");
        Assert.Equal(topic.Id, card.TopicId);
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync("select topic_id from ticket_cards"), rows => rows.Count == 1, "the card is known");

        client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);
        var shown = await managers.Seat.NextAsync("Этаж третий");
        topic.Close();
        client.SendText("Вход со двора");
        await client.AddToTicketAsync(id);
        var inGeneral = await managers.Seat.NextAsync("Вход со двора");

        Assert.Equal((card.Id, topic.Id), (shown.ReplyTo!.Id, shown.TopicId));
        Assert.Equal((null, null), (inGeneral.ReplyTo, inGeneral.TopicId));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task What_is_written_while_the_managers_do_not_let_the_bot_in_comes_with_the_card_when_they_do()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        managers.Group.RemoveBot();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);
        await client.NextAsync("Добавили к заявке");
        await managers.Bot.AssertAllIsHandledAsync();

        managers.Group.AddBot();

        var shown = await managers.Seat.NextAsync("Этаж третий");
        Assert.Contains($"№{id} ", shown.ReplyTo!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_words_still_go_to_the_ticket()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.Bot.StopAsync();
        client.SendText("Этаж третий");

        await managers.Bot.StartAsync();

        await client.AddToTicketAsync(id);
        await client.NextAsync($"Добавили к заявке №{id}");
        await managers.Seat.NextAsync("Этаж третий");
    }

    [Fact]
    public async Task Who_has_begun_another_form_and_cancelled_it_still_writes_to_the_ticket()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        client.SendText("Отменить");
        await client.NextAsync("Заявка отменена");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();

        client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);

        await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит.");
        await managers.Seat.NextAsync("Этаж третий");
    }

    [Fact]
    public async Task To_a_ticket_that_was_deleted_nothing_is_added_and_the_client_hears_the_firms_phone()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await managers.Seat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        await managers.Bot.Database.ExecuteAsync(
            "truncate tickets, ticket_history, ticket_cards, ticket_posts, answer_copies, ticket_messages, ticket_waits, ticket_mails, "
            + "outbox");

        client.SendText("Этаж третий");

        var told = await client.NextAsync("больше нет");
        Assert.Contains(managers.Bot.Settings.Company.Phone, told.Text, StringComparison.Ordinal);
        await managers.Bot.AssertAllIsHandledAsync();
        Assert.Empty(await managers.Bot.Database.ReadAsync(Stored));
    }

    [Fact]
    public async Task Words_that_the_table_refuses_are_kept_in_the_inbox_health_says_so_and_they_go_through_when_it_is_mended()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var (bot, client) = (managers.Bot, managers.Bot.NewClient());
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await bot.Database.ExecuteAsync("alter table ticket_messages add constraint nothing check (text <> 'Этаж третий')");

        client.SendText("Этаж третий");
        await client.AddToTicketAsync(id);

        var told = await client.NextAsync("пока не получается");
        Assert.Contains(bot.Settings.Company.Phone, told.Text, StringComparison.Ordinal);
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync(
                "select concat_ws('|', chat_id, last_error) from health where matter = 'message to a ticket refused'"),
            rows => rows is [var row] && row.StartsWith($"{client.ChatId}|", StringComparison.Ordinal)
                && !row.Contains("Этаж", StringComparison.Ordinal),
            "health says whose words are refused, and not which");
        await bot.Database.ExecuteAsync("alter table ticket_messages drop constraint nothing");
        await client.NextAsync($"Добавили к заявке №{id}");
        await managers.Seat.NextAsync("Этаж третий");
        Assert.Single(client.Messages, message => message.Text == told.Text);
        await bot.AssertAllIsHandledAsync();
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select matter from health where matter = 'message to a ticket refused'"), rows => rows.Count == 0,
            "it is over");
    }

    [Fact]
    public async Task What_waits_for_the_choice_is_there_after_a_restart_and_goes_to_the_chosen_of_two_tickets()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var first = await client.OrderAsync(TypedForm.Ordinary);
        var second = await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("Этаж третий");
        var offer = await client.NextAsync("К какой заявке это добавить?");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.Bot.StopAsync();
        await managers.Bot.StartAsync();

        client.Press(offer, offer.InlineButtons.SelectMany(row => row).Single(button =>
            button.Label.StartsWith($"№{first} ", StringComparison.Ordinal)).Label);

        await client.NextAsync($"Добавили к заявке №{first}, менеджер увидит.");
        Assert.Contains($"№{first} ", (await managers.Seat.NextAsync("Этаж третий")).ReplyTo!.Text, StringComparison.Ordinal);
        Assert.True(second > first);
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_reply_to_the_thank_you_is_added_without_a_question()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        await client.OrderAsync(TypedForm.Ordinary);
        var thanks = client.Messages.Last(message => message.Text.Contains($"№{id} принята", StringComparison.Ordinal));

        client.SendText("Этаж третий", replyTo: thanks);

        await client.NextAsync($"Добавили к заявке №{id}, менеджер увидит.");
        Assert.Contains($"№{id} ", (await managers.Seat.NextAsync("Этаж третий")).ReplyTo!.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_closed_ticket_is_opened_again_by_its_client_and_every_card_says_so()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");
        managers.Seat.Press(card, "Закрыть заявку");
        await Eventually.BecomesAsync(
            () => Task.FromResult(card.Text), text => text.StartsWith($"✅ №{id}", StringComparison.Ordinal), "the card is closed");

        client.SendText("Знак упал");
        var offer = await client.NextAsync($"Заявка №{id} уже закрыта");
        client.Press(offer, $"Открыть №{id} снова");

        await client.NextAsync($"Снова открыли заявку №{id}");
        await managers.Seat.NextAsync("Знак упал");
        await Eventually.BecomesAsync(
            () => Task.FromResult(card.Text),
            text => text.StartsWith($"🟢 №{id}", StringComparison.Ordinal) && text.Contains("— клиент", StringComparison.Ordinal),
            "the card is open again, by the client");
        Assert.Equal(
            ["open|клиент"],
            await managers.Bot.Database.ReadAsync(
                "select concat_ws('|', status, actor_name) from ticket_history order by id desc limit 1"));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Words_that_begin_a_new_form_come_under_its_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        await client.OrderAsync(TypedForm.Ordinary);
        client.SendText("Нужна ещё одна стела");
        var offer = await client.NextAsync("Добавить к заявке");
        client.Press(offer, "Новая заявка");
        await client.NextAsync("Начнём новую заявку");

        var id = await client.FinishAsync(TypedForm.Ordinary);

        var shown = await managers.Seat.NextAsync("Нужна ещё одна стела");
        Assert.Contains($"№{id} ", shown.ReplyTo!.Text, StringComparison.Ordinal);
    }

    private static async Task<ChatMessage> FileAsync(ChatParticipant seat) => (await Eventually.BecomesAsync(
        () => Task.FromResult(seat.Messages.FirstOrDefault(message => message.FileId is not null)),
        message => message is not null, "the file comes"))!;
}
