using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>An update whose first delivery fails is delivered again, deferred or set aside.</summary>
public sealed class PollerRedeliveryTests
{
    [Fact]
    public async Task What_was_not_handled_before_a_restart_comes_first_after_it_in_order()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        await bench.Conversations.ExpectAsync<ClientUpdate>();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();

        await bench.Bot.StopAsync();
        client.SendText("три");
        await bench.Bot.StartAsync();

        var texts = new List<string>();
        for (var count = 0; count < 3; count++)
        {
            var update = await bench.Conversations.ExpectAsync<ClientUpdate>();
            texts.Add(((ClientInput.Text)update.Input).Value);
            bench.Conversations.Reply(new Handled(update.UpdateId));
        }

        Assert.Equal(["раз", "два", "три"], texts);
        await bench.InboxIsEmptyAsync();
    }

    [Fact]
    public async Task An_update_that_is_interrupted_comes_again_before_the_next_of_its_client()
    {
        await using var bench = await PollerBench.StartAsync();
        var first = await bench.SendTwoAsync();

        bench.Conversations.Reply(new Failed(first.UpdateId, "the database is away", IsFault: false));
        var again = await bench.Conversations.ExpectAsync<ClientUpdate>();
        bench.Conversations.Reply(new Handled(again.UpdateId));
        var second = await bench.Conversations.ExpectAsync<ClientUpdate>();

        Assert.Equal(first, again);
        Assert.Equal(new ClientInput.Text("два"), second.Input);
    }

    [Fact]
    public async Task An_update_whose_receiver_is_silent_is_sent_again_and_one_that_is_at_work_is_left_alone()
    {
        await using var bench = await PollerBench.StartAsync(options => options with { AnswerDeadline = TimeSpan.FromMilliseconds(300) });
        bench.Bot.NewClient().SendText("привет");

        var first = await bench.Conversations.ExpectAsync<ClientUpdate>();
        var again = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(first, again);

        bench.Conversations.Reply(new InProgress(first.UpdateId));
        bench.Conversations.Reply(new Handled(first.UpdateId));
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync($"select attempts::text from inbox where update_id = {first.UpdateId}"),
            rows => rows.Count == 0, "the row goes, without a failure counted");
    }

    [Fact]
    public async Task An_update_whose_conversation_cannot_be_recovered_keeps_its_error_is_asked_for_seldom_and_sets_nothing_aside()
    {
        await using var bench = await PollerBench.StartAsync(
            options => options with { AnswerDeadline = TimeSpan.FromHours(1), FaultsBeforeSetAside = 1 });
        bench.Bot.NewClient().SendText("привет");
        var update = await bench.Conversations.ExpectAsync<ClientUpdate>();

        for (var time = 1; time <= 2; time++)
        {
            bench.Conversations.Reply(new NotRecovered(update.UpdateId, "its snapshot is gone"));
            Assert.Equal(update, await bench.Conversations.ExpectAsync<ClientUpdate>());
        }

        // The row is written beside the further deliveries.
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync(
                "select last_error || ' ' || attempts from inbox where set_aside_at is null and last_error is not null"),
            rows => rows is ["its snapshot is gone 0"], "the error is kept, and no failure is counted");
        bench.Conversations.Reply(new Handled(update.UpdateId));
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync($"select update_id::text from inbox where update_id = {update.UpdateId}"),
            rows => rows.Count == 0, "it is handled once the conversation is mended");
    }

    [Fact]
    public async Task An_update_that_fails_by_its_own_fault_is_set_aside_in_the_end_and_blocks_nobody()
    {
        await using var bench = await PollerBench.StartAsync(options => options with { FaultsBeforeSetAside = 3 });
        var poison = bench.Bot.NewClient();
        var other = bench.Bot.NewClient();
        var bad = poison.SendText("яд");
        poison.SendText("дальше");

        for (var count = 0; count < 3; count++)
        {
            var update = await bench.Conversations.ExpectAsync<ClientUpdate>(update => update.UserId == poison.Person.Id);
            Assert.Equal(bad.UpdateId, update.UpdateId);
            bench.Conversations.Reply(new Failed(update.UpdateId, "it always throws", IsFault: true));
        }

        other.SendText("привет");
        await bench.Conversations.ExpectAsync<ClientUpdate>(update => update.UserId == other.Person.Id);
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync(
                "select concat_ws('|', update_id, attempts, last_error) from inbox where set_aside_at is not null"),
            rows => rows.SequenceEqual([$"{bad.UpdateId}|3|it always throws"]), "the update is set aside with its error");
    }

    [Fact]
    public async Task A_clients_next_update_follows_one_that_was_set_aside()
    {
        await using var bench = await PollerBench.StartAsync(options => options with { FaultsBeforeSetAside = 1 });
        var client = bench.Bot.NewClient();
        client.SendText("яд");
        client.SendText("дальше");

        var bad = await bench.Conversations.ExpectAsync<ClientUpdate>();
        bench.Conversations.Reply(new Failed(bad.UpdateId, "it always throws", IsFault: true));

        var next = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("дальше"), next.Input);
    }

    [Fact]
    public async Task Updates_of_unknown_kinds_and_unreadable_shapes_in_the_middle_harm_no_other()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("до");
        bench.Bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse("""{"from_the_future":{"x":1}}""")!);
        var unreadable = bench.Bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse("""{"message":[1,2]}""")!);
        client.SendText("после");

        foreach (var text in (string[])["до", "после"])
        {
            var update = await bench.Conversations.ExpectAsync<ClientUpdate>();
            Assert.Equal(new ClientInput.Text(text), update.Input);
            bench.Conversations.Reply(new Handled(update.UpdateId));
        }

        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync("select update_id::text || ' ' || (set_aside_at is not null)::text from inbox"),
            rows => rows.SequenceEqual([$"{unreadable} true"]), "only the unreadable update is left, set aside");
    }
}
