using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.TelegramApi;

public sealed class CommandMenusTests
{
    [Fact]
    public async Task A_managers_chat_that_lets_the_bot_in_later_gets_its_menu_without_a_restart_and_the_log_asked_once()
    {
        await using var telegram = await BotApiServer.StartAsync();
        var manager = telegram.AddPerson("Пётр");
        var clock = new FakeTimeProvider();
        var log = new LogLines();
        using var logging = LoggerFactory.Create(builder => builder.AddProvider(log));
        var reach = new ChatReachability(clock, NullLogger<ChatReachability>.Instance);
        var connectivity = new Connectivity(clock);
        using var menus = new CommandMenus(
            TelegramClient.Create(TestSettings.For(telegram)),
            new SuggestedCommands([new SuggestedCommand("start", "Начать")], [new SuggestedCommand("find", "Найти")]),
            new ManagerChats([manager.Id], NullLogger<ManagerChats>.Instance), reach,
            new StartRush(connectivity, new ForegroundWork(clock), clock), new SoleDuty(), clock, logging.CreateLogger<CommandMenus>());
        connectivity.Polls.Began();
        await menus.StartAsync(default);
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(StartRush.Look);
                return telegram.Calls.Of("setMyCommands").Any(call => !call.Succeeded);
            },
            "the managers' menu is refused");
        Assert.DoesNotContain(manager.Chat.Commands, command => command.Command == "find");
        await Eventually.IsTrueAsync(() => reach.IsAnyOutOfReach, "the chat is known to be out of reach");

        manager.Chat.SendText("/start");
        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(TimeSpan.FromMinutes(1));
                return manager.Chat.Commands.Any(command => command.Command == "find");
            },
            "the managers' menu is there");

        await Eventually.IsTrueAsync(() => !reach.IsAnyOutOfReach, "the chat is known to be in reach");
        await menus.StopAsync(default);
        Assert.Single(log.All, line => line.Contains("MANAGER_CHAT_ID", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_several_nodes_only_the_one_that_takes_the_updates_sets_menus_and_texts_and_another_does_when_it_takes_over()
    {
        await using var telegram = await BotApiServer.StartAsync();
        var clock = new FakeTimeProvider();
        var connectivity = new Connectivity(clock);
        var rush = new StartRush(connectivity, new ForegroundWork(clock), clock);
        var duty = new SoleDuty(isHere: false);
        var settings = TestSettings.For(telegram);
        using var menus = new CommandMenus(
            TelegramClient.Create(settings), new SuggestedCommands([new SuggestedCommand("start", "Начать")], []),
            new ManagerChats([], NullLogger<ManagerChats>.Instance), new ChatReachability(clock, NullLogger<ChatReachability>.Instance),
            rush, duty, clock, NullLogger<CommandMenus>.Instance);
        using var texts = new ProfileTexts(
            TelegramClient.Create(settings), settings.Company with { Description = "Вывески", ShortDescription = "" }, rush, duty, clock,
            NullLogger<ProfileTexts>.Instance);
        connectivity.Polls.Began();
        await menus.StartAsync(default);
        await texts.StartAsync(default);
        for (var look = 0; look < 10; look++)
            clock.Advance(StartRush.Look);
        Assert.Empty(telegram.Calls.All);

        duty.Set(isHere: true);

        await Eventually.IsTrueAsync(
            () =>
            {
                clock.Advance(StartRush.Look);
                return telegram.Calls.Of("setMyCommands").Any() && telegram.Calls.Of("setMyDescription").Any();
            },
            "menus and texts are set");
        await menus.StopAsync(default);
        await texts.StopAsync(default);
    }
}
