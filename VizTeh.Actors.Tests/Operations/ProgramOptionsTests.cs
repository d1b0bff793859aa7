using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Network;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>The real program, called with options as an operator calls it.</summary>
public sealed class ProgramOptionsTests
{
    [Theory]
    [InlineData("--fast")]
    [InlineData("now")]
    [InlineData("--json")]
    [InlineData("--check", "--migrate")]
    [InlineData("--health", "--check")]
    [InlineData("--health", "--json")]
    [InlineData("--settings")]
    [InlineData("--migrate", "--data")]
    [InlineData("--check", "--settings", "--data")]
    [InlineData("--check", "false")]
    [InlineData("--")]
    public async Task What_it_does_not_know_is_refused_and_no_bot_starts(params string[] arguments)
    {
        var ended = await RunAsync(arguments);

        Assert.Equal(2, ended.ExitCode);
        Assert.Empty(ended.Output);
        Assert.Contains("--help", ended.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_tells_its_options_and_its_version()
    {
        var help = await RunAsync(["--help"]);
        var version = await RunAsync(["--version"]);

        Assert.All(
            ["--check", "--json", "--migrate", "--health", "--version"],
            option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
        Assert.Equal((0, 0), (help.ExitCode, version.ExitCode));
        Assert.Matches(@"^\d+\.\d+\.\d+", version.Output);
    }

    [Fact]
    public async Task The_tables_are_made_by_the_migration_alone_and_the_check_is_well_after_it()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var telegram = await BotApiServer.StartAsync();
        var manager = telegram.AddPerson("Ольга");
        manager.Chat.SendText("/start");
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Id]);

        var migrated = await RunAsync(["--migrate"], settings);
        var check = await RunAsync(["--check", "--json"], settings);

        Assert.True(migrated.ExitCode == 0, migrated.ToString());
        Assert.EndsWith("The database is up to date.\n", migrated.Output, StringComparison.Ordinal);
        Assert.NotEmpty(await database.ReadAsync("select scriptname from vizteh_migrations"));
        Assert.Empty(telegram.Calls.Of("getUpdates"));
        Assert.True(check.ExitCode == 0, check.ToString());
        Assert.Equal(0, (int)JsonNode.Parse(check.Output)!["exitCode"]!);
    }

    [Fact]
    public async Task The_health_of_a_running_bot_is_one_line_and_an_exit_code()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync();
        var port = FreePort.Find().ToString(CultureInfo.InvariantCulture);
        var settings = BotEnvironment.Of(database.Details, telegram, [123]);
        settings[BotProgram.HealthPortVariable] = port;
        // Nothing but the port is needed.
        var asking = new Dictionary<string, string> { [BotProgram.HealthPortVariable] = port, ["http_proxy"] = "http://127.0.0.1:1" };
        var before = await RunAsync(["--health"], asking);
        await using var bot = BotProcess.Start(settings);
        var ready = await Eventually.BecomesAsync(
            () => RunAsync(["--health"], asking), ended => ended.ExitCode == 0, "the bot is ready");
        await database.ExecuteAsync("insert into inbox (update_id, payload, set_aside_at) values (1, '{}', now() - interval '1 hour')");
        var aside = await Eventually.BecomesAsync(
            () => RunAsync(["--health"], asking), ended => ended.ExitCode == 1, "the bot is not ready");

        Assert.Equal("ready (running)\n", ready.Output);
        Assert.Equal("not ready (running): inbox set aside: 1, for 60 min\n", aside.Output);
        Assert.Equal(2, before.ExitCode);
        Assert.StartsWith($"no answer from http://127.0.0.1:{port}/health/ready: ", before.Output, StringComparison.Ordinal);
        Assert.Equal("", ready.Errors + aside.Errors + before.Errors);
    }

    [Fact]
    public async Task Without_a_port_the_health_is_read_from_the_view()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync();
        var settings = BotEnvironment.Of(database.Details, telegram, [123]);

        var none = await RunAsync(["--health"], settings);
        await database.ExecuteAsync(
            """
            insert into heartbeats (process, host, version, started_at, last_poll_at)
            values (gen_random_uuid(), 'host', '1.0.0', now() - interval '1 hour', now())
            """);
        var ready = await RunAsync(["--health"], settings);
        await database.ExecuteAsync("update heartbeats set last_poll_at = now() - interval '10 minutes'");
        var late = await RunAsync(["--health"], settings);

        await database.ExecuteAsync("update heartbeats set last_poll_at = null, started_at = now()");
        var connecting = await RunAsync(["--health"], settings);

        Assert.Equal((1, "not ready (connecting): connecting\n"), (connecting.ExitCode, connecting.Output));
        Assert.Equal((2, "no answer from the view health: no bot has given a sign of life for a minute\n"), (none.ExitCode, none.Output));
        Assert.Equal((0, "ready (running)\n"), (ready.ExitCode, ready.Output));
        Assert.Equal((1, "not ready (running): last poll: 1, for 10 min\n"), (late.ExitCode, late.Output));
    }

    [Theory]
    [InlineData("HEALTH_PORT", "many", "HEALTH_PORT")]
    [InlineData("HEALTH_PORT", "0", "TOKEN")]
    public async Task Settings_that_do_not_tell_how_to_ask_for_the_health_end_with_2(string name, string value, string named)
    {
        var ended = await RunAsync(["--health"], new Dictionary<string, string> { [name] = value });

        Assert.Equal((2, ""), (ended.ExitCode, ended.Errors));
        Assert.StartsWith("cannot be asked: ", ended.Output, StringComparison.Ordinal);
        Assert.Contains(named, ended.Output, StringComparison.Ordinal);
        Assert.Single(ended.Output, sign => sign == '\n');
    }

    [Fact]
    public async Task A_malformed_env_file_ends_the_question_for_the_health_with_2()
    {
        var ended = await RunAsync(["--health"], dotEnv: "HEALTH_PORT 8085\n");

        Assert.Equal((2, ""), (ended.ExitCode, ended.Errors));
        Assert.StartsWith("cannot be asked: ", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_machine_without_time_zones_has_something_to_mend()
    {
        var ended = await RunAsync(["--check"], new Dictionary<string, string> { ["TZDIR"] = "/proc/self/fdinfo" });

        Assert.Equal(2, ended.ExitCode);
        Assert.Matches("FAILED  tzdata .*the machine does not know the time zones", ended.Output);
    }

    [Fact]
    public async Task Another_program_on_the_port_is_not_taken_for_a_bot()
    {
        await using var other = await BotApiServer.StartAsync();

        var ended = await RunAsync(
            ["--health"],
            new Dictionary<string, string> { [BotProgram.HealthPortVariable] = other.Url.Port.ToString(CultureInfo.InvariantCulture) });

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("is not the bot's report", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_check_that_finds_something_to_mend_ends_with_2_and_says_it_in_the_table()
    {
        var ended = await RunAsync(["--check"]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("FAILED  settings", ended.Output, StringComparison.Ordinal);
        Assert.Empty(ended.Errors);
    }

    private static async Task<Ended> RunAsync(
        string[] arguments, IReadOnlyDictionary<string, string>? settings = null, string? dotEnv = null)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-options-");
        if (dotEnv is not null)
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, ".env"), dotEnv);
        var start = new ProcessStartInfo("dotnet", [BotProgram.Path, .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in BotProgram.Settings.Concat(BotProgram.OfSystemd))
            start.Environment.Remove(name);
        foreach (var (name, value) in settings ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return new Ended(process.ExitCode, await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
            folder.Delete(recursive: true);
        }
    }

    private sealed record Ended(int ExitCode, string Output, string Errors);
}
