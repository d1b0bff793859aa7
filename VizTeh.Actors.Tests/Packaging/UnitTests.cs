using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>The units of the package: how little they may do, and that the program runs with that.</summary>
public sealed partial class UnitTests
{
    // systemd's measure from 0, nothing can be done, to 10, anything can. 1.4 and 1.2 by systemd 252.
    private const double MostExposure = 1.5;

    // What is to be run after a start is run once systemd has heard READY=1.
    private const string HeardReady = "systemd has heard READY=1";

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

    [Fact]
    public async Task A_line_without_a_priority_of_its_own_counts_as_an_error()
    {
        // Such as what .NET says of a crash; that each line of the bot's has one: ServiceTests, LogOutputTests.
        Assert.Contains("SyslogLevel=err", await File.ReadAllLinesAsync(PathOf("vizteh.service")));
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
            ExecStartPost=/bin/echo {HeardReady}
            Restart=no
            WatchdogSec=6
            Environment=HOCON_FILE=/run/program/hocon.conf {string.Join(' ', settings.Select(one => $"\"{one.Key}={one.Value}\""))}
            """,
            (ScratchRoot.DotnetFolder, "dotnet"), (Path.GetDirectoryName(BotProgram.Path)!, "program"));
        await Eventually.IsTrueAsync(
            () => systemd.Output.Contains(BotProcess.ReadyLine, StringComparison.Ordinal), $"the bot is ready; it says: {systemd.Output}");

        var id = await telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);

        await manager.NextAsync($"№{id} ");
        var process = Running();
        var status = await File.ReadAllTextAsync($"/proc/{process}/status");
        // Nothing of its memory gets into a core dump.
        Assert.Matches("Max core file size +0 +0 ", await File.ReadAllTextAsync($"/proc/{process}/limits"));
        // No right of root, none to be gained, and a filter of system calls.
        Assert.Matches("CapBnd:\\s+0{16}\n", status);
        Assert.Matches("NoNewPrivs:\\s+1\n", status);
        Assert.Matches("Seccomp:\\s+2\n", status);
        await Eventually.IsTrueAsync(
            () => systemd.Output.Contains(HeardReady, StringComparison.Ordinal), $"systemd heard READY=1; the output: {systemd.Output}");
        // The watchdog counts from there: had systemd not heard WATCHDOG=1 for 6 s, it would have killed the process by then.
        var later = AgeOf(process) + TimeSpan.FromSeconds(12);
        await Eventually.IsTrueAsync(() => AgeOf(process) >= later, "the watchdog's time has passed twice");
        Assert.Equal(process, Running());
    }

    [ServiceFact]
    public async Task A_backup_is_made_under_the_restrictions_of_its_unit()
    {
        await using var database = await PostgresFixture.CreateMigratedAsync();
        var programs = PostgresBinaries.Find();
        var root = Directory.CreateTempSubdirectory("vizteh-backup-");
        try
        {
            var backups = await InstallBackupAsync(root, database.Details);
            await using var systemd = PrivateSystemd.Start(
                await File.ReadAllTextAsync(PathOf("vizteh-backup.service")),
                $"""
                User=nobody
                ExecStart=
                ExecStart=/run/root/usr/sbin/vizteh-backup
                ReadWritePaths=
                ReadWritePaths=/run/root/var/lib/vizteh/backups
                Environment=VIZTEH_ROOT=/run/root PATH={programs.Folder}:/usr/bin:/bin
                """,
                (root.FullName, "root"));

            await Eventually.BecomesAsync(
                () => Task.FromResult(systemd.Output), output => output.Contains(".dump\n", StringComparison.Ordinal), "a dump is made");

            var dump = Assert.Single(Directory.GetFiles(backups, "*.dump"));
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(dump));
            var contents = (await Tools.RunAsync([programs.PathTo("pg_restore"), "--list", dump])).Well().Output;
            Assert.Contains("TABLE DATA public tickets", contents, StringComparison.Ordinal);
        }
        finally
        {
            root.Delete(recursive: true);
        }
    }

    // The program of the backup, its settings and its folder, as in the package.
    private static async Task<string> InstallBackupAsync(DirectoryInfo root, PostgresDatabase database)
    {
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(root.FullName, (UnixFileMode)0x1ED);
        foreach (var (file, folder) in new[] { ("vizteh-backup", "usr/sbin"), ("common.sh", "usr/lib/vizteh/setup") })
        {
            File.Copy(
                Path.Combine(Repository.Root, "scripts", "package", file), Path.Combine(root.CreateSubdirectory(folder).FullName, file));
        }

        await File.WriteAllTextAsync(
            Path.Combine(root.CreateSubdirectory("etc/vizteh").FullName, "vizteh.env"),
            string.Create(
                CultureInfo.InvariantCulture,
                $"""
                DB_HOST={database.Host}
                DB_PORT={database.Port}
                DB_NAME={database.Name}
                DB_USER={database.User}
                DB_PASSWORD={database.Password}

                """));
        var backups = root.CreateSubdirectory("var/lib/vizteh/backups").FullName;
        (await Tools.RunAsync(["chown", "nobody", backups])).Well();
        return backups;
    }

    private static TimeSpan AgeOf(string processId)
    {
        using var process = Process.GetProcessById(int.Parse(processId, CultureInfo.InvariantCulture));
        return TimeProvider.System.GetLocalNow() - new DateTimeOffset(process.StartTime);
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
