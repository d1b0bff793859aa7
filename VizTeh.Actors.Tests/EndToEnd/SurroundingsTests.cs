using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The process's environment: its locale, the reader of its log.</summary>
public sealed partial class SurroundingsTests : IAsyncLifetime
{
    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(60);

    private ProcessFixture _given = null!;

    public async Task InitializeAsync() => _given = await ProcessFixture.CreateAsync(Seconds);

    public async Task DisposeAsync() => await _given.DisposeAsync();

    [Theory]
    [InlineData("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")]
    [InlineData("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "0")]
    [InlineData("LANG", "th_TH.UTF-8")]
    [InlineData("LC_ALL", "fa_IR.UTF-8")]
    [InlineData("LC_ALL", "ar_SA.UTF-8")]
    [InlineData("LC_ALL", "tr_TR.UTF-8")]
    public async Task Under_any_locale_and_without_culture_data_a_form_gets_through_and_the_log_bears_our_dates(string name, string value)
    {
        _given.Settings[name] = value;
        var manager = _given.Telegram.AddPerson("Пётр");
        manager.Chat.SendText("/start");
        _given.Settings["MANAGER_CHAT_ID"] = manager.Id.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var client = _given.Telegram.AddPerson("Анна", phone: "+79161234567").Chat;

        await using var bot = BotProcess.Start(_given.Settings);
        client.SendText("/start");
        await client.NextAsync("Визуальные технологии");
        var number = await client.OrderAsync(TypedForm.Ordinary);
        var card = await manager.Chat.NextAsync($"№{number}");
        await manager.Chat.Press(card, "Закрыть заявку").AnswerAsync(Seconds);
        await manager.Chat.WaitForEditAsync(card, message => message.Button("Заказ") is not null);
        await manager.Chat.Press(card, "Заказ").AnswerAsync(Seconds);
        await manager.Chat.WaitForEditAsync(card, message => message.Button("Открыть заявку") is not null);

        Assert.Matches(DateOnCard(), Assert.Single(manager.Chat.Messages, message => message.Id == card.Id).Text);
        Assert.Equal(0, await bot.StopAsync());
        Assert.All(bot.Lines, line => Assert.Matches(DateOfLine(), line));
    }

    [Fact]
    public async Task A_machine_without_time_zones_is_told_which_key_needs_them()
    {
        _given.Settings["TZDIR"] = "/nonexistent";

        await using var bot = BotProcess.Start(_given.Settings);

        Assert.NotEqual(0, await bot.WaitForExitAsync(Seconds));
        var line = Assert.Single(bot.Lines);
        Assert.Contains("vizteh.time-zone", line, StringComparison.Ordinal);
        Assert.Contains("tzdata", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_waits_for_a_reader_of_the_log_who_has_stopped_reading()
    {
        await using var bot = BotProcess.Start(_given.Settings, readsLog: false);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
        // Each update logs a line: together more than any pipe and the console's own queue hold.
        for (var update = 0; update < 4_000; update++)
        {
            _given.Telegram.Updates.EnqueueRaw(
                new JsonObject { ["message"] = new JsonObject { ["message_id"] = "first", ["chat"] = "nowhere" } });
        }

        await _given.Telegram.Updates.WaitUntilConfirmedAsync(Seconds);

        var client = _given.Telegram.AddPerson("Анна").Chat;
        client.SendText("/start");
        await client.NextAsync("Визуальные технологии", Seconds);
        await Eventually.IsTrueAsync(
            async () => (await _given.Database.ReadAsync("select matter from health where state = 'trouble'")).Contains(LogWatch.Matter),
            "health tells that nobody reads the log");

        Assert.Equal(0, await bot.StopAsync());
    }

    [Fact]
    public async Task What_was_logged_is_read_to_the_last_line_after_a_reader_comes_back()
    {
        await using var bot = BotProcess.Start(_given.Settings, readsLog: false);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);

        bot.ReadLog();
        // The last warning of a start: nobody has pressed Start in the managers' chat.
        await bot.WaitForLineAsync("the menu of commands for chat", Seconds);
        Assert.Equal(0, await bot.StopAsync());

        Assert.Contains(bot.Lines, line => line.Contains("Connected to Telegram", StringComparison.Ordinal));
        Assert.Contains("Application is shutting down", bot.Lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_listens_nowhere()
    {
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync(BotProcess.ReadyLine, Seconds);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);

        Assert.Empty(ListeningSockets.Of(bot.Id));
        Assert.NotEmpty(ListeningSockets.Of(Environment.ProcessId));
    }

    [GeneratedRegex(@"\d\d\.\d\d\.20[2-4]\d в \d\d:\d\d")]
    private static partial Regex DateOnCard();

    [GeneratedRegex(@"^20[2-4]\d-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (info|warn|fail): ")]
    private static partial Regex DateOfLine();
}
