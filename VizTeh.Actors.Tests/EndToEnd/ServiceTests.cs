using System.Diagnostics;
using System.Net;
using Npgsql;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.EndToEnd;

/// <summary>A bot in a process of its own under a service manager: the socket and the variables that systemd gives.</summary>
public sealed class ServiceTests
{
    private const string More = "EXTEND_TIMEOUT_USEC=30000000";
    private const string Migrates = "STATUS=Starting: the database is brought up to this version";

    [Fact]
    public async Task It_says_when_it_has_started_that_it_lives_and_that_it_stops()
    {
        await using var given = await ProcessFixture.CreateAsync();
        using var notify = new NotifySocket();
        given.Settings["NOTIFY_SOCKET"] = notify.Path;
        given.Settings["WATCHDOG_USEC"] = "2000000";

        await using var bot = BotProcess.Start(given.Settings);
        await notify.NextAsync(More);
        await notify.NextAsync("READY=1");
        await notify.NextAsync("STATUS=Taking updates from Telegram");
        await notify.NextAsync("WATCHDOG=1");
        await notify.NextAsync("WATCHDOG=1");
        Assert.Equal(0, await bot.StopAsync());
        await notify.NextAsync("STOPPING=1");

        Assert.Single(notify.Heard, "READY=1");
        Assert.Single(notify.Heard, "STOPPING=1");
        Assert.DoesNotContain("WATCHDOG=1", notify.Heard.TakeWhile(line => line != "READY=1"));
        Assert.Equal(["STOPPING=1", "STATUS=Stopping"], notify.Heard.TakeLast(2));
    }

    /// <summary>The watchdog's variables may have been inherited from another service.</summary>
    [Fact]
    public async Task A_watchdog_of_another_process_is_not_fed()
    {
        await using var given = await ProcessFixture.CreateAsync();
        using var notify = new NotifySocket();
        given.Settings["NOTIFY_SOCKET"] = notify.Path;
        given.Settings["WATCHDOG_USEC"] = "200000";
        given.Settings["WATCHDOG_PID"] = "1";

        await using var bot = BotProcess.Start(given.Settings);
        await notify.NextAsync("STATUS=Taking updates from Telegram");
        Assert.Equal(0, await bot.StopAsync());
        await notify.NextAsync("STOPPING=1");

        Assert.DoesNotContain("WATCHDOG=1", notify.Heard);
    }

    [Fact]
    public async Task A_migration_that_lasts_gets_more_time_and_is_live_all_the_while()
    {
        await using var database = await PostgresFixture.CreateMigratedBeforeAsync("0062_heartbeats.sql");
        await using var telegram = await BotApiServer.StartAsync();
        using var notify = new NotifySocket();
        using var health = new HealthAnswers();
        var settings = BotEnvironment.Of(database.Details, telegram, managers: [123]);
        settings["NOTIFY_SOCKET"] = notify.Path;
        settings[BotProgram.HealthPortVariable] = health.Setting;
        await using var blocker = new NpgsqlConnection(database.ConnectionString);
        await blocker.OpenAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        // The new view waits for it.
        await using (var block = new NpgsqlCommand("lock table health, inbox in access exclusive mode", blocker, blocking))
            await block.ExecuteNonQueryAsync();

        await using var bot = BotProcess.Start(settings);
        await notify.NextAsync(Migrates);
        for (var time = 0; time < 4; time++)
            await notify.NextAsync(More);
        var (live, _) = await health.AskAsync("live");
        var (ready, body) = await health.AskAsync("ready");
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.ServiceUnavailable), (live, ready));
        Assert.Equal(["migrating"], HealthAnswers.ReasonsOf(body));
        Assert.DoesNotContain("READY=1", notify.Heard);

        await blocking.RollbackAsync();
        await notify.NextAsync("READY=1");
        await health.BecomesAsync("ready", (status, _) => status == HttpStatusCode.OK, "ready");
    }

    /// <summary><c>journalctl -p err</c> finds lines by the priority at their beginning.</summary>
    [Fact]
    public async Task Each_line_that_the_journal_reads_begins_with_its_priority()
    {
        await using var database = await PostgresFixture.CreateEmptyAsync();
        await using var telegram = await BotApiServer.StartAsync();
        var settings = BotEnvironment.Of(database.Details, telegram, managers: [123]);

        var migration = await RunAsync("--migrate", descriptor: 1, settings);
        settings["TOKEN"] = "wrong";
        var mistake = await RunAsync("", descriptor: 2, settings);
        var elsewhere = await RunAsync("", descriptor: 0, settings);

        Assert.Matches(@"^<6>20\d\d-.* info: Migrator\[0\] Migration 0001", migration.Output);
        Assert.EndsWith("<6>The database is up to date.\n", migration.Output, StringComparison.Ordinal);
        // The unit lets every other line count as an error.
        Assert.All(migration.Output.TrimEnd('\n').Split('\n'), line => Assert.Matches("^<[2-7]>.", line));
        Assert.StartsWith("<3>Settings: TOKEN", mistake.Errors, StringComparison.Ordinal);
        Assert.StartsWith("Settings: TOKEN", elsewhere.Errors, StringComparison.Ordinal);
    }

    // The shell learns which pipe its output goes to, as systemd knows which socket it has made.
    private static async Task<(string Output, string Errors)> RunAsync(
        string option, int descriptor, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            "bash",
            ["-c", $"export JOURNAL_STREAM=$(stat -L -c %d:%i /proc/$$/fd/{descriptor}); exec dotnet '{BotProgram.Path}' {option}"])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in BotProgram.Settings.Concat(BotProgram.OfSystemd))
            start.Environment.Remove(name);
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = process.StandardError.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (await output, await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}
