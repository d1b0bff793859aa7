using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What becomes of messages whose buttons are used up, with the whole program over HTTP.</summary>
public sealed class UsedMessageTests
{
    [Fact]
    public async Task Reviews_and_lists_lose_their_buttons_by_one_edit_each()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary);
        client.Press(review, "Изменить");
        var list = await client.NextAsync("Что поправить?");
        client.Press(list, "Город");
        await client.NextAsync("город");
        client.SendText("Казань");
        var second = await client.NextAsync("Проверьте заявку");
        client.Press(second, "Изменить");
        var secondList = await client.NextAsync("Что поправить?");
        client.Press(secondList, "Ничего не менять");
        var third = await client.NextAsync("Проверьте заявку");
        client.Press(third, "Отправить");
        await client.NextAsync("№1");

        foreach (var (used, chosen) in new[]
            { (review, "Изменить"), (list, "Город"), (second, "Изменить"), (secondList, "Ничего не менять"), (third, "Отправить") })
        {
            await Eventually.IsTrueAsync(
                () => used.InlineButtons.Length == 0 && used.Text.EndsWith($"✓ {chosen}", StringComparison.Ordinal),
                $"«{chosen}» is shown");
        }

        await bot.AssertAllIsHandledAsync();
        Assert.All(EditsOf(bot, client).CountBy(edited => edited), edited => Assert.Equal(1, edited.Value));
    }

    [Fact]
    public async Task An_edit_that_Telegram_refuses_or_holds_back_does_not_hold_up_the_next_question()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        bot.Telegram.Faults.Inject(Fault.Stall(TimeSpan.FromMinutes(5)) with { Method = "editMessageText", Times = null });
        bot.Telegram.Faults.Inject(Fault.ServerError() with { Method = "editMessageReplyMarkup", Times = null });
        client.SendText("Анна");
        client.Press(await client.NextAsync("организац"), "Частное лицо");
        await client.NextAsync("город");
        client.SendText("Тверь");
        client.Press(await client.NextAsync("направлен"), "Знаки");

        await client.NextAsync("задач");

        bot.Telegram.Faults.Clear();
    }

    private static IEnumerable<long> EditsOf(BotUnderTest bot, ChatParticipant client) => bot.Telegram.Calls.All
        .Where(call => call.ChatId == client.ChatId && call.Method is "editMessageText" or "editMessageReplyMarkup")
        .Select(call => (long)call.Parameters["message_id"]!);
}
