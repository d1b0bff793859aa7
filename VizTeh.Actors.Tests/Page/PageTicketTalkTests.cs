using Microsoft.Playwright;

namespace VizTeh.Actors.Tests.Page;

/// <summary>On the page a client and a manager talk about a ticket as in Telegram.</summary>
public sealed class PageTicketTalkTests
{
    [Fact]
    public async Task A_voice_message_replies_and_a_reaction_are_played_by_the_people_on_the_page()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(2400, 1100);
        var client = new ChatOnPage(page, "client1");
        var manager = new ChatOnPage(page, "manager");
        await client.BeginFormAsync();
        await client.AnswerAsync("ООО «Ромашка»", "город");
        await client.AnswerAsync("Тверь", "направлен");
        await client.PressAsync("Стелы");
        await client.HearAsync("задач");

        await client.AttachAsync("Голосовое");
        await client.HearAsync("добавлен");
        await client.PressAsync("Готово");
        await client.HearAsync("телефон");
        await client.AnswerAsync("+79161234567", "Проверьте заявку");
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");
        await manager.HearAsync("№1");
        await Assertions.Expect(manager.Element.Locator(".message.theirs .kind-voice")).ToBeVisibleAsync();

        await client.ReplyAsync("№1 принята", "А доставка есть?");
        await client.HearAsync("Добавили к заявке №1");
        await manager.HearAsync("А доставка есть?");
        await Assertions.Expect(manager.FromBot("А доставка есть?").Locator(".quote")).ToContainTextAsync("№1");

        await manager.ReplyAsync("А доставка есть?", "Да, по всей области");
        await client.HearAsync("Да, по всей области");
        await Assertions.Expect(manager.FromPerson("Да, по всей области").Locator(".reaction")).ToBeVisibleAsync();
        await client.ReplyAsync("Да, по всей области", "Отлично, жду");
        await manager.HearAsync("Отлично, жду");
        Assert.Empty(sandbox.Mistakes);
    }

    [Fact]
    public async Task A_manager_takes_a_ticket_is_reminded_of_it_answers_and_lists_what_is_open_by_clicks_and_a_command()
    {
        await using var sandbox = await PageUnderTest.StartAsync();
        var page = await sandbox.OpenAsync(2400, 1100);
        var client = new ChatOnPage(page, "client1");
        var manager = new ChatOnPage(page, "manager");
        await client.FillAsync("ООО «Ромашка»");
        await client.PressAsync("Отправить");
        await client.HearAsync("№1 принята");
        var card = manager.FromBot("№1 · Стелы");

        await manager.PressAsync("В работу");
        await Assertions.Expect(card).ToContainTextAsync("В работе");
        await manager.PressAsync("Напомнить");
        await manager.PressAsync("через 1 ч");
        await Assertions.Expect(card).ToContainTextAsync("⏰");
        await manager.PressAsync("Ответить");
        await manager.HearAsync("напишите ответ клиенту по заявке №1");
        await manager.ReplyAsync("напишите ответ клиенту по заявке №1", "Замерщик будет в четверг");
        await client.HearAsync("Замерщик будет в четверг");
        await Assertions.Expect(client.FromBot("Замерщик будет в четверг")).ToContainTextAsync("Ответ по заявке №1");
        await manager.AnswerAsync("/open", "Открытые заявки: 1");

        await Assertions.Expect(manager.FromBot("Открытые заявки: 1")).ToContainTextAsync("№1");
        Assert.Empty(sandbox.Mistakes);
    }
}
