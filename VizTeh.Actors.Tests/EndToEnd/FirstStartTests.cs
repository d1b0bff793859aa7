using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The operator's first hour: the managers' chat is not known yet, or its number is wrong.</summary>
public sealed class FirstStartTests : IAsyncLifetime
{
    private const string Offer = "/start was written in a chat that is not in MANAGER_CHAT_ID";

    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-first-");
    private ProcessFixture _given = null!;

    public async Task InitializeAsync() => _given = await ProcessFixture.CreateAsync(Seconds);

    public async Task DisposeAsync()
    {
        await _given.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Without_a_managers_chat_tickets_wait_and_the_line_that_the_log_shows_for_env_brings_them_there()
    {
        _given.Settings.Remove("MANAGER_CHAT_ID");
        var client = _given.Telegram.AddPerson("Анна").Chat;
        var manager = _given.Telegram.AddPerson("Мария");
        var group = _given.Telegram.AddSupergroup("Заявки\n\u202E«фирмы» # №1", manager);
        string pasted;
        long number;
        await using (var first = BotProcess.Start(_given.Settings, _folder.FullName))
        {
            await first.WaitForLineAsync("MANAGER_CHAT_ID is not set: tickets are taken, and their cards wait", Seconds);
            number = await client.OrderAsync(TypedForm.Ordinary);
            client.SendText("Позвоните после шести");
            await client.AddToTicketAsync(number);
            await _given.Telegram.Updates.WaitUntilConfirmedAsync(Seconds);
            group.Seat(manager).SendText("/start");
            await first.WaitForLineAsync(Offer + ".", Seconds);
            await first.WaitForLineAsync($"MANAGER_CHAT_ID={group.Id}", Seconds);
            await Eventually.BecomesAsync(
                () => _given.Database.ReadAsync("select last_error from health where matter = 'MANAGER_CHAT_ID not set'"),
                rows => rows.Count == 1, "health says it");
            Assert.Equal(0, await first.StopAsync());
            var line = Assert.Single(first.Lines, line => line.Contains($"MANAGER_CHAT_ID={group.Id}", StringComparison.Ordinal));
            pasted = line[line.IndexOf("MANAGER_CHAT_ID=", StringComparison.Ordinal)..];
        }

        Assert.Equal($"MANAGER_CHAT_ID={group.Id}  # Заявки «фирмы» # №1", pasted);
        Assert.DoesNotContain(_given.Telegram.Calls.All, call => call.ChatId is 0);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, ".env"), pasted + "\n");
        await using var second = BotProcess.Start(_given.Settings, _folder.FullName);

        Assert.Contains("Анна", (await group.Seat(manager).NextAsync($"№{number}")).Text, StringComparison.Ordinal);
        await group.Seat(manager).NextAsync("Позвоните после шести");
        await Eventually.BecomesAsync(
            () => _given.Database.ReadAsync("select kind from outbox"), rows => rows.Count == 0, "nothing is owed any more");
        Assert.Single(group.Seat(manager).Messages, message => message.Button("Закрыть заявку") is not null);
        Assert.Equal(0, await second.StopAsync());
    }

    [Fact]
    public async Task A_managers_chat_that_is_out_of_reach_lets_the_log_show_the_chat_that_was_meant()
    {
        var manager = _given.Telegram.AddPerson("Мария");
        var group = _given.Telegram.AddSupergroup("Заявки", manager);
        // Before the program knows that the chat of the setting does not exist.
        group.Seat(manager).SendText($"/start@{_given.Telegram.BotUsername}");
        group.Seat(manager).SendText("/start@some_other_bot");

        await using var bot = BotProcess.Start(_given.Settings);

        await bot.WaitForLineAsync($"MANAGER_CHAT_ID={group.Id}  # Заявки", Seconds);
        manager.Chat.SendText("/start");
        await bot.WaitForLineAsync($"MANAGER_CHAT_ID={manager.Id}  # Мария", Seconds);
        Assert.Equal(0, await bot.StopAsync());
        Assert.Equal(2, bot.Lines.Count(line => line.Contains(Offer, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task While_the_managers_can_be_reached_no_chat_is_logged()
    {
        var manager = _given.Telegram.AddPerson("Пётр", id: 123).Chat;
        manager.SendText("/start");
        var stranger = _given.Telegram.AddPerson("Анна");
        var group = _given.Telegram.AddSupergroup("Чужие", stranger);
        await using var bot = BotProcess.Start(_given.Settings);
        await Eventually.IsTrueAsync(
            () => manager.Commands.Any(command => command.Command == "photoid"), "the managers' chat is known to be open");

        stranger.Chat.SendText("/start");
        group.Seat(stranger).SendText("/start");
        await stranger.Chat.NextAsync(message => message.FromBot);
        await _given.Telegram.Updates.WaitUntilConfirmedAsync(Seconds);

        Assert.Equal(0, await bot.StopAsync());
        Assert.DoesNotContain(bot.Lines, line => line.Contains(Offer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_setting_that_was_lost_takes_nothing_from_the_chat_that_it_named()
    {
        await using var managers = await ManagerGroup.CreateAsync();
        var bot = managers.Bot;
        var shown = await managers.OrderAsync();
        var card = await managers.Seat.NextAsync($"№{shown}");
        await managers.OutboxIsEmptyAsync();
        await bot.StopAsync();
        await bot.Database.ExecuteAsync(
            """
            update tickets set status = 'closed', close_at = now();
            insert into outbox (chat_id, kind, ticket_id, message_id) select chat_id, 'card_edit', ticket_id, message_id from ticket_cards
            """);
        var configured = bot.Settings;
        bot.Settings = configured with { ManagerChatIds = [] };
        await bot.StartAsync();
        var waiting = await managers.OrderAsync();
        await bot.StopAsync();
        Assert.Equal(
            [$"{managers.Group.Id} card_edit {shown}", $"0 card {waiting}"],
            await bot.Database.ReadAsync("select chat_id || ' ' || kind || ' ' || ticket_id from outbox order by id"));

        bot.Settings = configured;
        await bot.StartAsync();

        await managers.Seat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);
        await managers.Seat.NextAsync($"№{waiting}");
        await managers.OutboxIsEmptyAsync();
    }
}
