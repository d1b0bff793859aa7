using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Operations.Alerts;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A running bot tells its ops chat and, by e-mail, its operator what is wrong with it, and that it is over.</summary>
public sealed class AlertTests
{
    private static readonly AlertThresholds Quick = AlertThresholds.Shipped with
    {
        Database = TimeSpan.FromSeconds(2),
        Outbox = TimeSpan.FromSeconds(2),
        Card = TimeSpan.FromSeconds(2),
        Calm = TimeSpan.FromSeconds(2),
    };

    private static readonly AlertOptions Restless = AlertOptions.Default with
    {
        Tick = TimeSpan.FromMilliseconds(100),
        LookInterval = TimeSpan.FromMilliseconds(500),
    };

    [Fact]
    public async Task A_database_that_falls_silent_is_told_of_in_the_ops_chat_and_by_mail_and_so_is_its_return()
    {
        await using var mail = await MailServer.StartAsync();
        var server = await PostgresFixture.ServerAsync();
        await using var relay = FreezingRelay.Before(server.Maintenance.Host, server.Maintenance.Port);
        var (bot, ops) = await StartAsync(mail, relay);
        await using var running = bot;
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("");

        relay.Freeze();
        await ops.NextAsync("База данных не отвечает");
        relay.Thaw();
        var over = await ops.NextAsync("Снова в порядке: база данных отвечает");

        await mail.NextAsync(letter => letter.Text.Contains("База данных не отвечает", StringComparison.Ordinal));
        await mail.NextAsync(letter => letter.Subject.Contains("снова в порядке", StringComparison.Ordinal));
        Assert.Equal(2, ops.Messages.Count(message => message.FromBot && message.Id <= over.Id));
        await Eventually.BecomesAsync(
            () => bot.Database.ReadAsync("select (began_at is null)::text from alerts where kind = 'database'"),
            rows => rows is ["true"], "the database knows that it was told");
    }

    [Fact]
    public async Task A_token_that_telegram_refuses_is_told_of_by_mail_only_and_so_is_its_return()
    {
        await using var mail = await MailServer.StartAsync();
        var (bot, ops) = await StartAsync(mail);
        await using var running = bot;
        await bot.Telegram.Updates.WaitUntilPolledAsync();

        var refusal = bot.Telegram.Faults.Inject(Fault.Refused(401, "Unauthorized") with { Method = "getUpdates", Times = null });
        var client = bot.NewClient();
        client.SendText("/start");
        var letter = await mail.NextAsync(letter => letter.Text.Contains("не принимает TOKEN", StringComparison.Ordinal));
        bot.Telegram.Faults.Clear();
        await client.NextAsync("");
        await mail.NextAsync(letter => letter.Text.Contains("Telegram принимает TOKEN", StringComparison.Ordinal));

        Assert.InRange(refusal.Hits, 1, int.MaxValue);
        Assert.DoesNotContain(bot.Telegram.Token, letter.Raw, StringComparison.Ordinal);
        Assert.DoesNotContain(ops.Messages, message => message.FromBot);
    }

    [Fact]
    public async Task A_ticket_that_the_managers_group_refuses_goes_by_mail_once_the_ops_chat_learns_of_the_queue_and_the_card_comes_later()
    {
        await using var mail = await MailServer.StartAsync();
        await using var managers = await ManagerGroup.CreateAsync(
            services: services => services.AddSingleton(Restless), change: (settings, before) => With(settings, mail, before.Single()));
        var ops = managers.Bot.Manager.Chat;
        managers.Group.RemoveBot();

        var id = await managers.OrderAsync();
        var letter = await mail.NextAsync(letter => letter.Subject.Contains($"№{id} ", StringComparison.Ordinal));
        await ops.NextAsync("Сообщения не доходят");
        managers.Group.AddBot();
        await managers.Seat.NextAsync($"№{id} ");
        await ops.NextAsync("Снова в порядке: сообщения доходят");

        Assert.Contains(TypedForm.Ordinary["phone"], letter.Text, StringComparison.Ordinal);
        Assert.Single(mail.Letters, other => other.Subject.Contains('№', StringComparison.Ordinal));
        Assert.DoesNotContain(
            ops.Messages, message => message.FromBot && message.Text.Contains(TypedForm.Ordinary["name"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_update_that_is_set_aside_is_told_of()
    {
        var (bot, ops) = await StartAsync(mail: null);
        await using var running = bot;
        await bot.Telegram.Updates.WaitUntilPolledAsync();

        bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse("""{"message": {"chat": "no chat at all"}}""")!);

        await ops.NextAsync("Отложено после ошибок: обновлений — 1, сообщений — 0");
    }

    [Fact]
    public async Task A_bot_without_an_ops_chat_and_mail_looks_at_nothing()
    {
        await using var bot = await BotUnderTest.CreateAsync();

        Assert.Null(bot.Services.GetService<AlertDesk>());
    }

    private static async Task<(BotUnderTest Bot, ChatParticipant Ops)> StartAsync(MailServer? mail, FreezingRelay? relay = null)
    {
        ChatParticipant? ops = null;
        var bot = await BotUnderTest.CreateAsync(
            settings: (settings, telegram) =>
            {
                var person = telegram.AddPerson("Ольга");
                var group = telegram.AddGroup("Дежурные", person);
                ops = group.Seat(person);
                var changed = With(settings, mail, group.Id);
                return relay is null ? changed : changed with { Database = changed.Database with { Port = relay.Port } };
            },
            services: services => services.AddSingleton(Restless));
        return (bot, ops!);
    }

    private static BotSettings With(BotSettings settings, MailServer? mail, long opsChat) => settings with
    {
        Alerts = new AlertChannels(opsChat, mail?.Settings),
        Company = settings.Company with { Alerts = Quick },
    };
}
