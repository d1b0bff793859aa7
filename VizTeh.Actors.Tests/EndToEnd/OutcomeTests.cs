using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What managers who close tickets with an outcome rely on, with the whole program over HTTP.</summary>
public sealed class OutcomeTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task The_outcomes_are_offered_on_the_pressed_card_stay_there_through_an_edit_and_go_from_all_cards_with_the_choice()
    {
        var (bot, maria) = await CreateAsync();
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));

        var asked = await petr.Press(petrs, "Закрыть заявку").AnswerAsync(Soon);
        Assert.Equal((false, $"Чем закончилась заявка №{id}?"), (asked.ShowAlert, asked.Text));
        await petr.WaitForEditAsync(petrs, Offers);
        Assert.Equal(
            [["Заказ", "Отказ"], ["Спам", "Дубль"], ["‹ Назад"]],
            petrs.InlineButtons.Select(row => row.Select(button => button.Label).ToArray()));
        await maria.Press(marias, "В работу").AnswerAsync(Soon);
        await petr.WaitForEditAsync(
            petrs, message => Offers(message) && message.Text.Contains("В работе с", StringComparison.Ordinal));
        Assert.NotNull(marias.Button("Закрыть заявку"));
        Assert.Equal("", (await petr.Press(petrs, "‹ Назад").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(petrs, message => message.Button("Закрыть заявку") is not null);

        await petr.Press(petrs, "Закрыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(petrs, Offers);
        await maria.Press(marias, "Закрыть заявку").AnswerAsync(Soon);
        await maria.WaitForEditAsync(marias, Offers);
        var stale = petrs.Button("Спам")!.Data!;
        Assert.Equal($"Заявка №{id} закрыта: Отказ.", (await maria.Press(marias, "Отказ").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(petrs, ClosedAs("Отказ"));
        await maria.WaitForEditAsync(marias, ClosedAs("Отказ"));
        var late = await petr.PressData(petrs, stale).AnswerAsync(Soon);
        Assert.True(late.ShowAlert);
        Assert.StartsWith($"Заявка №{id} уже закрыта: Мария (@maria), ", late.Text, StringComparison.Ordinal);
        Assert.EndsWith(". Итог: Отказ.", late.Text, StringComparison.Ordinal);

        client.SendText("/my");
        var shown = await client.NextAsync("Мои заявки");
        client.Press(shown, shown.InlineButtons[0][0].Label);
        await client.WaitForEditAsync(shown, message => message.Text.Contains("закрыта", StringComparison.OrdinalIgnoreCase));
        Assert.All(client.Messages, message => Assert.DoesNotContain("Отказ", message.Text, StringComparison.Ordinal));
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task A_card_of_an_earlier_version_closes_its_ticket_with_one_press_and_without_an_outcome()
    {
        var (bot, _) = await CreateAsync();
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        var check = card.Button("Закрыть заявку")!.Data!.Split(':')[^1];

        Assert.Equal(
            $"Заявка №{id} закрыта.", (await petr.PressData(card, $"question_status:close:{id}:{check}").AnswerAsync(Soon)).Text);

        await petr.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        Assert.Equal(["closed"], await bot.Database.ReadAsync("select concat_ws('|', status, outcome) from tickets"));
    }

    [Fact]
    public async Task A_list_that_was_changed_since_is_offered_anew_and_one_that_was_emptied_closes_the_ticket_with_one_press()
    {
        var (bot, _) = await CreateAsync();
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        var close = card.Button("Закрыть заявку")!.Data!;
        await petr.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, Offers);
        await RestartAsync("Продали", "Отказ");

        var gone = await petr.Press(card, "Заказ").AnswerAsync(Soon);

        Assert.Equal(
            (true, $"Такого итога в списке больше нет, заявка №{id} не закрыта. Выберите другой."), (gone.ShowAlert, gone.Text));
        await petr.WaitForEditAsync(card, message => message.Button("Продали") is not null);
        Assert.Equal(["open"], await bot.Database.ReadAsync("select status from tickets"));
        await RestartAsync();
        Assert.Equal($"Заявка №{id} закрыта.", (await petr.PressData(card, close).AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);

        async Task RestartAsync(params string[] outcomes)
        {
            await bot.StopAsync();
            bot.Settings = bot.Settings with { Company = bot.Settings.Company with { Outcomes = outcomes } };
            await bot.StartAsync();
        }
    }

    [Fact]
    public async Task A_reply_to_a_card_that_offers_the_outcomes_is_an_answer_to_its_client()
    {
        var (bot, _) = await CreateAsync();
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var client = bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        await petr.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(card, Offers);

        petr.SendText("Перезвоним завтра", replyTo: card);

        await client.NextAsync("Перезвоним завтра");
    }

    [Theory]
    [InlineData("outcomes:{0}")]
    [InlineData("outcome:{0}::0a1b2c3d")]
    [InlineData("card:{0}")]
    public async Task A_press_by_anyone_else_is_refused(string data)
    {
        var (bot, _) = await CreateAsync();
        await using var running = bot;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var stranger = bot.NewClient("Чужой");
        stranger.SendText("/start");
        var own = await stranger.NextAsync("заявк");

        var answer = await stranger.PressData(
            own, "question_status:" + data.Replace("{0}", $"{id}", StringComparison.Ordinal)).AnswerAsync(Soon);

        Assert.Equal((true, "Менять состояние заявок могут только менеджеры."), (answer.ShowAlert, answer.Text));
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(menu) from ticket_cards"));
    }

    private static bool Offers(ChatMessage message) => message.Button("‹ Назад") is not null;

    private static Func<ChatMessage, bool> ClosedAs(string outcome) => message =>
        message.Button("Открыть заявку") is not null
        && message.Text.Split('\n')[0].Contains($" · Закрыта ({outcome}) ", StringComparison.Ordinal);

    private static async Task<(BotUnderTest Bot, ChatParticipant Maria)> CreateAsync()
    {
        Person? maria = null;
        var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            maria = telegram.AddPerson("Мария", username: "maria");
            maria.Chat.SendText("/start");
            return settings with
            {
                ManagerChatIds = [.. settings.ManagerChatIds, maria.Id],
                Company = settings.Company with { Outcomes = OutcomeKeys.Shipped },
            };
        });
        return (bot, maria!.Chat);
    }
}
