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
    public async Task Without_a_postgresql_it_says_what_to_do_and_asks_nothing()
    {
        await using var root = new ScratchRoot();
        (await root.DpkgAsync("--install", packages.First)).Well();
        root.Set(new Dictionary<string, string> { ["DB_HOST"] = root.PathOf("nowhere") });
        root.SetVariable("PGHOST", root.PathOf("nowhere"));

        var refused = await root.RunAsync("vizteh-setup", [], "token\n");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("sudo systemctl start postgresql", refused.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("token of the bot", refused.Errors, StringComparison.Ordinal);
    }
}
