using System.Diagnostics;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
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
            ["--check", "--json", "--migrate", "--version"], option => Assert.Contains(option, help.Output, StringComparison.Ordinal));
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
    public async Task A_check_that_finds_something_to_mend_ends_with_2_and_says_it_in_the_table()
    {
        var ended = await RunAsync(["--check"]);

        Assert.Equal(2, ended.ExitCode);
        Assert.Contains("FAILED  settings", ended.Output, StringComparison.Ordinal);
        Assert.Empty(ended.Errors);
    }

    private static async Task<Ended> RunAsync(string[] arguments, IReadOnlyDictionary<string, string>? settings = null)
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-options-");
        var start = new ProcessStartInfo("dotnet", [BotProgram.Path, .. arguments])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in BotProgram.Settings)
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
