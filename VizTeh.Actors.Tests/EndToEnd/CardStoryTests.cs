using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Cards tell of their client what is true now, with the whole program over HTTP.</summary>
public sealed class CardStoryTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_cards_of_one_clients_open_tickets_name_each_other_until_one_is_closed()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var first = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"🟢 №{first} ");
        await managers.OutboxIsEmptyAsync();
        Assert.DoesNotContain("🔁", card.Text, StringComparison.Ordinal);

        var second = await client.OrderAsync(TypedForm.Ordinary);
        var later = await managers.Seat.NextAsync($"🟢 №{second} ");

        Assert.Contains($"\n🔁 Ещё открыта: №{first}\n", later.Text, StringComparison.Ordinal);
        await managers.Seat.WaitForEditAsync(card, message => Tells(message, $"🔁 Ещё открыта: №{second}"));
        await managers.Seat.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await managers.Seat.WaitForEditAsync(card, message => !Tells(message, "🔁"));
        await managers.Seat.WaitForEditAsync(later, message => Tells(message, "🔁 Клиент обращался раньше"));
        await managers.Seat.Press(card, "Открыть заявку").AnswerAsync(Soon);
        await managers.Seat.WaitForEditAsync(later, message => Tells(message, $"🔁 Ещё открыта: №{first}"));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Unanswered_messages_are_counted_on_the_card_until_an_answer_and_an_album_is_one_and_one_edit()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"🟢 №{id} ");
        managers.Seat.SendText("Какой высоты?", replyTo: card);
        var answer = await client.NextAsync("Какой высоты?");
        await managers.OutboxIsEmptyAsync();
        var edits = card.EditCount;

        client.SendPictures([.. Enumerable.Range(0, 10).Select(_ => new Picture([1], 640, 480))], replyTo: answer);
        await managers.Seat.WaitForEditAsync(card, message => Tells(message, "✉️ Без ответа: 1 сообщение"));
        await managers.OutboxIsEmptyAsync();
        Assert.InRange(card.EditCount - edits, 1, 2);
        client.SendText("Три метра", replyTo: answer);
        await managers.Seat.WaitForEditAsync(card, message => Tells(message, "✉️ Без ответа: 2 сообщения"));

        managers.Seat.SendText("// посчитаю", replyTo: card);
        await Eventually.BecomesAsync(
            () => managers.Bot.Database.ReadAsync("select author from ticket_messages order by id desc limit 1"), rows => rows is ["note"],
            "the note is stored");
        await managers.OutboxIsEmptyAsync();
        Assert.True(Tells(card, "✉️ Без ответа: 2 сообщения"));
        managers.Seat.SendText("Посчитали", replyTo: card);
        await managers.Seat.WaitForEditAsync(card, message => !Tells(message, "✉️"));
        await managers.Bot.AssertAllIsHandledAsync();
    }

    [Fact]
    public async Task An_answer_that_its_client_cannot_get_leaves_the_message_unanswered_on_the_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"🟢 №{id} ");
        managers.Seat.SendText("Какой высоты?", replyTo: card);
        var answer = await client.NextAsync("Какой высоты?");
        client.SendText("Три метра", replyTo: answer);
        await managers.Seat.WaitForEditAsync(card, message => Tells(message, "✉️ Без ответа: 1 сообщение"));
        await managers.OutboxIsEmptyAsync();
        client.Block();

        managers.Seat.SendText("Готово", replyTo: card);

        await managers.Seat.NextAsync("не доставлен");
        await managers.OutboxIsEmptyAsync();
        Assert.True(Tells(card, "✉️ Без ответа: 1 сообщение"));
    }

    private static bool Tells(ChatMessage message, string words) => message.Text.Contains($"\n{words}", StringComparison.Ordinal);
}
