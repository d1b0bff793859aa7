using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>More messages than a person can mean, or than Telegram lets through.</summary>
public sealed class FloodTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_client_who_sends_far_too_much_is_answered_in_part_and_told_so_once_while_others_are_served()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var flooder = bot.NewClient("Поток");
        var other = bot.NewClient();
        var held = bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = flooder.ChatId });

        for (var count = 0; count < 500; count++)
            flooder.SendText("привет");
        await bot.Telegram.Updates.WaitUntilConfirmedAsync(Soon);
        var ticketId = await other.OrderAsync(TypedForm.Ordinary);

        // The updates kept of the flood, in the table as in memory: thirty to be answered one by one, and the one with the notice.
        await Eventually.BecomesAsync(
            async () => (await bot.Database.ReadAsync("select count(*)::text from inbox"))[0],
            rows => rows == "31", "the surplus is let go of");
        held.Release();
        var notice = await flooder.NextAsync("слишком много", Soon);
        Assert.Same(notice, flooder.Messages[^1]);
        Assert.Equal(31, flooder.Messages.Count(message => message.FromBot));
        Assert.Equal([$"{ticketId}"], await bot.Database.ReadAsync("select id::text from tickets"));

        flooder.SendText("Оставить заявку");
        await flooder.NextAsync("обращаться", Soon);
        await InboxIsEmptyAsync(bot);
    }

    [Fact]
    public async Task A_flood_that_is_interrupted_by_a_restart_is_bounded_after_it_too()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var flooder = bot.NewClient("Поток");
        bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = flooder.ChatId });
        for (var count = 0; count < 200; count++)
            flooder.SendText("привет");
        await bot.Telegram.Updates.WaitUntilConfirmedAsync(Soon);
        await Eventually.BecomesAsync(
            async () => (await bot.Database.ReadAsync("select count(*)::text from inbox"))[0],
            rows => rows == "31", "the surplus is let go of");

        await bot.StopAsync();
        bot.Telegram.Faults.Clear();
        await bot.StartAsync();

        await flooder.NextAsync("слишком много", Soon);
        await InboxIsEmptyAsync(bot);
    }

    [Fact]
    public async Task A_client_whose_flood_was_half_answered_before_a_restart_hears_after_it_that_the_rest_was_let_go_of()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var flooder = bot.NewClient("Поток");
        var held = bot.Telegram.Faults.Inject(Fault.Stall() with { Method = "sendMessage", ChatId = flooder.ChatId });
        for (var count = 0; count < 200; count++)
            flooder.SendText("привет");
        await bot.Telegram.Updates.WaitUntilConfirmedAsync(Soon);
        await RowsBecomeAsync(bot, 31);
        Assert.Equal(["1"], await bot.Database.ReadAsync("select count(*) from inbox where ends_flood"));

        // The first reply is being sent. Ten are answered, then Telegram stops responding again.
        await held.WaitForHitsAsync();
        var answered = 0;
        bot.Telegram.Faults.Weather = (method, chat) =>
            method == "sendMessage" && chat == flooder.ChatId && Interlocked.Increment(ref answered) >= 10 ? Fault.Stall() : null;
        held.Release();
        await RowsBecomeAsync(bot, 21);
        await bot.StopAsync();
        bot.Telegram.Faults.Weather = null;
        bot.Telegram.Faults.Clear();
        await bot.StartAsync();

        await flooder.NextAsync("слишком много", Soon);
        Assert.Single(flooder.Messages, message => message.Text.Contains("слишком много", StringComparison.Ordinal));
        await InboxIsEmptyAsync(bot);
    }

    [Fact]
    public async Task Cards_come_within_seconds_while_a_hundred_and_ten_clients_use_up_what_telegram_allows()
    {
        await using var bot = await BotUnderTest.CreateAsync(settings: (settings, _) => settings with { PacesSends = true });
        var clients = Enumerable.Range(0, 110).Select(_ => bot.NewClient()).ToArray();
        foreach (var client in clients)
        {
            for (var count = 0; count < 12; count++)
                client.SendText("/help");
        }

        await Task.WhenAll(clients.Select(client => client.NextAsync("", Soon)));
        var outbox = bot.Services.GetRequiredService<IRequiredActor<OutboxKey>>().ActorRef;
        for (var number = 1; number <= 3; number++)
        {
            await new TicketStore(bot.Database.DataSource).CreateAsync([TicketSamples.New()], [bot.Manager.Chat.ChatId], default);
            outbox.Tell(OutboxFilled.Instance);
            await bot.Manager.Chat.NextAsync($"№{number}", TimeSpan.FromSeconds(10));
        }

        // Ten seconds are a third of what the clients' replies take at thirty a second.
        Assert.True((await bot.Database.ReadAsync("select update_id::text from inbox")).Count > 300, "the clients still wait");
    }

    [Fact]
    public async Task Ordinary_haste_is_answered_word_by_word_in_order()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();

        string[] texts = ["Оставить заявку", "Анна", "ООО «Ромашка»", "Тверь", "Стелы", "Въездная стела", "+79161234567", "Отправить"];
        foreach (var text in texts)
            client.SendText(text);

        await client.NextAsync("№", Soon);
        Assert.Equal(
            ["Анна|ООО «Ромашка»|Тверь|Стелы|Въездная стела|+79161234567"],
            await bot.Database.ReadAsync("select concat_ws('|', name, org, city, direction, description, phone) from tickets"));
    }

    [Fact]
    public async Task Of_many_forms_at_once_every_client_is_thanked_at_once_and_cards_come_in_order_with_the_edits_that_waited_as_one()
    {
        const int forms = 200;
        // A minute of the managers' group takes one second; the limits of the clients' chats are not tested.
        var limits = new PacingLimits(PerSecond: 1_000, PersonBurst: 100, GroupPerMinute: 20, GroupWindow: TimeSpan.FromSeconds(1));
        ChatParticipant manager = null!;
        await using var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                var person = telegram.AddPerson("Ольга");
                manager = telegram.AddGroup("Менеджеры", person).Seat(person);
                return settings with { ManagerChatIds = [manager.ChatId] };
            },
            services: services => services.AddSingleton(provider => new TelegramSender(
                provider.GetRequiredService<Telegram.Bot.ITelegramBotClient>(), limits, TimeProvider.System,
                NullLogger<TelegramSender>.Instance)));
        var clients = Enumerable.Range(0, forms).Select(_ => bot.NewClient()).ToArray();
        await Task.WhenAll(clients.Select(client => client.FillAsync(TypedForm.Ordinary)));

        foreach (var client in clients)
            client.SendText("Отправить");
        var ids = await Task.WhenAll(clients.Select(async client => ClientDialogue.NumberIn(await client.NextAsync("№", Soon))));
        Assert.InRange(Cards(manager).Length, 0, forms - 1);

        // The first card is toggled while most of the others still wait.
        await Eventually.IsTrueAsync(() => Cards(manager).Length > 0, "the first card is there");
        var first = Cards(manager)[0];
        var ticket = ClientDialogue.NumberIn(first);
        foreach (var status in (TicketStatus[])[TicketStatus.Closed, TicketStatus.Open, TicketStatus.Closed])
            await manager.PressData(first, TicketButton.DataOf(ticket, status)).AnswerAsync(Soon);
        Assert.InRange(Cards(manager).Length, 1, forms - 1);

        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select id::text from outbox"), rows => rows.Count == 0, "everything is sent");
        Assert.Equal(ids.Order(), Cards(manager).Select(ClientDialogue.NumberIn));
        Assert.Equal(1, first.EditCount);
        Assert.Single(bot.Telegram.Calls.Of("editMessageText"), call => (long)call.Parameters["chat_id"]! == manager.ChatId);
    }

    private static ChatMessage[] Cards(ChatParticipant manager) => [.. manager.Messages.Where(message => message.InlineButtons.Length > 0)];

    private static Task RowsBecomeAsync(BotUnderTest bot, int count) => Eventually.BecomesAsync(
        async () => (await bot.Database.ReadAsync("select count(*)::text from inbox"))[0],
            rows => rows == $"{count}", $"{count} rows are left");

    private static Task InboxIsEmptyAsync(BotUnderTest bot) => Eventually.BecomesAsync(
        () => bot.Database.ReadAsync("select update_id::text from inbox"), rows => rows.Count == 0, "the inbox is empty");
}
