using System.Diagnostics.CodeAnalysis;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>vizteh-backup.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "Only run where dpkg is.")]
public sealed class BackupTests(Packages packages) : IClassFixture<Packages>
{
    private static readonly TimeSpan Old = TimeSpan.FromDays(14.5);

    [PackageFact]
    public async Task A_dump_is_readable_by_the_bots_user_alone_and_old_ones_go_once_a_new_one_is_there()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var folder = machine.Root.PathOf("var/lib/vizteh/backups");
        var (old, recent) = (Make("vizteh-2026-01-01T033000Z.dump", Old), Make("vizteh-2026-01-02T033000Z.dump", Old / 2));
        var (foreign, killed) = (Make("mine.txt", Old), Make(".partial.abc", TimeSpan.Zero));
        machine.Root.Set(new Dictionary<string, string> { ["DB_NAME"] = "missing" });

        var failed = await machine.Root.ShellAsync("umask 000; vizteh-backup");

        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("No backup was made, and the earlier ones are kept", failed.Errors, StringComparison.Ordinal);
        Assert.True(File.Exists(old));

        machine.Root.Set(new Dictionary<string, string> { ["DB_NAME"] = "vizteh" });
        var made = (await machine.Root.ShellAsync("umask 000; vizteh-backup")).Well().Output.Trim();

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(made));
        var contents = (await machine.Root.ShellAsync($"pg_restore --list {made}")).Output;
        Assert.Contains("TABLE DATA public tickets", contents, StringComparison.Ordinal);
        Assert.False(File.Exists(old) || File.Exists(killed));
        Assert.True(File.Exists(recent) && File.Exists(foreign));

        machine.Root.Set(new Dictionary<string, string> { ["BACKUP_DAYS"] = "soon" });
        Assert.Contains("BACKUP_DAYS", (await machine.Root.RunAsync("vizteh-backup", [])).Errors, StringComparison.Ordinal);

        string Make(string name, TimeSpan age)
        {
            var path = Path.Combine(folder, name);
            File.WriteAllText(path, "");
            File.SetLastWriteTimeUtc(path, TimeProvider.System.GetUtcNow().UtcDateTime - age);
            return path;
        }
    }

    [PackageFact]
    public async Task It_is_made_from_a_folder_that_the_bots_user_cannot_enter()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        machine.Root.Set(machine.Settings);
        (await machine.Root.RunAsync("vizteh-setup", ["--database"])).Well();
        await machine.Root.LetBotBeAsync("nobody");

        // Such as /root.
        var made = (await machine.Root.ShellAsync(
            "mkdir -m 700 \"$VIZTEH_ROOT/private\" && cd \"$VIZTEH_ROOT/private\" && vizteh-backup --name mine")).Well();

        Assert.Equal([made.Output.Trim()], machine.Dumps());
        var owner = await machine.Root.ShellAsync($"stat --format=%U {made.Output.Trim()}");
        Assert.Equal("nobody", owner.Output.Trim());
    }

    [PackageFact]
    public async Task A_dump_that_finds_no_room_leaves_nothing_and_the_earlier_ones_stay()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var before = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();

        // No file may grow beyond 8 KiB: what a full disk does to a dump, without filling one.
        var failed = await machine.Root.ShellAsync("trap '' XFSZ; ulimit -f 8; vizteh-backup");

        Assert.Equal(1, failed.ExitCode);
        Assert.Equal([before], machine.Dumps());
        Assert.Empty(Directory.EnumerateFiles(machine.Root.PathOf("var/lib/vizteh/backups"), ".partial*"));
    }
}
