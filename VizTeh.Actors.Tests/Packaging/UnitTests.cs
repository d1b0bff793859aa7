using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>The units of the package: how little they may do, and that the program runs with that.</summary>
public sealed partial class UnitTests
{
    // systemd's measure from 0, nothing can be done, to 10, anything can. 1.4 and 1.2 by systemd 252.
    private const double MostExposure = 1.5;

    [UnitTheory]
    [InlineData("vizteh.service")]
    [InlineData("vizteh-backup.service")]
    public async Task A_unit_may_do_little_by_systemds_own_measure(string unit)
    {
        var judged = await Tools.RunAsync(["systemd-analyze", "security", "--offline=true", "--no-pager", PathOf(unit)]);

        var exposure = Exposure().Match(judged.Output);
        Assert.True(exposure.Success, judged.ToString());
        Assert.InRange(double.Parse(exposure.Groups[1].Value, CultureInfo.InvariantCulture), 0, MostExposure);
    }

    [ServiceFact]
    public async Task The_program_takes_a_ticket_under_the_restrictions_of_its_unit()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        await using var telegram = await BotApiServer.StartAsync(new BotApiOptions { DefaultTimeout = TimeSpan.FromSeconds(60) });
        var manager = telegram.AddPerson("Пётр").Chat;
        manager.SendText("/start");
        var settings = BotEnvironment.Of(database.Details, telegram, [manager.Person.Id]);
        await using var systemd = PrivateSystemd.Start(
            await File.ReadAllTextAsync(PathOf("vizteh.service")),
            $"""
            User=nobody
            WorkingDirectory=/
            ExecCondition=
            ExecStart=
            ExecStart=/run/dotnet/dotnet /run/program/VizTeh.Actors.dll
            Restart=no
            Environment=HOCON_FILE=/run/program/hocon.conf {string.Join(' ', settings.Select(one => $"\"{one.Key}={one.Value}\""))}
            """,
            (ScratchRoot.DotnetFolder, "dotnet"), (Path.GetDirectoryName(BotProgram.Path)!, "program"));
        await Eventually.IsTrueAsync(
            () => systemd.Output.Contains(BotProcess.ReadyLine, StringComparison.Ordinal), $"the bot is ready; it says: {systemd.Output}");

        var id = await telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);

        await manager.NextAsync($"№{id} ");
        var status = await File.ReadAllTextAsync($"/proc/{Running()}/status");
        // No right of root, none to be gained, and a filter of system calls.
        Assert.Matches("CapBnd:\\s+0{16}\n", status);
        Assert.Matches("NoNewPrivs:\\s+1\n", status);
        Assert.Matches("Seccomp:\\s+2\n", status);
    }

    private static string PathOf(string unit) => Path.Combine(Repository.Root, "docs", "deploy", unit);

    private static string Running() => Path.GetFileName(Directory.EnumerateDirectories("/proc").Single(process =>
        char.IsAsciiDigit(Path.GetFileName(process)[0])
        && CommandLineOf(process).StartsWith("/run/dotnet/dotnet\0", StringComparison.Ordinal)));

    private static string CommandLineOf(string process)
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline"));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It has ended meanwhile.
            return "";
        }
    }

    [GeneratedRegex(@"Overall exposure level for [^:]+: ([0-9.]+)")]
    private static partial Regex Exposure();
}
