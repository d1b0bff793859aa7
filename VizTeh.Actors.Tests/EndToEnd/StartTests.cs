using System.Diagnostics;
using System.Globalization;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>The operator's view of a program that cannot start: one line that names the setting, soon, and nothing else.</summary>
public sealed class StartTests : IAsyncLifetime
{
    private const string Label = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    // Too long for any DNS (RFC 1035, 2.3.4), so that it is unknown without one, too.
    private const string NoMachine = $"{Label}a.{Label}a.{Label}a.{Label}";

    private static readonly TimeSpan Seconds = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-start-");
    private ProcessFixture _given = null!;

    public async Task InitializeAsync() => _given = await ProcessFixture.CreateAsync();

    public async Task DisposeAsync()
    {
        await _given.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("TOKEN", null, "TOKEN")]
    [InlineData("TOKEN", "not a token", "TOKEN")]
    [InlineData("TOKEN", "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "TOKEN")]
    [InlineData("MANAGER_CHAT_ID", "менеджер", "MANAGER_CHAT_ID")]
    [InlineData("DB_HOST", null, "DB_HOST")]
    [InlineData("DB_HOST", NoMachine, "DB_HOST")]
    [InlineData("DB_PORT", "five", "DB_PORT")]
    [InlineData("DB_NAME", "no_such_database", "DB_NAME")]
    [InlineData("DB_USER", "no_such_user", "DB_USER")]
    [InlineData("DB_PASSWORD", "wrong", "DB_PASSWORD")]
    [InlineData("TELEGRAM_API_URL", "nonsense", "TELEGRAM_API_URL")]
    [InlineData("TELEGRAM_LIMITS", "maybe", "TELEGRAM_LIMITS")]
    [InlineData("LOG_FORMAT", "xml", "LOG_FORMAT")]
    [InlineData("PROXY", "direct,socks4://127.0.0.1:1080", "PROXY: entry 2")]
    public async Task A_setting_that_is_missing_or_wrong_is_named_in_one_line(string name, string? value, string named)
    {
        if (value is null)
            _given.Settings.Remove(name);
        else
            _given.Settings[name] = value;

        var output = await FailAsync(BotProgram.Path);

        Assert.Contains(named, Assert.Single(output), StringComparison.Ordinal);
    }

    // Akka writes by itself while its loggers do not run: before they start, and after they have stopped. At its most verbose level it has
    // something to say at both times, always. In the log of a loaded machine it once was the failure of an actor that was cut off in the
    // middle of its start.
    [Fact]
    public async Task What_the_actor_system_says_while_it_is_ended_for_a_refused_start_stays_out_of_the_log()
    {
        _given.Settings["DB_NAME"] = "no_such_database";
        _given.Settings["HOCON_FILE"] = Path.Combine(_folder.FullName, HoconFile.FileName);
        await File.WriteAllTextAsync(
            _given.Settings["HOCON_FILE"], $"{await File.ReadAllTextAsync(HoconFile.DefaultPath)}\nakka.stdout-loglevel = DEBUG\n");

        var output = await FailAsync(BotProgram.Path);

        Assert.Contains(output, line => line.Contains(nameof(AkkaFirstWords), StringComparison.Ordinal));
        Assert.DoesNotContain(output, line => line.Contains("hutting down", StringComparison.Ordinal));
        Assert.DoesNotContain(output, line => line.Contains("loggers stopped", StringComparison.Ordinal));
        Assert.Contains(output, line => line.StartsWith("DB_NAME", StringComparison.Ordinal));
    }

    // What ends a start and what is waited for does not depend on whether anybody is told.
    [Theory]
    [InlineData("DB_HOST", NoMachine)]
    [InlineData("DB_NAME", "no_such_database")]
    [InlineData("DB_USER", "no_such_user")]
    [InlineData("DB_PASSWORD", "wrong")]
    public async Task With_alerts_a_wrong_setting_of_the_database_ends_the_start_as_without(string name, string value)
    {
        _given.Settings[name] = value;
        _given.Settings["OPS_CHAT_ID"] = "123";

        var output = await FailAsync(BotProgram.Path);

        Assert.Contains(output, line => line.StartsWith(name is "DB_PASSWORD" ? "DB_USER" : name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_database_out_of_reach_is_waited_for_and_the_log_says_what_to_look_at()
    {
        _given.Settings["DB_PORT"] = "1";

        await using var bot = BotProcess.Start(_given.Settings);

        await bot.WaitForLineAsync("The database could not be reached (DB_HOST, DB_PORT: nothing listens at", Seconds);
        await bot.WaitForLineAsync("Connected to Telegram", Seconds);
        Assert.Equal(0, await bot.StopAsync());
        Assert.Empty(_given.Telegram.Calls.Of("getUpdates"));
    }

    [Fact]
    public async Task A_telegram_that_refuses_connections_at_the_start_is_waited_for_and_served_without_a_restart()
    {
        var port = await TestProxy.DeadPortAsync();
        _given.Settings["TELEGRAM_API_URL"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        await using var bot = BotProcess.Start(_given.Settings);
        await bot.WaitForLineAsync("Telegram cannot be reached (network: ConnectionError)", Seconds);
        Assert.False(bot.HasExited);

        await using var telegram = await BotApiServer.StartAsync(
            new BotApiOptions { Port = port, Token = _given.Telegram.Token, DefaultTimeout = TimeSpan.FromSeconds(60) });
        var client = telegram.AddPerson("Анна").Chat;
        client.SendText("/start");
        await bot.WaitForLineAsync(BotProcess.ReadyLine, TimeSpan.FromSeconds(60));

        await client.NextAsync("заявк");
        Assert.False(bot.HasExited);
        Assert.Equal(0, await bot.StopAsync());
    }

    [Fact]
    public async Task A_telegram_that_is_away_does_not_hide_that_the_database_refuses_the_password()
    {
        _given.Settings["TELEGRAM_API_URL"] = "http://127.0.0.1:1";
        _given.Settings["DB_PASSWORD"] = "wrong";

        var output = await FailAsync(BotProgram.Path);

        // The warning about Telegram goes to the standard output, this line to the standard error: the two are read side by side.
        Assert.Contains(output, line => line.Contains("DB_PASSWORD", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_hocon_file_that_lost_its_end_is_named_instead_of_falling_back_to_memory()
    {
        var program = CopyProgram();
        var file = Path.Combine(Path.GetDirectoryName(program)!, "hocon.conf");
        var lines = await File.ReadAllLinesAsync(file);
        await File.WriteAllLinesAsync(file, lines[..(lines.Length / 2)]);

        var output = await FailAsync(program);

        Assert.Contains("hocon.conf", Assert.Single(output), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_may_stand_in_a_file_in_the_working_directory()
    {
        await File.WriteAllLinesAsync(
            Path.Combine(_folder.FullName, ".env"), _given.Settings.Select(setting => $"{setting.Key}={setting.Value}"));

        await using var bot = BotProcess.Start(new Dictionary<string, string>(), _folder.FullName);
        await bot.WaitForLineAsync("Connected to Telegram", Seconds);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
    }

    [Fact]
    public async Task A_telegram_that_cannot_be_reached_is_waited_for()
    {
        _given.Telegram.Faults.Inject(Fault.ServerError(502, asHtml: true) with { Method = "getMe", Times = 2 });

        await using var bot = BotProcess.Start(_given.Settings);

        await bot.WaitForLineAsync("TELEGRAM_API_URL", Seconds);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
    }

    [Fact]
    public async Task The_menus_of_commands_are_set_for_clients_and_for_the_managers_chat_and_a_webhook_is_removed_with_its_updates_kept()
    {
        var manager = _given.Telegram.AddPerson("Пётр");
        manager.Chat.SendText("/start");
        var client = _given.Telegram.AddPerson("Анна");
        client.Chat.SendText("/start");
        _given.Settings["MANAGER_CHAT_ID"] = manager.Id.ToString(CultureInfo.InvariantCulture);

        await using var bot = BotProcess.Start(_given.Settings);

        await client.Chat.NextAsync("заявк", Seconds);
        await Eventually.IsTrueAsync(
            () => client.Chat.Commands.Select(command => command.Command)
                    .SequenceEqual(["start", "my", "help", "cancel", "mydata", "forget"])
                && manager.Chat.Commands.Select(command => command.Command).SequenceEqual(
                    [
                        "start", "help", "open", "mine", "find", "ticket", "history", "stats", "export", "photoid", "ban", "unban",
                        "banned",
                    ]),
            "the menus of commands are set");
        var removal = Assert.Single(_given.Telegram.Calls.Of("deleteWebhook"));
        Assert.NotEqual("true", removal.Parameters["drop_pending_updates"]?.ToString());
    }

    [Fact]
    public async Task A_newcomer_reads_what_the_bot_is_for_and_telegram_is_told_once_however_often_the_bot_starts()
    {
        var client = _given.Telegram.AddPerson("Анна");
        var company = HoconFile.Load(HoconFile.DefaultPath).Company;
        _given.Telegram.Faults.Inject(Fault.ServerError(502, asHtml: true) with { Method = "getMyDescription", Times = 1 });

        for (var start = 1; start <= 2; start++)
        {
            await using var bot = BotProcess.Start(_given.Settings);
            var read = start;
            await Eventually.IsTrueAsync(
                () => _given.Telegram.Calls.Of("getMyShortDescription").Length == read
                    && _given.Telegram.Calls.Of("setMyShortDescription").Any(), "the texts are set");
            await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
            await bot.StopAsync();
        }

        Assert.Contains(company.Name, client.Chat.Description, StringComparison.Ordinal);
        Assert.Equal(company.Description, client.Chat.Description);
        Assert.Single(_given.Telegram.Calls.Of("setMyDescription"));
        var set = Assert.Single(_given.Telegram.Calls.Of("setMyShortDescription"));
        Assert.Equal(company.ShortDescription, (string?)set.Parameters["short_description"]);
    }

    [Fact]
    public async Task It_stops_soon_and_cleanly_when_it_is_asked_to()
    {
        await using var bot = BotProcess.Start(_given.Settings);
        await _given.Telegram.Updates.WaitUntilPolledAsync(Seconds);
        var watch = Stopwatch.StartNew();

        Assert.Equal(0, await bot.StopAsync());

        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        Assert.DoesNotContain(bot.Lines, line => line.Contains("fail:", StringComparison.Ordinal));
    }

    private async Task<IReadOnlyList<string>> FailAsync(string program)
    {
        await using var bot = BotProcess.Start(_given.Settings, _folder.FullName, program: program);

        Assert.NotEqual(0, await bot.WaitForExitAsync(Seconds));

        if (_given.Settings.TryGetValue("TOKEN", out var token))
            Assert.DoesNotContain(bot.Lines, line => line.Contains(token, StringComparison.Ordinal));
        Assert.False(bot.Lines.Any(line => line.Contains("   at ", StringComparison.Ordinal)), string.Join('\n', bot.Lines));
        return bot.Lines;
    }

    private string CopyProgram()
    {
        var source = Path.GetDirectoryName(BotProgram.Path)!;
        foreach (var file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(_folder.FullName, Path.GetFileName(file)));
        return Path.Combine(_folder.FullName, Path.GetFileName(BotProgram.Path));
    }
}
