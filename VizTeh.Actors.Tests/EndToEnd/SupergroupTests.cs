using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The managers' group becomes a supergroup, which is a new chat with a new id, announced to the bot by Telegram only.</summary>
public sealed class SupergroupTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Between_two_tickets_the_second_card_comes_to_the_supergroup_and_its_people_are_managers()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var first = await managers.OrderAsync();
        await managers.Seat.NextAsync($"№{first}");

        var participant = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        participant.SendText("/start");
        await participant.NextAsync("Сюда приходят");
        var second = await managers.OrderAsync();

        var card = await participant.NextAsync($"№{second}");
        Assert.Contains("закрыта", (await participant.Press(card, "Закрыть заявку").AnswerAsync(Soon)).Text, StringComparison.Ordinal);
        await participant.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await managers.Bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();
        Assert.Equal(
            [$"{managers.Group.Id}|{participant.ChatId}"],
            await managers.Bot.Database.ReadAsync("select concat_ws('|', old_chat_id, new_chat_id) from migrated_chats"));
        Assert.Equal(1, managers.LogLines("into MANAGER_CHAT_ID"));
        managers.Bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task While_the_bot_is_down_and_after_a_restart_with_the_old_id_in_the_settings_the_new_one_is_used()
    {
        await using var managers = await ManagerGroup.CreateAsync(services: services => services.AddHostedService<CommandMenus>());
        var bot = managers.Bot;
        var client = bot.NewClient();
        var review = await client.FillAsync(TypedForm.Ordinary);
        await bot.StopAsync();
        var press = client.Press(review, "Отправить");
        var participant = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        participant.SendText("/help");

        await bot.StartAsync();
        await press.AnswerAsync(Soon);
        await participant.NextAsync(message => message.Text.Contains("/photoid", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(() => CardsIn(participant).Count == 1, "the card is in the supergroup");
        await bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();
        await bot.StopAsync();
        bot.Telegram.Calls.Clear();

        await bot.StartAsync();
        var second = await managers.OrderAsync();

        await Eventually.IsTrueAsync(() => CardsIn(participant).Contains(second), "the next card is in the supergroup");
        await Eventually.IsTrueAsync(
            () => participant.Commands.Any(command => command.Command == "photoid"),
            "the managers' commands are suggested in the supergroup");
        Assert.Equal([.. Enumerable.Distinct(CardsIn(participant))], CardsIn(participant));
        Assert.DoesNotContain(bot.Telegram.Calls.All, call => call.ChatId == managers.Group.Id);
    }

    [Fact]
    public async Task When_only_a_refused_card_tells_of_it_every_card_that_waits_follows_in_order()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        await bot.StopAsync();
        var participant = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        await managers.TelegramForgetsUpdatesAsync();
        var tickets = new TicketStore(bot.Database.DataSource);
        await tickets.CreateAsync([.. Enumerable.Range(1, 5).Select(Ticket)], [managers.Group.Id], default);

        await bot.StartAsync();

        await Eventually.IsTrueAsync(() => CardsIn(participant).SequenceEqual([1, 2, 3, 4, 5]), "all five cards, in order");
        await managers.OutboxIsEmptyAsync();
        participant.SendText("/start");
        await participant.NextAsync("Сюда приходят");
        Assert.Equal(1, managers.LogLines("into MANAGER_CHAT_ID"));
    }

    [Fact]
    public async Task The_new_id_beside_the_old_one_in_the_settings_doubles_no_card()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        await bot.StopAsync();
        var participant = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        await managers.TelegramForgetsUpdatesAsync();
        bot.Settings = bot.Settings with { ManagerChatIds = [managers.Group.Id, participant.ChatId] };

        await bot.StartAsync();
        var first = await managers.OrderAsync();
        await managers.OutboxIsEmptyAsync();
        var second = await managers.OrderAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Equal([first, second], CardsIn(participant));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    public async Task A_button_of_a_card_in_the_old_group_still_works_and_its_edit_is_given_up_when_telegram_refuses_it(int code)
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var id = await managers.OrderAsync();
        var card = await managers.Seat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        managers.Group.UpgradeToSupergroup();
        await bot.AssertAllIsHandledAsync();
        var refusal = bot.Telegram.Faults.Inject(
            Fault.ServerError(code) with { Method = "editMessageText", ChatId = managers.Group.Id, Times = null });

        Press("press-1", "close");
        Press("press-2", "close");
        await bot.AssertAllIsHandledAsync();
        await managers.OutboxIsEmptyAsync();

        Assert.Equal(["closed"], await bot.Database.ReadAsync("select status from tickets"));
        Assert.InRange(refusal.Hits, 1, 2);
        // The line is written after the row is gone.
        await Eventually.IsTrueAsync(
            () => managers.LogLines("can no longer be edited") == refusal.Hits, "each edit that is given up is named in the log");

        void Press(string queryId, string action) => bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse(string.Create(
            CultureInfo.InvariantCulture,
            $$"""
            {"callback_query":{"id":"{{queryId}}","from":{"id":{{managers.Manager.Id}},"is_bot":false,"first_name":"Мария"},
             "chat_instance":"1","data":"question_status:{{action}}:{{id}}","message":{"message_id":{{card.Id}},"date":0,
             "chat":{"id":{{managers.Group.Id}},"type":"group","title":"Менеджеры"} } } }
            """))!);
    }

    [Fact]
    public async Task A_strangers_group_that_becomes_a_supergroup_makes_nobody_a_manager()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var stranger = bot.NewClient("Чужой").Person;
        var participant = bot.Telegram.AddGroup("Чужая группа", stranger).UpgradeToSupergroup().Seat(stranger);
        participant.SendText("/start");

        var id = await managers.OrderAsync();
        await managers.Seat.NextAsync($"№{id}");

        await bot.AssertAllIsHandledAsync();
        Assert.DoesNotContain(participant.Messages, message => message.FromBot);
        Assert.Empty(await bot.Database.ReadAsync("select old_chat_id from migrated_chats"));
    }

    private static List<long> CardsIn(ChatParticipant participant) =>
        [.. participant.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn)];

    private static CreateTicket Ticket(int number) => TicketSamples.New(username: null).With(Ids.Name, $"Имя {number}");
}
