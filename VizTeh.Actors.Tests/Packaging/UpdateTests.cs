using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>vizteh-update and vizteh-back, on a bot that runs and has clients.</summary>
public sealed class UpdateTests(Packages packages) : IClassFixture<Packages>
{
    [PackageFact]
    public async Task A_form_in_progress_goes_on_through_an_update_and_through_the_way_back()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var steps = ClientDialogue.Steps(TypedForm.Ordinary);
        var client = machine.Telegram.AddPerson("Анна").Chat;
        await GoAsync(0, 3);

        var updated = (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();

        Assert.Contains("Version 2.0 runs", updated.Errors, StringComparison.Ordinal);
        Assert.Contains(machine.Dumps(), dump => dump.EndsWith("-before-2.0.dump", StringComparison.Ordinal));
        await GoAsync(3, 5);

        var back = (await machine.Root.RunAsync("vizteh-back", [])).Well();

        Assert.Contains("Version 1.0 runs", back.Errors, StringComparison.Ordinal);
        Assert.Equal("install ok installed 1.0", await machine.Root.StatusAsync());
        Assert.Contains(machine.Dumps(), dump => dump.EndsWith("-before-1.0.dump", StringComparison.Ordinal));
        await GoAsync(5, steps.Count);
        client.SendText("Отправить");
        var id = ClientDialogue.NumberIn(await client.NextAsync("№"));
        await machine.Manager.NextAsync($"№{id} ");

        // Forward again leads to the version that was left.
        Assert.Contains(
            "Version 2.0 runs", (await machine.Root.RunAsync("vizteh-back", [])).Well().Errors, StringComparison.Ordinal);
        Assert.Equal(["1"], await machine.ReadAsync("select count(*)::text from tickets"));

        async Task GoAsync(int from, int to)
        {
            foreach (var (step, act, answer) in steps.Take(to).Skip(from))
            {
                if (step == "direction")
                    client.SendText(TypedForm.Ordinary[step]);
                else
                    await act(client);
                await client.NextAsync(answer);
            }
        }
    }

    [PackageFact]
    public async Task A_version_that_cannot_read_what_is_stored_is_not_gone_back_to_and_one_line_says_why()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();
        var client = machine.Telegram.AddPerson("Анна").Chat;
        client.SendText("Оставить заявку");
        await client.NextAsync("обращаться");
        await machine.NothingWaitsAsync();
        // As if the later version wrote events of another shape.
        await machine.ReadAsync("update akka.journal set manifest = 'conversation.started.v9' returning ordering");
        var bot = machine.Root.BotId;

        // By the package of the version before it is the same.
        foreach (var refused in new[]
        {
            await machine.Root.RunAsync("vizteh-back", []), await machine.Root.RunAsync("vizteh-update", [packages.First]),
        })
        {
            Assert.Equal(1, refused.ExitCode);
            var said = Assert.Single(refused.Errors.Split('\n', StringSplitOptions.RemoveEmptyEntries));
            Assert.StartsWith(
                "Version 1.0 cannot read all that is stored, and nothing was changed: 1 conversations", said, StringComparison.Ordinal);
            Assert.Equal("install ok installed 2.0", await machine.Root.StatusAsync());
            Assert.Equal(bot, machine.Root.BotId);
        }

        (await machine.Root.RunAsync("vizteh-back", ["--anyway"])).Well();

        Assert.Equal("install ok installed 1.0", await machine.Root.StatusAsync());
    }

    [PackageFact]
    public async Task A_version_that_was_installed_by_hand_is_gone_back_to_and_forward_again_as_well()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();
        (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();
        (await machine.Root.DpkgAsync("--install", await packages.MakeVersionAsync("3.0"))).Well();

        (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("4.0")])).Well();
        (await machine.Root.RunAsync("vizteh-back", [])).Well();

        Assert.Equal("install ok installed 3.0", await machine.Root.StatusAsync());

        (await machine.Root.DpkgAsync("--install", await packages.MakeVersionAsync("5.0"))).Well();
        foreach (var version in new[] { "3.0", "5.0" })
        {
            (await machine.Root.RunAsync("vizteh-back", [])).Well();
            Assert.Equal($"install ok installed {version}", await machine.Root.StatusAsync());
        }
    }

    [PackageFact]
    public async Task A_token_that_the_package_cannot_see_keeps_no_update_away_and_what_was_not_looked_at_is_said()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();
        machine.Root.ChangeUnit($"SetCredential=bot_token:{machine.Telegram.Token}");
        machine.Root.Set(new Dictionary<string, string> { ["TOKEN"] = "" });

        var updated = (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();

        Assert.Contains(
            "Whether version 2.0 takes all settings was not looked at: the unit gives the bot some by SetCredential", updated.Errors,
            StringComparison.Ordinal);
        Assert.Equal("install ok installed 2.0", await machine.Root.StatusAsync());
        // Settings that cannot be right are refused all the same.
        machine.Root.Set(new Dictionary<string, string> { ["MANAGER_CHAT_ID"] = "managers" });
        Assert.Equal(1, (await machine.Root.RunAsync("vizteh-update", [packages.First])).ExitCode);
    }

    [PackageFact]
    public async Task A_bot_whose_first_proxy_is_dead_counts_as_one_that_runs()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        machine.Root.Set(new Dictionary<string, string>(machine.Settings)
        {
            ["PROXY"] = $"socks5://127.0.0.1:{await TestProxy.DeadPortAsync()},direct",
        });

        var done = (await machine.Root.RunAsync("vizteh-setup", [], "\n\n")).Well();
        // The check has something to say, which is no reason to call the update a failure.
        Assert.Equal(1, (await machine.Root.RunAsync("vizteh", ["--check"])).ExitCode);
        var updated = (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();

        Assert.Contains("Telegram was not asked about the token", done.Errors, StringComparison.Ordinal);
        Assert.Contains("The bot runs", done.Errors, StringComparison.Ordinal);
        Assert.Contains("Version 2.0 runs", updated.Errors, StringComparison.Ordinal);
    }

    [PackageFact]
    public async Task A_bot_that_was_stopped_is_not_waited_for_after_an_update()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();

        var updated = (await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")])).Well();

        Assert.Contains("the bot was stopped before, and stays so", updated.Errors, StringComparison.Ordinal);
        Assert.Null(machine.Root.BotId);
        Assert.Equal("install ok installed 2.0", await machine.Root.StatusAsync());
    }

    [PackageFact]
    public async Task A_version_that_does_not_take_the_settings_is_not_installed_and_the_bot_runs_on()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        machine.Root.Edit("etc/vizteh/hocon.conf", text => text.Replace("additions = on", "additons = on", StringComparison.Ordinal));
        var bot = machine.Root.BotId;

        var refused = await machine.Root.RunAsync("vizteh-update", [await packages.MakeVersionAsync("2.0")]);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("Version 2.0 does not take the settings, and nothing was changed: ", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("additons", refused.Errors, StringComparison.Ordinal);
        Assert.Equal("install ok installed 1.0", await machine.Root.StatusAsync());
        Assert.NotNull(bot);
        Assert.Equal(bot, machine.Root.BotId);
    }

    [PackageFact]
    public async Task A_file_that_is_no_package_of_the_bot_or_not_whole_changes_nothing()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var bot = machine.Root.BotId;
        var half = machine.Root.PathOf("half.deb");
        await File.WriteAllBytesAsync(half, (await File.ReadAllBytesAsync(packages.First))[..5_000_000]);

        foreach (var file in new[] { half, machine.Root.PathOf("etc/passwd"), machine.Root.PathOf("nothing.deb") })
            Assert.Equal(1, (await machine.Root.RunAsync("vizteh-update", [file])).ExitCode);
        Assert.Equal(1, (await machine.Root.RunAsync("vizteh-back", [])).ExitCode);

        Assert.Equal("install ok installed 1.0", await machine.Root.StatusAsync());
        Assert.Equal(bot, machine.Root.BotId);
    }
}
