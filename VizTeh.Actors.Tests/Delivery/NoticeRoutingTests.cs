using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;
using static VizTeh.Actors.Tests.Delivery.OutboxFixture;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>Notices in the running bot: their chats while the setting changes, and that they do not delay cards.</summary>
public sealed class NoticeRoutingTests
{
    [Fact]
    public async Task A_notice_that_was_owed_while_the_bot_was_down_comes_to_the_client_after_its_start()
    {
        await using var bot = await BotUnderTest.CreateAsync(start: false);
        var client = bot.NewClient();
        client.SendText("/start");
        await bot.Database.OweAsync("one", client.ChatId, ToClient("Готово, приезжайте"));

        await bot.StartAsync();

        await client.NextAsync("Готово, приезжайте");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select id from outbox"), rows => rows.Count == 0, "the outbox is empty");
        Assert.Empty(await bot.Database.ReadAsync("select message_id from ticket_cards"));
        bot.AssertCallsFitTheBotApi();
    }

    [Fact]
    public async Task When_a_group_becomes_a_supergroup_the_notices_that_wait_go_there_with_the_cards_in_order()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        await bot.StopAsync();
        var participant = managers.Group.UpgradeToSupergroup().Seat(managers.Manager);
        await managers.TelegramForgetsUpdatesAsync();
        await bot.Database.OweAsync("one", managers.Group.Id, ToManagers("Первое"));
        await bot.Database.ExecuteAsync(
            $"""
            insert into tickets (user_id) values (42);
            insert into outbox (chat_id, kind, ticket_id) select {managers.Group.Id}, 'card', id from tickets
            """);
        await bot.Database.OweAsync("two", managers.Group.Id, ToManagers("Второе"));

        await bot.StartAsync();

        await Eventually.IsTrueAsync(() => Said(participant).Count == 3, "all that waited is in the supergroup");
        Assert.Equal(["Первое", "🟢 №1", "Второе"], Said(participant));
        await managers.OutboxIsEmptyAsync();
    }

    [Fact]
    public async Task When_the_managers_chats_change_a_clients_notice_stays_its_clients_and_what_was_for_the_former_managers_is_dropped()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.OweAsync("client", 42, ToClient("Личное"));
        await database.OweAsync("former", -1, ToManagers("О клиентах"));
        await database.OweAsync("former manager", 43, ToManagers("О клиентах"));
        await database.OweAsync("present", -2, ToManagers("О клиентах"));
        var store = new ManagerChatStore(database.DataSource);

        var reclaimed = await store.ReclaimAsync([-2], new Dictionary<long, long> { [-2] = -2 }, default);

        Assert.Equal(new ReclaimedRows(Cards: 0, Added: 0, Edits: 0, Others: 2), reclaimed);
        Assert.Equal(
            ["42|client", "-2|managers"], await database.ReadAsync("select concat_ws('|', chat_id, recipient) from outbox order by id"));
    }

    [Fact]
    public async Task A_group_that_becomes_a_supergroup_while_former_chats_are_looked_for_keeps_what_waits_in_its_order()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await database.ExecuteAsync(
            """
            insert into tickets (user_id) values (42);
            insert into outbox (chat_id, kind, ticket_id) select -1, 'card', id from tickets
            """);
        await database.OweAsync("one", -1, ToManagers("Первое"));
        var store = new ManagerChatStore(database.DataSource);
        await store.RecordAsync(new ChatMigration(-1, -2), default);

        var reclaimed = await store.ReclaimAsync([-1], new Dictionary<long, long> { [-1] = -1 }, default);

        Assert.Equal(new ReclaimedRows(0, 0, 0), reclaimed);
        Assert.Equal(
            ["-2|card", "-2|notice"], await database.ReadAsync("select concat_ws('|', chat_id, kind) from outbox order by id"));
    }

    [Fact]
    public async Task A_former_manager_gets_what_is_theirs_as_a_client_and_nothing_that_was_for_managers()
    {
        await using var bot = await BotUnderTest.CreateAsync(start: false);
        var former = bot.NewClient("Бывший");
        former.SendText("/start");
        await bot.Database.ExecuteAsync(
            $"""
            insert into tickets (user_id) values (42);
            insert into outbox (chat_id, kind, ticket_id) select {former.ChatId}, 'card', id from tickets
            """);
        await bot.Database.OweAsync("managers", former.ChatId, ToManagers("О клиентах"));
        await bot.Database.OweAsync("client", former.ChatId, ToClient("Для вас"));

        await bot.StartAsync();

        await former.NextAsync("Для вас");
        await bot.Manager.Chat.NextAsync("№1");
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select id from outbox"), rows => rows.Count == 0, "the outbox is empty");
        Assert.DoesNotContain(former.Messages, message => message.FromBot && message.Text.Contains('№'));
        Assert.DoesNotContain(former.Messages, message => message.FromBot && message.Text.Contains("О клиентах", StringComparison.Ordinal));
        await Eventually.IsTrueAsync(
            () => bot.Log.All.Any(line => line.Contains("1 messages for managers waited", StringComparison.Ordinal)),
            "the log says what was dropped");
    }

    [Fact]
    public async Task However_many_clients_are_owed_something_that_does_not_get_through_the_managers_get_their_cards()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var clients = Enumerable.Range(0, 12).Select(_ => bot.NewClient()).ToList();
        foreach (var client in clients)
        {
            client.SendText("/start");
            await client.NextAsync("заявк");
        }

        var stalls = clients.Select(client => bot.Telegram.Faults.Inject(
            Fault.Stall() with { Method = "sendMessage", ChatId = client.ChatId, Text = "Новость", Times = null })).ToList();
        foreach (var client in clients)
            await bot.Database.OweAsync($"news for {client.ChatId}", client.ChatId, ToClient("Новость"));
        await Eventually.IsTrueAsync(() => stalls.Sum(stall => stall.Hits) >= 2, "notices are on their way");

        var id = await bot.NewClient().OrderAsync(TypedForm.Ordinary);
        await bot.Manager.Chat.NextAsync($"№{id}");

        Assert.InRange(stalls.Sum(stall => stall.Hits), 2, 3);
        bot.Telegram.Faults.Clear();
        foreach (var client in clients)
            await client.NextAsync("Новость");
    }
}
