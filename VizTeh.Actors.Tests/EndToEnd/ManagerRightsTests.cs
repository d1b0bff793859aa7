using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>Who may act in a managers' chat: only the people on the list, or everybody where there is none.</summary>
public sealed class ManagerRightsTests
{
    private const string Refusal = "Эти кнопки работают только у менеджеров из списка в настройках бота.";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task With_a_list_a_person_who_is_not_on_it_can_neither_press_nor_answer_nor_note_nor_use_commands()
    {
        await using var managers = await CreateAsync(isListed: true);
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Maria.NextAsync($"🟢 №{id}");
        await managers.OutboxIsEmptyAsync();

        foreach (var button in new[] { "В работу", "Закрыть заявку", "Ответить" })
        {
            var note = await managers.Guest.Press(card, button).AnswerAsync(Soon);
            Assert.Equal((Refusal, true), (note.Text, note.ShowAlert));
        }

        foreach (var words in new[] { "Позвоним", "// ждёт" })
        {
            var written = managers.Guest.SendText(words, replyTo: card);
            Assert.Same(written, (await managers.Maria.NextAsync("Это сообщение никуда не ушло")).ReplyTo);
        }

        managers.Guest.SendPhoto("Так?", replyTo: card);
        await managers.Maria.NextAsync("Это сообщение никуда не ушло");
        managers.Guest.SendText("/photoid@" + managers.Bot.Telegram.BotUsername);
        await managers.Maria.NextAsync("Команды доступны только менеджерам из списка");
        managers.Guest.SendText("Обсудим между собой");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Empty(await managers.Bot.Database.ReadAsync("select text from ticket_messages"));
        Assert.Equal(["open"], await managers.Bot.Database.ReadAsync("select status from ticket_history"));
        Assert.Equal(0, card.EditCount);
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task With_a_list_a_person_who_is_not_on_it_can_neither_take_over_nor_snooze_nor_choose_an_outcome_nor_page_nor_export()
    {
        await using var managers = await CreateAsync(isListed: true, hasOutcomes: true);
        var id = await managers.Bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await managers.Bot.Database.ExecuteAsync("insert into tickets (user_id, name) select 42, 'Клиент' from generate_series(1, 20)");
        var card = await managers.Maria.NextAsync($"🟢 №{id}");
        await managers.Maria.Press(card, "В работу").AnswerAsync(Soon);
        await managers.Maria.WaitForEditAsync(card, message => message.Button("Перехватить") is not null);
        await RefusedAsync(card, "Перехватить");
        await RefusedAsync(card, "Напомнить");
        await managers.Maria.Press(card, "Напомнить").AnswerAsync(Soon);
        await managers.Maria.WaitForEditAsync(card, message => message.Button("через 1 ч") is not null);
        await RefusedAsync(card, "через 1 ч");
        await managers.Maria.Press(card, "‹ Назад").AnswerAsync(Soon);
        await managers.Maria.WaitForEditAsync(card, message => message.Button("Закрыть заявку") is not null);
        await managers.Maria.Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await managers.Maria.WaitForEditAsync(card, message => message.Button("Отказ") is not null);
        await RefusedAsync(card, "Отказ");
        managers.Maria.SendText("/open");
        var list = await managers.Maria.NextAsync("Открытые заявки: 21");
        await RefusedAsync(list, "›");
        managers.Guest.SendText("/export");
        await managers.Maria.NextAsync("Команды доступны только менеджерам из списка");
        await managers.Bot.AssertAllIsHandledAsync();

        Assert.Equal(["claim"], await managers.Bot.Database.ReadAsync("select action from ticket_history where action <> 'status'"));
        Assert.Equal(
            ["open|t"],
            await managers.Bot.Database.ReadAsync(
                $"select concat_ws('|', status, snoozed_until is null, outcome) from tickets where id = {id}"));
        Assert.Equal(["open"], await managers.Bot.Database.ReadAsync("select command from readings"));
        Assert.Equal(0, list.EditCount);
        Assert.DoesNotContain(managers.Maria.Messages, message => message.FromBot && message.Kind == MessageKind.Document);
        managers.Bot.AssertCallsFitTheBotApi();

        async Task RefusedAsync(ChatMessage message, string button)
        {
            var note = await managers.Guest.Press(message, button).AnswerAsync(Soon);
            Assert.Equal((button, Refusal, true), (button, note.Text, note.ShowAlert));
        }
    }

    [Fact]
    public async Task With_a_list_the_people_on_it_act_as_before_and_who_writes_in_the_name_of_the_group_does_not()
    {
        await using var managers = await CreateAsync(isListed: true);
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Maria.NextAsync($"🟢 №{id}");

        managers.Maria.AsTheGroup().SendText("Кто я?", replyTo: card);
        await managers.Maria.NextAsync("Это сообщение никуда не ушло");
        managers.Maria.SendText("Позвоним", replyTo: card);
        await client.NextAsync("Позвоним");
        managers.Maria.SendText("/help");
        await managers.Maria.NextAsync("/photoid");
        // A press carries the person's account, whoever the person writes as.
        await managers.Maria.AsTheGroup().Press(card, "Закрыть заявку").AnswerAsync(Soon);
        await managers.Maria.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);

        Assert.Equal(
            ["manager|Мария|Позвоним"],
            await managers.Bot.Database.ReadAsync("select concat_ws('|', author, author_name, text) from ticket_messages"));
    }

    [Fact]
    public async Task An_edit_by_a_person_who_was_taken_off_the_list_does_not_change_what_the_client_has()
    {
        await using var managers = await CreateAsync(isListed: false);
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var written = managers.Guest.SendText("Позвоним", replyTo: await managers.Maria.NextAsync($"🟢 №{id}"));
        var answer = await client.NextAsync("Позвоним");
        await managers.OutboxIsEmptyAsync();
        await managers.Bot.StopAsync();
        managers.Bot.Settings = managers.Bot.Settings with
        {
            Company = managers.Bot.Settings.Company with { Managers = new HashSet<long> { managers.Maria.Person.Id } },
        };
        await managers.Bot.StartAsync();

        managers.Guest.EditText(written, "Не позвоним");
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.EndsWith("Позвоним", answer.Text, StringComparison.Ordinal);
        Assert.Equal(["Позвоним"], await managers.Bot.Database.ReadAsync("select text from ticket_messages"));
    }

    [Fact]
    public async Task Without_a_list_an_anonymous_administrator_counts_and_the_history_says_so()
    {
        await using var managers = await CreateAsync(isListed: false);
        var client = managers.Bot.NewClient();
        var id = await client.OrderAsync(TypedForm.Ordinary);
        var card = await managers.Maria.NextAsync($"🟢 №{id}");

        managers.Maria.AsTheGroup().SendText("Позвоним", replyTo: card);
        await client.NextAsync("Позвоним");
        managers.Maria.AsTheGroup().SendText($"/ban@{managers.Bot.Telegram.BotUsername} {id}");
        await managers.Maria.NextAsync($"Клиент заявки №{id} заблокирован");

        Assert.Equal(
            ["анонимный администратор"],
            await managers.Bot.Database.ReadAsync("select actor_name from ticket_history where action = 'ban'"));
        Assert.Equal(
            ["manager|анонимный администратор|Позвоним"],
            await managers.Bot.Database.ReadAsync("select concat_ws('|', author, author_name, text) from ticket_messages"));
        await managers.Bot.AssertAllIsHandledAsync();
    }

    private static async Task<Managers> CreateAsync(bool isListed, bool hasOutcomes = false)
    {
        Group? group = null;
        Person? maria = null;
        Person? guest = null;
        var bot = await BotUnderTest.CreateAsync(settings: (settings, telegram) =>
        {
            (maria, guest) = (telegram.AddPerson("Мария"), telegram.AddPerson("Гость"));
            group = telegram.AddSupergroup("Менеджеры", maria, guest);
            return settings with
            {
                ManagerChatIds = [group.Id],
                Company = settings.Company with
                {
                    Managers = isListed ? new HashSet<long> { maria.Id } : null,
                    Outcomes = hasOutcomes ? OutcomeKeys.Shipped : settings.Company.Outcomes,
                },
            };
        });
        return new Managers(bot, group!.Seat(maria!), group!.Seat(guest!));
    }

    /// <summary>A bot with a group of two, of whom one is on the list.</summary>
    private sealed record Managers(BotUnderTest Bot, ChatParticipant Maria, ChatParticipant Guest) : IAsyncDisposable
    {
        public Task OutboxIsEmptyAsync() => Eventually.IsTrueAsync(
            async () => (await Bot.Database.ReadAsync("select count(*) from outbox"))[0] == "0", "the outbox is empty");

        public ValueTask DisposeAsync() => Bot.DisposeAsync();
    }
}
