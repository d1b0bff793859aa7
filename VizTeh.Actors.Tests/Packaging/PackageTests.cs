using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>The Debian package on a scratch root, by the machine's own dpkg.</summary>
[SuppressMessage("Interoperability", "CA1416", Justification = "Only run where dpkg is.")]
public sealed partial class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private const UnixFileMode OwnerAndGroup = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead;

    [PackageFact]
    public async Task It_names_what_it_needs_and_marks_both_files_of_settings_as_the_operators_own()
    {
        var control = (await Tools.RunAsync(["dpkg-deb", "--field", packages.First])).Well().Output;
        var conffiles = (await Tools.RunAsync(["dpkg-deb", "--ctrl-tarfile", packages.First])).Well();

        Assert.Contains("Depends: libicu76 | libicu74 | libicu72 | libicu70, tzdata, ca-certificates", control, StringComparison.Ordinal);
        Assert.Contains("Recommends: postgresql", control, StringComparison.Ordinal);
        Assert.Contains("/etc/vizteh/hocon.conf\n/etc/vizteh/vizteh.env\n", conffiles.Output, StringComparison.Ordinal);
    }

    [PackageFact]
    public async Task The_same_sources_make_the_same_package()
    {
        var again = Directory.CreateTempSubdirectory("vizteh-again-");

        await Packages.MakeAsync(again.FullName);

        Assert.True(
            File.ReadAllBytes(packages.First).AsSpan().SequenceEqual(
                File.ReadAllBytes(Path.Combine(again.FullName, Path.GetFileName(packages.First)))));
        again.Delete(recursive: true);
    }

    [PackageFact]
    public async Task Without_a_token_it_is_installed_and_says_who_asks_for_one_and_nothing_is_started()
    {
        await using var root = new ScratchRoot();

        var installed = (await root.DpkgAsync("--install", packages.First)).Well();

        Assert.Contains("TOKEN is not set", installed.Errors, StringComparison.Ordinal);
        Assert.Contains("sudo vizteh-setup", installed.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("start vizteh.service", root.Asked);
        Assert.Contains("start vizteh-backup.timer", root.Asked);
        Assert.Equal("install ok installed 1.0", await root.StatusAsync());
        Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(root.PathOf("etc/vizteh/vizteh.env")));
        Assert.StartsWith("vizteh:", root.Read("etc/passwd"), StringComparison.Ordinal);
        // The service says the same, whatever starts it.
        var asked = await root.ShellAsync("\"$VIZTEH_ROOT/usr/lib/vizteh/setup/has-token\" \"$VIZTEH_ROOT/etc/vizteh/vizteh.env\"");
        Assert.Equal(1, asked.ExitCode);
        foreach (var link in new[] { "multi-user.target.wants/vizteh.service", "timers.target.wants/vizteh-backup.timer" })
            Assert.NotNull(new FileInfo(root.PathOf($"etc/systemd/system/{link}")).LinkTarget);
    }

    [PackageFact]
    public async Task Settings_are_kept_through_an_update_the_way_back_a_removal_and_another_installation()
    {
        await using var root = new ScratchRoot();
        var second = await packages.MakeVersionAsync("2.0", tree =>
        {
            File.AppendAllText(Path.Combine(tree, "etc/vizteh/hocon.conf"), "# a new comment\n");
            File.AppendAllText(Path.Combine(tree, "etc/vizteh/vizteh.env"), "# a new setting\n");
            File.WriteAllText(Path.Combine(tree, "usr/lib/vizteh/only-in-two"), "");
        });
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(Usable);
        root.Edit("etc/vizteh/hocon.conf", text => text.Replace("Визуальные технологии", "Ромашка", StringComparison.Ordinal));
        (await root.ShellAsync("systemctl start vizteh.service")).Well();

        (await root.DpkgAsync("--install", second)).Well();

        AssertEdited("2.0 is installed");
        Assert.True(root.Has("usr/lib/vizteh/only-in-two"));
        // What it would have brought lies beside it.
        Assert.Contains("# a new comment", root.Read("etc/vizteh/hocon.conf.dpkg-dist"), StringComparison.Ordinal);
        Assert.Equal(["start vizteh.service", "stop vizteh.service", "start vizteh.service"], Services(root));

        (await root.DpkgAsync("--install", packages.First)).Well();

        AssertEdited("1.0 is back");
        Assert.Equal("install ok installed 1.0", await root.StatusAsync());
        Assert.False(root.Has("usr/lib/vizteh/only-in-two"));

        File.WriteAllText(root.PathOf("var/lib/vizteh/backups/vizteh-2026-01-31.dump"), "the data");
        (await root.DpkgAsync("--remove", "vizteh")).Well();

        AssertEdited("it is removed");
        Assert.False(root.Has("usr/lib/vizteh/VizTeh.Actors"));
        Assert.Equal("stop vizteh.service", Services(root)[^1]);
        Assert.Equal("the data", root.Read("var/lib/vizteh/backups/vizteh-2026-01-31.dump"));

        (await root.DpkgAsync("--install", second)).Well();

        AssertEdited("it is installed again");

        (await root.DpkgAsync("--purge", "vizteh")).Well();

        Assert.False(root.Has("etc/vizteh/vizteh.env"));
        Assert.Equal("the data", root.Read("var/lib/vizteh/backups/vizteh-2026-01-31.dump"));

        void AssertEdited(string when)
        {
            Assert.True(root.Read("etc/vizteh/hocon.conf").Contains("Ромашка", StringComparison.Ordinal), when);
            Assert.True(root.Read("etc/vizteh/vizteh.env").Contains("TOKEN=7204518933:", StringComparison.Ordinal), when);
            Assert.Equal(OwnerAndGroup, File.GetUnixFileMode(root.PathOf("etc/vizteh/vizteh.env")));
        }
    }

    [PackageFact]
    public async Task A_file_of_settings_that_nobody_has_edited_is_that_of_the_new_version()
    {
        await using var root = new ScratchRoot();
        var second = await packages.MakeVersionAsync(
            "2.0", tree => File.AppendAllText(Path.Combine(tree, "etc/vizteh/hocon.conf"), "# a new comment\n"));
        (await root.DpkgAsync("--install", packages.First)).Well();

        (await root.DpkgAsync("--install", second)).Well();

        Assert.Contains("# a new comment", root.Read("etc/vizteh/hocon.conf"), StringComparison.Ordinal);
        Assert.False(root.Has("etc/vizteh/hocon.conf.dpkg-dist"));
    }

    [PackageFact]
    public async Task A_setting_that_the_new_version_does_not_take_is_named_and_the_bot_stays_stopped()
    {
        await using var root = new ScratchRoot();
        var second = await packages.MakeVersionAsync("2.0");
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(Usable);
        root.Edit("etc/vizteh/hocon.conf", text => text.Replace("additions = on", "additons = on", StringComparison.Ordinal));
        var edited = root.Read("etc/vizteh/hocon.conf");
        (await root.ShellAsync("systemctl start vizteh.service")).Well();

        var updated = (await root.DpkgAsync("--install", second)).Well();

        var said = Assert.Single(updated.Errors.Split('\n'), line => line.StartsWith("vizteh: ", StringComparison.Ordinal));
        Assert.Contains("additons", said, StringComparison.Ordinal);
        Assert.Contains("The bot is not started", said, StringComparison.Ordinal);
        Assert.Equal(["start vizteh.service", "stop vizteh.service"], Services(root));
        Assert.Equal(edited, root.Read("etc/vizteh/hocon.conf"));
        Assert.Equal("install ok installed 2.0", await root.StatusAsync());
    }

    [PackageFact]
    public async Task A_bot_that_somebody_has_stopped_stays_stopped_through_an_update()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(Usable);

        var updated = (await root.DpkgAsync("--install", await packages.MakeVersionAsync("2.0"))).Well();

        Assert.Contains("The bot was stopped before, and stays so", updated.Errors, StringComparison.Ordinal);
        Assert.Equal(["stop vizteh.service"], Services(root));

        // Once it is started again, the next update starts it.
        (await root.ShellAsync("systemctl start vizteh.service")).Well();
        (await root.DpkgAsync("--install", packages.First)).Well();
        Assert.Equal("start vizteh.service", Services(root)[^1]);
    }

    [PackageFact]
    public async Task The_archive_installs_itself_on_a_system_without_dpkg_and_keeps_the_settings_that_are_there()
    {
        await using var root = new ScratchRoot();
        root.SetVariable("ARCHIVE", packages.Archive);
        const string Install = "mkdir -p \"$VIZTEH_ROOT/unpacked\" && tar -xzf \"$ARCHIVE\" -C \"$VIZTEH_ROOT/unpacked\" "
            + "&& \"$VIZTEH_ROOT\"/unpacked/*/install.sh";
        (await root.ShellAsync(Install)).Well();
        root.Set(Usable);
        (await root.ShellAsync("systemctl start vizteh.service")).Well();

        var again = (await root.ShellAsync(Install)).Well();

        Assert.Equal(["start vizteh.service", "stop vizteh.service", "start vizteh.service"], Services(root));
        (await root.ShellAsync("systemctl stop vizteh.service")).Well();
        (await root.ShellAsync(Install)).Well();
        Assert.Equal("stop vizteh.service", Services(root)[^1]);
        Assert.Contains("Kept: /etc/vizteh/vizteh.env", again.Output, StringComparison.Ordinal);
        Assert.Contains("TOKEN=7204518933:", root.Read("etc/vizteh/vizteh.env"), StringComparison.Ordinal);
        (await root.RunAsync("vizteh", ["--check", "--settings"])).Well();
    }

    [PackageFact]
    public async Task Every_program_of_the_package_tells_what_it_does_and_refuses_what_it_does_not_know()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();

        foreach (var program in new[] { "vizteh-setup", "vizteh-update", "vizteh-back", "vizteh-backup", "vizteh-restore" })
        {
            Assert.Contains($"sudo {program}", (await root.RunAsync(program, ["--help"])).Well().Output, StringComparison.Ordinal);
            Assert.NotEqual(0, (await root.RunAsync(program, ["--fast"])).ExitCode);
        }
    }

    [Fact]
    public void The_settings_of_the_package_are_all_of_the_example_and_both_guides_name_them()
    {
        var shipped = NamesIn("scripts/package/vizteh.env");
        var example = NamesIn(".env.example");

        // The unit of the package sets it.
        Assert.Equal(example.Where(name => name != "HOCON_FILE"), shipped);
        Assert.All(
            ["README.md", "README.ru.md"],
            guide => Assert.All(example, name => Assert.Contains($"`{name}`", Text(guide), StringComparison.Ordinal)));

        static List<string> NamesIn(string path) =>
            [.. SettingLine().Matches(Text(path)).Select(match => match.Groups["name"].Value).Order(StringComparer.Ordinal)];

        static string Text(string path) => File.ReadAllText(Path.Combine(Repository.Root, path));
    }

    [PackageFact]
    public async Task What_the_documents_for_operators_link_to_is_in_the_package()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        const string Folder = "usr/share/doc/vizteh";

        foreach (var document in new[]
        {
            "README.md", "README.ru.md", "docs/operations.md", "docs/migration.md", "docs/security.md", "docs/failure-modes.md",
            "docs/cluster.md",
        })
        {
            Assert.True(root.Has($"{Folder}/{document}"), document);
            var links = FileLink().Matches(root.Read($"{Folder}/{document}")).Select(link => link.Groups["path"].Value)
                .Select(path => Path.GetRelativePath("/", Path.GetFullPath(Path.Combine("/", Path.GetDirectoryName(document)!, path))))
                .Where(path => !IsOfSources(path));
            Assert.All(links, path => Assert.True(root.Has($"{Folder}/{path}"), $"{document}: {path}"));
        }

        Assert.True(root.Has("usr/share/vizteh/scripts/earlier-tickets.sql"));
    }

    [Fact]
    public void The_guides_path_to_the_first_ticket_is_short()
    {
        foreach (var (guide, chapter) in new[] { ("README.md", "## Running it on a server"), ("README.ru.md", "## Запуск на сервере") })
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, guide));
            var from = text.IndexOf($"\n{chapter}\n", StringComparison.Ordinal);
            Assert.True(from > 0, $"{guide}: {chapter}");
            var steps = text[(from + chapter.Length + 2)..text.IndexOf("\n## ", from + 5, StringComparison.Ordinal)]
                .Split('\n').Count(line => line.Length > 3 && char.IsAsciiDigit(line[0]) && line[1] == '.');
            Assert.InRange(steps, 4, 8);
        }
    }

    private static Dictionary<string, string> Usable => new()
    {
        ["TOKEN"] = "7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
        ["MANAGER_CHAT_ID"] = "123",
    };

    private static List<string> Services(ScratchRoot root) =>
        [.. root.Asked.Where(asked => asked is "stop vizteh.service" or "start vizteh.service")];

    // Set, or in a comment as an example.
    [GeneratedRegex("^(?:# )?(?<name>[A-Z][A-Z_]+)=", RegexOptions.Multiline)]
    private static partial Regex SettingLine();

    // What a guide says of the sources, or shows: whoever has the package alone needs none of it.
    private static bool IsOfSources(string path) =>
        path is ".env.example" or "LICENSE" or "hocon.conf" or "examples" || path.StartsWith("VizTeh.Actors/", StringComparison.Ordinal)
        || path.StartsWith("docs/images/", StringComparison.Ordinal);

    // To another file, with or without a chapter of it.
    [GeneratedRegex(@"\]\((?<path>[^)#:]+)(?:#[^)]*)?\)")]
    private static partial Regex FileLink();
}
