using System.Text.RegularExpressions;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>vizteh-restore: what goes on, and what an older dump repeats.</summary>
public sealed partial class RestoreTests(Packages packages) : IClassFixture<Packages>
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(60);

    [PackageFact]
    public async Task A_form_in_progress_goes_on_from_the_restored_copy()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var client = machine.Telegram.AddPerson("Анна").Chat;
        await BeginAsync(client, 3);
        await machine.NothingWaitsAsync();
        var dump = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        // A machine without the former database, and somebody who has read a number in the managers' chat.
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();
        await machine.ReadAsync("drop database vizteh with (force)", "postgres");

        (await machine.Root.RunAsync("vizteh-restore", ["--numbers-above", "41", dump])).Well();

        Assert.Equal(42, await FinishAsync(client, 3));
        await machine.Manager.NextAsync("№42 ");
    }

    [PackageFact]
    public async Task An_older_copy_repeats_what_was_waiting_asks_again_what_was_answered_since_and_gives_no_number_twice()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        await machine.Manager.NextAsync("");
        var (halfway, sent, begun) = (NewClient("Анна"), NewClient("Борис"), NewClient("Вера"));
        await BeginAsync(halfway, 3);
        // The card of one ticket and the answer to one client are still to be sent when the dump is made.
        var held = new[] { machine.Manager.ChatId, begun.ChatId }
            .Select(chat => Fault.ServerError() with { Method = "sendMessage", ChatId = chat, Times = null })
            .Select(fault => machine.Telegram.Faults.Inject(fault))
            .ToArray();
        var first = await sent.OrderAsync(TypedForm.Ordinary);
        begun.SendText("Оставить заявку");
        await Task.WhenAll(held.Select(fault => fault.WaitForHitsAsync(1, Soon)));
        var dump = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        machine.Telegram.Faults.Clear();
        await machine.Manager.NextAsync($"№{first} ");
        await begun.NextAsync("обращаться");
        var lost = await FinishAsync(halfway, 3);
        var lostCard = await machine.Manager.NextAsync($"№{lost} ");
        await machine.NothingWaitsAsync();
        var said = halfway.Messages.Length;

        var restored = (await machine.Root.RunAsync("vizteh-restore", [dump])).Well();

        Assert.Contains("The former database is kept as vizteh_before_", restored.Errors, StringComparison.Ordinal);
        // What was waiting is sent once more.
        await machine.Manager.NextAsync($"№{first} ");
        await begun.NextAsync("обращаться");
        await machine.NothingWaitsAsync();
        Assert.Equal(2, Cards(first));
        // The client who went on meanwhile hears nothing by it, is at the question of the dump, and the ticket is unknown.
        Assert.Equal(said, halfway.Messages.Length);
        Assert.Equal([$"{first}"], await machine.ReadAsync("select id::text from tickets"));
        Assert.True((await machine.Manager.Press(lostCard, "Закрыть заявку").AnswerAsync(Soon)).ShowAlert);
        var again = await FinishAsync(halfway, 3);
        Assert.Equal(lost + 1, again);
        await machine.Manager.NextAsync($"№{again} ");

        ChatParticipant NewClient(string name) => machine.Telegram.AddPerson(name).Chat;

        int Cards(long id) => machine.Manager.Messages.Count(message =>
            message.InlineButtons.Length > 0 && message.Text.Contains($"№{id} ", StringComparison.Ordinal));
    }

    [PackageFact]
    public async Task A_file_that_is_no_whole_dump_changes_nothing_and_the_bot_runs_on()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var dump = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        var half = machine.Root.PathOf("half.dump");
        // The list of contents is at its beginning: only the data are cut off.
        await File.WriteAllBytesAsync(half, (await File.ReadAllBytesAsync(dump))[..^200]);
        await File.WriteAllTextAsync(machine.Root.PathOf("empty.dump"), "");

        foreach (var file in new[] { half, machine.Root.PathOf("empty.dump"), machine.Root.PathOf("none.dump") })
            Assert.Equal(1, (await machine.Root.RunAsync("vizteh-restore", [file])).ExitCode);

        Assert.Equal(["vizteh"], await machine.ReadAsync("select datname::text from pg_database where datname ~ 'vizteh'"));
        Assert.NotNull(machine.Root.BotId);
        await machine.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary);
    }

    [PackageFact]
    public async Task Broken_off_it_leaves_the_database_as_it_was_and_the_bot_as_it_was()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var dump = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        var begun = machine.Root.PathOf("begun");
        machine.Root.WriteProgram(
            "pg_restore",
            $$"""
            #!/usr/bin/env bash
            if [[ $1 == --list ]]; then exec {{PostgresBinaries.Find().PathTo("pg_restore")}} "$@"; fi
            : > {{begun}}
            sleep 600
            """);

        foreach (var signal in new[] { "INT", "TERM", "HUP" })
        {
            var broken = await machine.Root.BreakOffAsync($"vizteh-restore {dump}", signal, "begun");

            Assert.True(broken.ExitCode > 128, broken.ToString());
            Assert.Contains("The database is as it was", broken.Errors, StringComparison.Ordinal);
            Assert.Contains("The bot is started again", broken.Errors, StringComparison.Ordinal);
            Assert.Equal(["vizteh"], await machine.ReadAsync("select datname::text from pg_database where datname ~ 'vizteh'"));
            Assert.NotNull(machine.Root.BotId);
            File.Delete(begun);
        }

        // Whoever has stopped the bot finds it stopped.
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();
        await machine.Root.BreakOffAsync($"vizteh-restore {dump}", "TERM", "begun");

        Assert.Null(machine.Root.BotId);
    }

    [PackageFact]
    public async Task A_former_database_that_cannot_be_read_does_not_keep_a_dump_away_from_whoever_knows_the_last_number()
    {
        await using var machine = await Machine.RunningAsync(packages.First);
        var dump = (await machine.Root.RunAsync("vizteh-backup", [])).Well().Output.Trim();
        (await machine.Root.ShellAsync("systemctl stop vizteh.service")).Well();
        // As if its files were damaged: nobody can connect to it.
        await machine.ReadAsync("alter database vizteh allow_connections false", "postgres");

        var refused = await machine.Root.RunAsync("vizteh-restore", [dump]);
        var done = (await machine.Root.RunAsync("vizteh-restore", ["--numbers-above", "41", dump])).Well();

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("--numbers-above", refused.Errors, StringComparison.Ordinal);
        Assert.Contains("The former database cannot be read", done.Errors, StringComparison.Ordinal);
        Assert.Contains("The former database is kept as vizteh_before_", done.Errors, StringComparison.Ordinal);
        Assert.Equal(42, await machine.Telegram.AddPerson("Анна").Chat.OrderAsync(TypedForm.Ordinary));
        Assert.Equal(
            [machine.Settings["DB_PORT"]],
            PortOption().Matches(done.Errors).Select(match => match.Groups["port"].Value));
    }

    private static Task BeginAsync(ChatParticipant client, int steps) => GoAsync(client, 0, steps);

    private static async Task<long> FinishAsync(ChatParticipant client, int from)
    {
        await GoAsync(client, from, ClientDialogue.Steps(TypedForm.Ordinary).Count);
        client.SendText("Отправить");
        return ClientDialogue.NumberIn(await client.NextAsync("№", Soon));
    }

    private static async Task GoAsync(ChatParticipant client, int from, int to)
    {
        foreach (var (step, act, answer) in ClientDialogue.Steps(TypedForm.Ordinary).Take(to).Skip(from))
        {
            // Typed, not pressed: the keyboard that is pressed may be of a message before the dump.
            if (step == "direction")
                client.SendText(TypedForm.Ordinary[step]);
            else
                await act(client);
            await client.NextAsync(answer, Soon);
        }
    }

    // In the line that deletes the former database.
    [GeneratedRegex("dropdb .* --port=(?<port>[0-9]+) vizteh_before_")]
    private static partial Regex PortOption();
}
