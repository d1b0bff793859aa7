using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>What managers who share tickets rely on, with the whole program over HTTP.</summary>
public sealed class ClaimTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task A_ticket_is_taken_taken_over_and_given_back_and_all_its_cards_say_who_has_it()
    {
        var (bot, maria) = await CreateAsync();
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));

        Assert.Equal($"Заявка №{id} теперь у вас в работе.", (await petr.Press(petrs, "В работу").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(petrs, InWork("Пётр Менеджеров (@petr_m)"));
        await maria.WaitForEditAsync(marias, InWork("Пётр Менеджеров (@petr_m)"));
        Assert.Equal(
            $"Заявка №{id} уже у вас в работе.", (await petr.Press(petrs, "Перехватить").AnswerAsync(Soon)).Text);

        Assert.Equal(
            $"Заявка №{id} теперь у вас в работе. До этого: Пётр Менеджеров (@petr_m).",
            (await maria.Press(marias, "Перехватить").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(petrs, InWork("Мария (@maria)"));
        var refused = await petr.Press(petrs, "Вернуть в очередь").AnswerAsync(Soon);
        Assert.StartsWith($"Заявка №{id} уже в работе: Мария (@maria), ", refused.Text, StringComparison.Ordinal);
        Assert.True(refused.ShowAlert);

        await maria.WaitForEditAsync(marias, InWork("Мария (@maria)"));
        Assert.Equal($"Заявка №{id} снова свободна.", (await maria.Press(marias, "Вернуть в очередь").AnswerAsync(Soon)).Text);
        await petr.WaitForEditAsync(
            petrs, message => message.Button("В работу") is not null && !message.Text.Contains("👤", StringComparison.Ordinal));
        Assert.Equal(
            ["status", "claim", "take-over", "release"], await bot.Database.ReadAsync("select action from ticket_history order by id"));
        await bot.AssertAllIsHandledAsync();
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task Of_two_managers_who_press_at_once_one_gets_the_ticket_and_the_other_hears_who_has_it()
    {
        var (bot, maria) = await CreateAsync();
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));

        var answers = await Task.WhenAll(
            petr.Press(petrs, "В работу").AnswerAsync(Soon), maria.Press(marias, "В работу").AnswerAsync(Soon));

        var winner = Assert.Single(answers, answer => answer.Text == $"Заявка №{id} теперь у вас в работе.");
        var name = winner == answers[0] ? "Пётр Менеджеров (@petr_m)" : "Мария (@maria)";
        Assert.Single(answers, answer => answer.Text.StartsWith($"Заявка №{id} уже в работе: {name}, ", StringComparison.Ordinal));
        await petr.WaitForEditAsync(petrs, InWork(name));
        await maria.WaitForEditAsync(marias, InWork(name));
    }

    [Fact]
    public async Task A_closed_ticket_is_taken_by_nobody_and_one_that_is_opened_again_is_free()
    {
        var (bot, maria) = await CreateAsync();
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));
        var claim = petrs.Button("В работу")!.Data!;
        await petr.Press(petrs, "В работу").AnswerAsync(Soon);
        await maria.Press(marias, "Закрыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(petrs, message => message.Button("Открыть заявку") is not null);
        Assert.Contains("\n👤 Была в работе — Пётр Менеджеров (@petr_m)\n", petrs.Text, StringComparison.Ordinal);

        var stale = await maria.PressData(marias, claim).AnswerAsync(Soon);
        Assert.Equal((true, $"Заявка №{id} закрыта. Чтобы взять её в работу, сначала откройте её снова."), (stale.ShowAlert, stale.Text));

        await petr.Press(petrs, "Открыть заявку").AnswerAsync(Soon);
        await petr.WaitForEditAsync(petrs, message => message.Button("В работу") is not null);
        Assert.DoesNotContain("👤", petrs.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("claim:{0}")]
    [InlineData("release:{0}")]
    [InlineData("take:{0}::1")]
    public async Task A_press_by_anyone_else_is_refused(string data)
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var stranger = bot.NewClient("Чужой");
        stranger.SendText("/start");
        var own = await stranger.NextAsync("заявк");

        var answer = await stranger.PressData(
            own, "question_status:" + data.Replace("{0}", $"{id}", StringComparison.Ordinal)).AnswerAsync(Soon);

        Assert.Equal((true, "Менять состояние заявок могут только менеджеры."), (answer.ShowAlert, answer.Text));
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from ticket_history"));
    }

    [Fact]
    public async Task Where_claims_are_off_a_card_has_no_such_button_and_one_that_was_left_over_says_so_and_goes()
    {
        var (bot, _) = await CreateAsync(new ClaimSettings(IsOn: false, TakeOverAfter: null));
        await using var running = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await petr.NextAsync($"№{id}");
        Assert.Equal(
            ["Закрыть заявку", "Ответить", "Скопировать номер", "Напомнить"],
            card.InlineButtons.SelectMany(row => row).Select(button => button.Label));

        var check = card.Button("Закрыть заявку")!.Data!.Split(':')[^1];
        var answer = await petr.PressData(card, $"question_status:claim:{id}:{check}").AnswerAsync(Soon);

        Assert.Equal("Брать заявки в работу сейчас нельзя: это выключено в настройках.", answer.Text);
        Assert.Equal(["0"], await bot.Database.ReadAsync("select count(owner_id) from tickets"));
    }

    [Fact]
    public async Task A_colleague_who_may_take_over_only_later_hears_from_when_on()
    {
        var (bot, maria) = await CreateAsync(new ClaimSettings(IsOn: true, TakeOverAfter: TimeSpan.FromHours(2)));
        await using var _ = bot;
        var petr = bot.Manager.Chat;
        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var (petrs, marias) = (await petr.NextAsync($"№{id}"), await maria.NextAsync($"№{id}"));
        await petr.Press(petrs, "В работу").AnswerAsync(Soon);
        await maria.WaitForEditAsync(marias, InWork("Пётр Менеджеров (@petr_m)"));

        var early = await maria.Press(marias, "Перехватить").AnswerAsync(Soon);
        Assert.Contains(". Перехватить можно с ", early.Text, StringComparison.Ordinal);
        await bot.Database.ExecuteAsync("update tickets set claimed_at = now() - interval '3 hours'");
        Assert.StartsWith(
            $"Заявка №{id} теперь у вас", (await maria.Press(marias, "Перехватить").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_anonymous_administrator_who_presses_has_the_ticket_by_the_persons_own_name()
    {
        await using var managers = await ForumGroup.CreateAsync();
        managers.Seat.AsTheGroup().SendText("/help");
        await managers.Seat.NextAsync("/photoid");
        var id = await managers.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        var card = await managers.Seat.NextAsync($"№{id}");

        await managers.Seat.AsTheGroup().Press(card, "В работу").AnswerAsync(Soon);

        await managers.Seat.WaitForEditAsync(card, InWork("Мария (@maria)"));
        Assert.Equal([$"{managers.Manager.Id}"], await managers.Bot.Database.ReadAsync("select owner_id from tickets"));
    }

    private static Func<ChatMessage, bool> InWork(string name) => message =>
        message.Text.Contains("\n👤 В работе с ", StringComparison.Ordinal)
        && message.Text.Contains($" — {name}\n", StringComparison.Ordinal)
        && message.Button("Перехватить") is not null;

    private static async Task<(BotUnderTest Bot, ChatParticipant Maria)> CreateAsync(ClaimSettings? claim = null)
    {
        Person? maria = null;
        var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            maria = telegram.AddPerson("Мария", username: "maria");
            maria.Chat.SendText("/start");
            return settings with
            {
                ManagerChatIds = [.. settings.ManagerChatIds, maria.Id],
                Company = settings.Company with { Claim = claim ?? settings.Company.Claim },
            };
        });
        return (bot, maria!.Chat);
    }
}
