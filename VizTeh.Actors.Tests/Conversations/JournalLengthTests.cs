using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>Snapshots replace events: the journal of a conversation is short, and no needed state is lost.</summary>
public sealed class JournalLengthTests
{
    private static readonly string[] Form = ["Оставить заявку", "Анна", "ООО", "Тверь", "Знаки", "Вывеска", "+79161234567", "Отправить"];

    [Fact]
    public async Task A_conversation_that_was_used_forty_times_is_as_short_as_one_that_was_used_once()
    {
        await using var bench = await StartAsync();
        var (once, often) = (bench.NewClient(), bench.NewClient());
        await TellAsync(bench, once, Form);
        for (var use = 0; use < 20; use++)
            await TellAsync(bench, often, ["Оставить заявку", "Анна", "Отменить"]);

        // A stop cuts a round off; this test is about rounds that are completed.
        await BecomesAsync(bench, once, "0 events, 1 deleted, snapshots at 9");
        await bench.RestartAsync();
        for (var use = 0; use < 20; use++)
            await TellAsync(bench, often, ["Оставить заявку", "Анна", "Отменить"]);
        await TellAsync(bench, often, Form);

        await BecomesAsync(bench, once, "0 events, 1 deleted, snapshots at 9");
        await BecomesAsync(bench, often, "0 events, 1 deleted, snapshots at 129");
    }

    [Fact]
    public async Task Numbers_go_on_after_all_events_are_deleted_and_the_next_form_is_filled_as_the_first()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await TellAsync(bench, client, Form);
        await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 9");
        await bench.RestartAsync();

        await TellAsync(bench, client, Form[..^1]);
        await bench.RestartAsync();
        await TellAsync(bench, client, [Form[^1]]);

        await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 18");
        Assert.Equal(["2"], await bench.Bot.Database.ReadAsync("select count(*) from tickets"));
    }

    [Fact]
    public async Task Updates_from_before_a_snapshot_are_known_and_the_newest_is_answered_again()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        var updates = await TellAsync(bench, client, Form);
        await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 9");
        await client.NextAsync("№");
        await bench.RestartAsync();

        foreach (var update in updates)
            await bench.TellUntilHandledAsync(update);

        await client.NextAsync("№");
        Assert.Equal("0 events, 1 deleted, snapshots at 9", await LengthAsync(bench, client));
        Assert.Equal(["1"], await bench.Bot.Database.ReadAsync("select count(*) from tickets"));
        Assert.Single(client.Messages, message => message.Text.Contains("обращаться", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_form_that_never_ends_is_kept_short_and_goes_on_at_its_question()
    {
        await using var bench = await StartAsync(options => options with { EventsBeforeSnapshot = 20 });
        var client = bench.NewClient();
        await TellAsync(bench, client, ["Оставить заявку", "Анна", "ООО"]);
        for (var round = 0; round < 60; round++)
            await TellAsync(bench, client, [$"Тверь {round}", "Назад"]);
        await Eventually.BecomesAsync(
            () => LengthAsync(bench, client),
            seen => int.Parse(seen.Split(' ')[0], CultureInfo.InvariantCulture) < 20
                && seen.Contains("1 deleted, snapshots at 1", StringComparison.Ordinal) && seen.Count(letter => letter == ',') == 2,
            "fewer than 20 of 123 events, and a snapshot");
        await bench.RestartAsync();

        await TellAsync(bench, client, ["Псков", "Знаки", "Вывеска", "+79161234567", "Отправить"]);

        await client.NextAsync("№");
        Assert.Equal(["Анна, ООО, Псков"], await bench.Bot.Database.ReadAsync("select concat_ws(', ', name, org, city) from tickets"));
        await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 129");
    }

    [Fact]
    public async Task A_client_who_never_rests_keeps_it_short_too()
    {
        await using var bench = await StartAsync(
            options => options with { RestBeforeSnapshot = TimeSpan.FromHours(1), EventsBeforeSnapshot = 20 });
        var client = bench.NewClient();
        for (var form = 0; form < 6; form++)
            await TellAsync(bench, client, Form);

        // How many events come while a round runs depends on the machine; at the end fewer remain than start another round.
        await Eventually.BecomesAsync(
            () => LengthAsync(bench, client),
            length => Regex.IsMatch(length, "^1?[0-9] events, 1 deleted, snapshots at [0-9]+$"), "fewer than 20 events, one snapshot");
        await bench.RestartAsync();
        await TellAsync(bench, client, Form);
        Assert.Equal(["7"], await bench.Bot.Database.ReadAsync("select count(*) from tickets"));
    }

    [Theory]
    [InlineData("insert on akka.snapshot", "9 events, 0 deleted, snapshots at none")]
    [InlineData("delete on akka.journal", "9 events, 0 deleted, snapshots at 9")]
    [InlineData("delete on akka.snapshot", "0 events, 1 deleted, snapshots at 9, 12")]
    public async Task A_step_that_fails_or_is_cut_off_loses_nothing_and_the_next_form_makes_up_for_it(string failing, string left)
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await bench.Bot.Database.ExecuteAsync(
            "create function refuse() returns trigger language plpgsql as $$ begin raise exception 'refused for a test'; end $$");
        await bench.Bot.Database.ExecuteAsync($"create trigger refuse before {failing} for each row execute function refuse()");
        await TellAsync(bench, client, Form);
        if (failing == "delete on akka.snapshot")
        {
            await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 9");
            await TellAsync(bench, client, ["Оставить заявку", "Анна", "Отменить"]);
        }

        await BecomesAsync(bench, client, left);
        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.Contains("refused for a test", StringComparison.Ordinal)
                && line.StartsWith("Warning VizTeh", StringComparison.Ordinal)),
            "it is logged");

        // The restart reads what a crash at that point would leave.
        await bench.RestartAsync();
        await bench.Bot.Database.ExecuteAsync($"drop trigger refuse on {failing.Split(' ')[^1]}");
        await TellAsync(bench, client, Form);

        var numbers = failing == "delete on akka.snapshot" ? 21 : 18;
        await BecomesAsync(bench, client, $"0 events, 1 deleted, snapshots at {numbers}");
        Assert.Equal(["2"], await bench.Bot.Database.ReadAsync("select count(*) from tickets"));
    }

    [Fact]
    public async Task A_snapshot_of_a_newer_version_stops_the_conversation_loudly_and_the_update_waits()
    {
        await using var bench = await StartAsync(options => options with { EventsBeforeSnapshot = 2 });
        var client = bench.NewClient();
        await TellAsync(bench, client, ["Оставить заявку", "Анна", "ООО"]);
        await BecomesAsync(bench, client, "1 events, 1 deleted, snapshots at 2");
        await bench.Bot.Database.ExecuteAsync("update akka.snapshot set manifest = 'conversation.snapshot.v3'");
        await bench.RestartAsync();

        var city = bench.Text(client, "Тверь");
        bench.Tell(city);
        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.StartsWith("Error ", StringComparison.Ordinal)
                && line.Contains("conversation.snapshot.v3", StringComparison.Ordinal)),
            "it is logged as an error, with the name that is not known");
        Assert.Equal("1 events, 1 deleted, snapshots at 2", await LengthAsync(bench, client));

        await bench.Bot.Database.ExecuteAsync("update akka.snapshot set manifest = 'conversation.snapshot.v2'");
        await bench.TellUntilHandledAsync(city);
        await client.NextAsync("направлен");
    }

    [Fact]
    public async Task A_conversation_whose_snapshot_is_gone_is_not_begun_anew_without_a_word()
    {
        await using var bench = await StartAsync();
        var client = bench.NewClient();
        await TellAsync(bench, client, Form);
        await BecomesAsync(bench, client, "0 events, 1 deleted, snapshots at 9");
        await bench.Bot.Database.ExecuteAsync("create table saved as select * from akka.snapshot");
        await bench.Bot.Database.ExecuteAsync("delete from akka.snapshot");
        await bench.RestartAsync();

        var start = bench.Text(client, Form[0]);
        bench.Tell(start);
        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.Contains("its snapshot is gone", StringComparison.Ordinal)), "it is logged");
        Assert.Equal("0 events, 1 deleted, snapshots at none", await LengthAsync(bench, client));

        await bench.Bot.Database.ExecuteAsync("insert into akka.snapshot select * from saved");
        await bench.TellUntilHandledAsync(start);
        Assert.Equal("1 events, 1 deleted, snapshots at 9", await LengthAsync(bench, client));
    }

    private static Task<ConversationBench> StartAsync(Func<ConversationOptions, ConversationOptions>? options = null) =>
        ConversationBench.CreateAsync(
            akka => akka.WithTickets().WithConversations(),
            bench => bench.Probe<OutboxKey>(),
            defaults => (options ?? (unchanged => unchanged))(defaults with { RestBeforeSnapshot = TimeSpan.FromMilliseconds(20) }));

    private static async Task<IReadOnlyList<ClientUpdate>> TellAsync(
        ConversationBench bench, ChatParticipant client, IReadOnlyList<string> texts)
    {
        var updates = texts.Select(text => bench.Text(client, text)).ToArray();
        foreach (var update in updates)
            await bench.TellUntilHandledAsync(update);
        return updates;
    }

    private static Task<string> BecomesAsync(ConversationBench bench, ChatParticipant client, string length) =>
        Eventually.BecomesAsync(() => LengthAsync(bench, client), seen => seen == length, length);

    // Of the deleted events one row remains, which holds the highest sequence number.
    private static async Task<string> LengthAsync(ConversationBench bench, ChatParticipant client) => Assert.Single(
        await bench.Bot.Database.ReadAsync(
            $"""
            select (select count(*) filter (where not deleted) || ' events, ' || count(*) filter (where deleted) || ' deleted'
                      from akka.journal where persistence_id = 'conversation-{client.Person.Id}')
              || ', snapshots at '
              || (select coalesce(string_agg(sequence_number::text, ', ' order by sequence_number), 'none')
                    from akka.snapshot where persistence_id = 'conversation-{client.Person.Id}')
            """));
}
