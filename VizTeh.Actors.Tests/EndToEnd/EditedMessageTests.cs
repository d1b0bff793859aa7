using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client edits messages, with the whole program over HTTP.</summary>
public sealed class EditedMessageTests
{
    [Fact]
    public async Task A_client_mends_a_typing_mistake_in_an_answer_and_in_a_refused_number_by_editing_the_messages()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        var name = client.SendText("Анка");
        await client.NextAsync("организац");
        client.EditText(name, "Анна");
        await client.NextAsync("Исправлено: «Имя» — Анна.");
        foreach (var (answer, next) in new[] { ("ООО", "город"), ("Тверь", "направлен"), ("Знаки", "задач"), ("Вывеска", "телефон") })
        {
            client.SendText(answer);
            await client.NextAsync(next);
        }

        var phone = client.SendText("916 123");
        await client.NextAsync("цифр");
        client.EditText(phone, "916 123-45-67");
        await client.NextAsync("Проверьте заявку");
        await bot.StopAsync();
        await bot.StartAsync();
        client.EditText(name, "Анна К.");
        var review = await client.NextAsync("Проверьте заявку");
        client.Press(review, "Отправить");
        await client.NextAsync("№1");

        client.EditText(name, "Борис");
        await bot.AssertAllIsHandledAsync();
        Assert.Equal(["Анна К. +79161234567"], await bot.Database.ReadAsync("select name || ' ' || phone from tickets"));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(*)::text from tickets where answers::text like '%essage%'"));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Edits_that_wait_with_their_messages_while_the_bot_is_down_are_taken_in_order()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        client.EditText(client.SendText("Анка"), "Анна");

        await bot.StartAsync();

        await client.NextAsync("организац");
        await client.NextAsync("Исправлено: «Имя» — Анна.");
        await bot.AssertAllIsHandledAsync();
        client.SendText("ООО");
        await client.NextAsync("город");
    }
}
