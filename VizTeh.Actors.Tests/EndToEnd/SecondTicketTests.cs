using VizTeh.Actors.Questions;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Clients;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A client who comes back does not write again what the firm knows, with the whole program over HTTP.</summary>
public sealed class SecondTicketTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_second_ticket_is_filled_by_buttons_alone_but_for_what_is_new_in_it()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient("Анна", username: "anna");
        await client.OrderAsync(TypedForm.Ordinary);

        client.PressMenu(FormScript.Begin);
        await PressAsync(client, await client.NextAsync("обращаться"), "Анна");
        await PressAsync(client, await client.NextAsync("организац"), "ООО «Ромашка»");
        await PressAsync(client, await client.NextAsync("город"), "Тверь");
        await PressAsync(client, await client.NextAsync("направлен"), "Знаки");
        await client.NextAsync("задач");
        client.SendText("Ещё две таблички");
        await client.NextAsync("телефон");
        client.PressMenu("+7\u00A0916\u00A0123-45-67");
        await PressAsync(client, await client.NextAsync("Проверьте заявку"), "Отправить");

        var id = ClientDialogue.NumberIn(await client.NextAsync("№"));
        Assert.Equal(
            [$"{id}|Анна|ООО «Ромашка»|Тверь|Знаки|Ещё две таблички|+79161234567"],
            await bot.Database.ReadAsync(
                $"select concat_ws('|', id, name, org, city, direction, description, phone) from tickets where id = {id}"));
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task With_the_key_removed_nothing_is_offered_and_what_is_on_the_screen_is_still_taken()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        await client.OrderAsync(TypedForm.Ordinary);
        client.PressMenu(FormScript.Begin);
        var name = await client.NextAsync("обращаться");
        await bot.StopAsync();
        var company = bot.Settings.Company;
        bot.Settings = bot.Settings with
        {
            Company = company with
            {
                Form = new FormDefinition(company.Form.Questions.Select(question => question with { IsRemembered = false })),
            },
        };
        await bot.StartAsync();

        await PressAsync(client, name, "Анна");
        var organization = await client.NextAsync("организац");
        Assert.Equal(["Частное лицо"], organization.InlineButtons.SelectMany(row => row).Select(button => button.Label));
        foreach (var (typed, next) in ((string, string)[])[
            ("ООО", "город"), ("Омск", "направлен"), ("Знаки", "задач"), ("Вывеска", "телефон")])
        {
            client.SendText(typed);
            var question = client.NextAsync(next);
            Assert.DoesNotContain((await question).InlineButtons.SelectMany(row => row), button => button.Label == "Тверь");
        }

        Assert.DoesNotContain(client.Menu!.Labels, label => label.Contains('7', StringComparison.Ordinal));
    }

    private static Task PressAsync(ChatParticipant client, ChatMessage message, string label) =>
        client.Press(message, label).AnswerAsync(Soon);
}
