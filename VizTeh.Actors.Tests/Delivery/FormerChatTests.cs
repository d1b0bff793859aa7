using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.EndToEnd;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Delivery;

/// <summary>MANAGER_CHAT_ID was changed: rows that wait for the former chat go to the new one, and nothing is sent to the former.</summary>
public sealed class FormerChatTests
{
    private const string Waiting =
        "select concat_ws('|', chat_id, kind, ticket_id, set_aside_at is not null, last_error) from outbox order by id";

    [Fact]
    public async Task Cards_that_waited_for_the_former_chat_come_to_the_new_one_in_order_and_nothing_more_is_sent_to_the_former()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var sent = await managers.OrderAsync();
        await managers.Seat.NextAsync($"№{sent}");
        await managers.OutboxIsEmptyAsync();
        managers.Group.RemoveBot();
        long[] ids = [await managers.OrderAsync(), await managers.OrderAsync(), await managers.OrderAsync()];
        await bot.AssertAllIsHandledAsync();
        await bot.StopAsync();
        managers.Group.AddBot();
        await CloseAsync(bot, sent);
        await bot.Database.ExecuteAsync("update outbox set next_attempt_at = now() + interval '1 day' where kind = 'card'");
        bot.Settings = bot.Settings with { ManagerChatIds = [bot.Manager.Id] };
        bot.Telegram.Calls.Clear();

        await bot.StartAsync();

        foreach (var id in ids)
            await bot.Manager.Chat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        Assert.Equal(ids, bot.Manager.Chat.Messages.Where(message => message.InlineButtons.Length > 0).Select(ClientDialogue.NumberIn));
        Assert.DoesNotContain(bot.Telegram.Calls.All, call => call.ChatId == managers.Group.Id);
        // The line is written after the rows are there to be sent.
        await Eventually.IsTrueAsync(
            () => managers.LogLines(
                "3 cards and 1 edits of cards waited for chats that are no managers' chats any more: "
                + $"3 cards go to {bot.Manager.Id} instead") == 1,
            "it is in the log what was taken back");
        Assert.Equal(1, managers.LogLines("waited for chats that are no managers' chats any more"));
    }

    [Fact]
    public async Task A_status_that_changes_later_is_not_told_to_the_former_chat()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var id = await managers.OrderAsync();
        await managers.Seat.NextAsync($"№{id}");
        await managers.OutboxIsEmptyAsync();
        await bot.StopAsync();
        bot.Settings = bot.Settings with { ManagerChatIds = [bot.Manager.Id] };
        await bot.StartAsync();

        await CloseAsync(bot, id);

        await managers.OutboxIsEmptyAsync();
        Assert.NotNull(Assert.Single(managers.Seat.Messages, message => message.InlineButtons.Length > 0).Button("Закрыть заявку"));
    }

    [Fact]
    public async Task Each_chat_in_force_that_lacks_a_card_gets_it_once_whatever_the_former_chats_were()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await InsertAsync(
            database, tickets: 5,
            """
            (-1, 'card', 1, null::bigint, null::text, null::timestamptz), (-2, 'card', 1, null, null, null),
            (-1, 'card', 2, null, null, null), (-30, 'card', 2, null, null, null),
            (-1, 'card', 3, null, null, null),
            (-1, 'card', 4, null, 'too long', now()),
            (-1, 'card_edit', 5, 7, null, null), (-4, 'card_edit', 5, 8, null, null)
            """);
        // The card of ticket 3 is in a current chat, stored under the id that this chat had before.
        await database.ExecuteAsync("insert into ticket_cards (ticket_id, chat_id, message_id) values (3, -3, 70), (5, -1, 7)");
        var chats = Chats(-3, -4);
        chats.Learn(new ChatMigration(-3, -30));

        var reclaimed = await new ManagerChatStore(database.DataSource).ReclaimAsync(chats.Configured, chats.CurrentById, default);

        Assert.Equal(new ReclaimedRows(Cards: 5, Added: 6, Edits: 1), reclaimed);
        Assert.Equal(
            [
                "-30|card|2|f", "-4|card_edit|5|f", "-30|card|1|f", "-4|card|1|f", "-4|card|2|f", "-4|card|3|f", "-30|card|4|t|too long",
                "-4|card|4|t|too long",
            ],
            await database.ReadAsync(Waiting));
        Assert.Equal(
            new ReclaimedRows(0, 0, 0),
            await new ManagerChatStore(database.DataSource).ReclaimAsync(chats.Configured, chats.CurrentById, default));
    }

    [Fact]
    public async Task A_chat_that_was_taken_out_while_another_stays_doubles_no_card_there()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await InsertAsync(
            database, tickets: 2,
            "(-1, 'card', 1, null::bigint, null::text, null::timestamptz), (-1, 'card', 2, null, null, null), (-2, 'card', 2, null, "
                + "null, null)");
        await database.ExecuteAsync("insert into ticket_cards (ticket_id, chat_id, message_id) values (1, -2, 70)");
        var chats = Chats(-2);

        await new ManagerChatStore(database.DataSource).ReclaimAsync(chats.Configured, chats.CurrentById, default);

        Assert.Equal(["-2|card|2|f"], await database.ReadAsync(Waiting));
    }

    [Fact]
    public async Task Of_two_processes_with_different_settings_the_one_that_was_started_last_says_where_cards_go()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await InsertAsync(database, tickets: 1, "(-1, 'card', 1, null::bigint, null::text, null::timestamptz)");
        var (before, now) = (Chats(-1), Chats(-2));
        var store = new ManagerChatStore(database.DataSource);
        await store.TakeOverAsync(before.Configured, default);
        await store.TakeOverAsync(now.Configured, default);

        await store.ReclaimAsync(now.Configured, now.CurrentById, default);

        Assert.Null(await store.ReclaimAsync(before.Configured, before.CurrentById, default));
        Assert.Equal(["-2|card|1|f"], await database.ReadAsync(Waiting));
    }

    private static ManagerChats Chats(params long[] ids) => new(ids, NullLogger<ManagerChats>.Instance);

    private static Task InsertAsync(TestDatabase database, int tickets, string rows) => database.ExecuteAsync(
        $"""
        insert into tickets (user_id) select 42 from generate_series(1, {tickets});
        insert into outbox (chat_id, kind, ticket_id, message_id, last_error, set_aside_at)
        select * from (values {rows}) as row (chat_id, kind, ticket_id, message_id, last_error, set_aside_at)
        """);

    private static Task CloseAsync(BotUnderTest bot, long id) => new TicketStore(bot.Database.DataSource).ChangeStatusAsync(
        new ChangeTicketStatus(id, TicketStatus.Closed, 9, "Пётр", 77, bot.Manager.Id, null), default);
}
