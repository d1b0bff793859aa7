using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>vizteh-setup, from an installed package to the first ticket.</summary>
public sealed class SetupTests(Packages packages) : IClassFixture<Packages>
{
    [PackageFact]
    public async Task It_makes_role_and_database_asks_for_token_and_chat_and_the_first_ticket_reaches_the_managers()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        machine.Root.Set(machine.Places);
        var chat = machine.Settings["MANAGER_CHAT_ID"];

        // Something that is no token, then a wrong one, then the right one; and first a look at who has written.
        var done = (await machine.Root.RunAsync(
            "vizteh-setup", [], $"what?\n7204518933:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n{machine.Telegram.Token}\n?\nmanagers\n{chat}\n"))
            .Well();

        Assert.Contains("does not look like a token", done.Errors, StringComparison.Ordinal);
        Assert.Contains("Telegram does not take this token", done.Errors, StringComparison.Ordinal);
        Assert.Contains($"  {chat}   Пётр", done.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(machine.Telegram.Token, done.Errors + done.Output, StringComparison.Ordinal);
        Assert.Equal(["vizteh"], await machine.ReadAsync(
            "select rolname from pg_roles where rolname = 'vizteh' and not rolsuper and not rolcreatedb"));
        Assert.Equal(["UTF8"], await machine.ReadAsync("show server_encoding"));

        var id = await machine.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);
        await machine.Manager.NextAsync($"№{id} ");

        // Called again, it keeps what is set.
        (await machine.Root.RunAsync("vizteh-setup", [], "\n\n")).Well();
        Assert.Contains($"MANAGER_CHAT_ID={chat}\n", machine.Root.Read("etc/vizteh/vizteh.env"), StringComparison.Ordinal);
        Assert.Equal(["1"], await machine.ReadAsync("select count(*)::text from tickets"));
    }

    [PackageFact]
    public async Task Role_and_database_can_be_made_alone_for_a_dump_that_comes_from_another_machine()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        machine.Root.Set(machine.Settings);

        // Nothing is asked: there is no input.
        (await machine.Root.RunAsync("vizteh-setup", ["--database"])).Well();

        Assert.Equal(["vizteh"], await machine.ReadAsync("select rolname::text from pg_roles where rolname = 'vizteh'"));
        Assert.DoesNotContain(machine.Root.Asked, asked => asked.EndsWith(" vizteh.service", StringComparison.Ordinal));

        // A dump is put in its place, and nothing of the empty one is left.
        (await machine.Root.ShellAsync("vizteh --migrate && vizteh-backup > \"$VIZTEH_ROOT/moved\"")).Well();
        await machine.ReadAsync("drop database vizteh", "postgres");
        (await machine.Root.RunAsync("vizteh-setup", ["--database"])).Well();
        (await machine.Root.RunAsync("vizteh-restore", [machine.Root.Read("moved").Trim()])).Well();

        Assert.Equal(["vizteh"], await machine.ReadAsync("select datname::text from pg_database where datname ~ 'vizteh'"));
        await machine.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);
    }

    [PackageFact]
    public async Task A_bot_that_runs_is_stopped_for_the_list_of_chats_alone_and_runs_again_if_setup_is_broken_off()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var bot = machine.Root.BotId;

        var unanswered = await machine.Root.RunAsync("vizteh-setup", [], "\n");

        Assert.Equal(1, unanswered.ExitCode);
        Assert.Contains("No chat was given", unanswered.Errors, StringComparison.Ordinal);
        Assert.NotNull(bot);
        Assert.Equal(bot, machine.Root.BotId);

        var listed = await machine.Root.RunAsync("vizteh-setup", [], "\n?\n");

        Assert.Equal(1, listed.ExitCode);
        Assert.Contains("The bot is stopped until setup ends", listed.Errors, StringComparison.Ordinal);
        Assert.Contains("The bot is started again", listed.Errors, StringComparison.Ordinal);
        Assert.Equal(["stop vizteh.service", "start vizteh.service"], machine.Root.Asked.TakeLast(2));
        Assert.NotNull(machine.Root.BotId);

        foreach (var signal in new[] { "INT", "TERM", "HUP" })
        {
            // It waits for an answer once the list was asked for.
            var stopped = machine.Root.PathOf("stopped");
            machine.Root.WriteProgram(
                "curl",
                $$$"""
                #!/usr/bin/env bash
                if [[ $(cat) == *getUpdates* ]]; then : > {{{stopped}}}; else echo '{"username":"some_bot"}'; fi
                """);
            await machine.Root.BreakOffAsync("{ printf '\\n?\\n'; exec sleep 600; } | vizteh-setup", signal, "stopped");

            Assert.Equal(["stop vizteh.service", "start vizteh.service"], machine.Root.Asked.TakeLast(2));
            Assert.NotNull(machine.Root.BotId);
            File.Delete(stopped);
        }
    }

    [PackageFact]
    public async Task A_chat_that_is_left_open_starts_the_bot_all_the_same_and_the_journal_is_named()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        machine.Root.Set(machine.Places);

        var done = (await machine.Root.RunAsync("vizteh-setup", [], $"{machine.Telegram.Token}\n\n")).Well();

        Assert.Contains("journalctl -u vizteh", done.Errors, StringComparison.Ordinal);
        Assert.NotNull(machine.Root.BotId);
        Assert.Contains("MANAGER_CHAT_ID=\n", machine.Root.Read("etc/vizteh/vizteh.env"), StringComparison.Ordinal);
    }

    [PackageFact]
    public async Task The_token_is_tried_by_the_proxy_that_the_bot_uses_first()
    {
        await using var machine = await Machine.CreateAsync(packages.First);
        await using var proxy = TestProxy.Socks5("anna", "p@ss:w0rd");
        machine.Root.Set(new Dictionary<string, string>(machine.Settings)
        {
            ["PROXY"] = $"socks5://anna:p%40ss%3Aw0rd@{proxy.Name},direct",
        });

        var done = (await machine.Root.RunAsync("vizteh-setup", [], "\n\n")).Well();

        Assert.Contains("Telegram knows the bot as @", done.Errors, StringComparison.Ordinal);
        Assert.NotEmpty(proxy.Targets);
        Assert.DoesNotContain("w0rd", done.Errors + done.Output, StringComparison.Ordinal);
    }

    [PackageFact]
    public async Task Without_a_postgresql_it_says_what_to_do_and_asks_nothing()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(new Dictionary<string, string> { ["DB_HOST"] = root.PathOf("nowhere") });

        var refused = await root.RunAsync("vizteh-setup", [], "token\n");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("sudo systemctl start postgresql", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("token of the bot", refused.Errors, StringComparison.Ordinal);
    }
}
