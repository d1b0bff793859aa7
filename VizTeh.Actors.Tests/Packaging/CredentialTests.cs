using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>Secrets that systemd hands to the unit alone: the package's programs, which run outside of it, have them too.</summary>
public sealed class CredentialTests(Packages packages) : IClassFixture<Packages>
{
    private const string Token = "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    [PackageFact]
    public async Task With_a_token_that_only_the_unit_loads_the_settings_are_complete_and_an_update_starts_the_bot_again()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(new Dictionary<string, string> { ["MANAGER_CHAT_ID"] = "123" });
        Assert.Equal(2, (await root.RunAsync("vizteh", ["--check", "--settings"])).ExitCode);
        root.GiveCredential("bot_token", Token);

        var check = (await root.RunAsync("vizteh", ["--check", "--settings"])).Well();
        (await root.ShellAsync("systemctl start vizteh.service")).Well();
        var updated = (await root.DpkgAsync("--install", await packages.MakeVersionAsync("2.0"))).Well();

        Assert.DoesNotContain("not started", updated.Errors, StringComparison.Ordinal);
        Assert.Equal("start vizteh.service", root.Asked[^1]);
        Assert.DoesNotContain(Token, check.Output + check.Errors + updated.Errors, StringComparison.Ordinal);
        Assert.Empty(Copies(root));
    }

    [PackageFact]
    public async Task A_bot_that_runs_by_a_token_that_the_package_cannot_see_is_started_again_after_an_update()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        (await root.ShellAsync("systemctl start vizteh.service")).Well();
        var second = await packages.MakeVersionAsync("2.0");

        foreach (var line in new[]
        {
            $"SetCredential=bot_token:{Token}", "ImportCredential=bot_token", $"Environment=LANG=C TOKEN={Token}",
            "EnvironmentFile=/etc/vizteh/more.env",
        })
        {
            root.ChangeUnit(line);

            var updated = (await root.DpkgAsync("--install", second)).Well();

            Assert.Equal(["stop vizteh.service", "start vizteh.service"], Services().TakeLast(2));
            Assert.DoesNotContain(Token, updated.Output + updated.Errors, StringComparison.Ordinal);
            root.RevertUnit();
        }

        // A setting that is wrong is none that the unit may give.
        root.ChangeUnit($"SetCredential=bot_token:{Token}");
        root.Set(new Dictionary<string, string> { ["MANAGER_CHAT_ID"] = "managers" });
        Assert.Contains("The bot is not started", (await root.DpkgAsync("--install", second)).Errors, StringComparison.Ordinal);
        Assert.Equal("stop vizteh.service", Services()[^1]);
        // Nor is a bot started that was stopped.
        root.Set(new Dictionary<string, string> { ["MANAGER_CHAT_ID"] = "123" });
        await root.DpkgAsync("--install", second);
        Assert.Equal("stop vizteh.service", Services()[^1]);

        string[] Services() => [.. root.Asked.Where(asked => asked.EndsWith(" vizteh.service", StringComparison.Ordinal))];
    }

    [PackageFact]
    public async Task A_credential_whose_file_is_not_there_is_named_and_its_copies_go()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.GiveCredential("bot_token", Token);
        root.GiveCredential("db_password", "secret");
        File.Delete(root.PathOf("etc/vizteh/db_password"));

        var refused = await root.RunAsync("vizteh", ["--check", "--settings"]);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("loads the credential db_password from /etc/vizteh/db_password", refused.Errors, StringComparison.Ordinal);
        Assert.Empty(Copies(root));
    }

    [PackageFact]
    public async Task A_password_that_only_the_unit_loads_opens_the_database_to_the_backup_and_to_the_program()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        // By the network PostgreSQL asks for a password.
        await machine.ReadAsync("alter role vizteh password 'p@ss word'");
        machine.Root.Set(new Dictionary<string, string> { ["DB_HOST"] = "127.0.0.1" });
        var refused = await machine.Root.RunAsync("vizteh-backup", []);
        machine.Root.GiveCredential("db_password", "p@ss word");

        var made = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        var asked = await machine.Root.ShellAsync("HEALTH_PORT=0 vizteh --health");

        Assert.Equal(1, refused.ExitCode);
        Assert.Equal([made], machine.Dumps());
        Assert.True(asked.ExitCode <= 1, asked.ToString());
        Assert.Empty(Copies(machine.Root));
    }

    [ServiceFact]
    public async Task The_service_starts_with_a_token_that_only_its_unit_loads()
    {
        var folder = Directory.CreateTempSubdirectory("vizteh-credential-");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(folder.FullName, (UnixFileMode)0x1ED);
        var dropIns = folder.CreateSubdirectory("etc/systemd/system/vizteh.service.d");
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "bot_token"), Token);
        // What the unit's own folder is on a server.
        await File.WriteAllTextAsync(
            Path.Combine(dropIns.FullName, "override.conf"), "[Service]\nLoadCredential=bot_token:/run/root/bot_token\n");
        try
        {
            await using var systemd = PrivateSystemd.Start(
                await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "deploy", "vizteh.service")),
                """
                Type=oneshot
                User=nobody
                WorkingDirectory=/
                Environment=VIZTEH_ROOT=/run/root
                LoadCredential=bot_token:/run/root/bot_token
                ExecCondition=
                ExecCondition=/bin/sh /run/setup/has-token
                ExecStart=
                ExecStart=/bin/sh -c 'grep -c 7204518933: "$$CREDENTIALS_DIRECTORY/bot_token"; echo started'
                Restart=no
                """,
                (Path.Combine(Repository.Root, "scripts", "package"), "setup"), (folder.FullName, "root"));

            await Eventually.BecomesAsync(
                () => Task.FromResult(systemd.Output), output => output.Contains("1\nstarted", StringComparison.Ordinal), "it is started");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Copies(ScratchRoot root) =>
        Directory.EnumerateDirectories(root.PathOf("run"), "vizteh-credentials.*");
}
