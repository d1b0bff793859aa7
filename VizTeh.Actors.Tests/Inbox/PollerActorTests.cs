using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed partial class PollerActorTests
{
    private ActorBench.Neighbour _conversations = null!;
    private ActorBench.Neighbour _manager = null!;

    [Fact]
    public async Task Telegram_is_told_of_an_update_only_once_it_is_in_the_inbox()
    {
        await using var bench = await StartAsync(start: false);
        var client = bench.Bot.NewClient();
        await using var connection = await bench.Bot.Database.DataSource.OpenConnectionAsync();
        var locked = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "lock table inbox in exclusive mode";
            await command.ExecuteNonQueryAsync();
        }

        await bench.Bot.StartAsync();
        var message = client.SendText("привет");
        await bench.Bot.Telegram.Calls.WaitForCallAsync("getUpdates");
        var isWaiting = Eventually.IsTrueAsync(
            async () => (await bench.Bot.Database.ReadAsync(
                "select count(*) from pg_locks where not granted and relation = 'inbox'::regclass"))[0] != "0",
            "the poller waits for the inbox");
        await isWaiting;

        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= message.UpdateId);
        await locked.RollbackAsync();
        var update = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(message.UpdateId, update.UpdateId);
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
    }

    [Fact]
    public async Task Not_even_the_surplus_of_a_flood_is_confirmed_before_it_is_in_the_inbox()
    {
        await using var bench = await StartAsync(options => options with { MostOfOneChat = 1 });
        await GreetManagerAsync();
        var flooder = bench.Bot.NewClient();
        foreach (var text in (string[])["раз", "два", "три"])
            flooder.SendText(text);
        await _conversations.ExpectAsync<ClientUpdate>();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
        await using var connection = await bench.Bot.Database.DataSource.OpenConnectionAsync();
        await using var locked = await connection.BeginTransactionAsync();
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "lock table inbox in exclusive mode";
            await command.ExecuteNonQueryAsync();
        }

        var surplus = flooder.SendText("четыре");
        await Eventually.IsTrueAsync(
            async () => (await bench.Bot.Database.ReadAsync(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query like '%insert into inbox%'"))[0] != "0",
            "the surplus waits to be stored");

        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= surplus.UpdateId);
        await locked.RollbackAsync();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
    }

    [Fact]
    public async Task What_was_not_handled_before_a_restart_comes_first_after_it_in_order()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        await _conversations.ExpectAsync<ClientUpdate>();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();

        await bench.Bot.StopAsync();
        client.SendText("три");
        await bench.Bot.StartAsync();

        var texts = new List<string>();
        for (var count = 0; count < 3; count++)
        {
            var update = await _conversations.ExpectAsync<ClientUpdate>();
            texts.Add(((ClientInput.Text)update.Input).Value);
            _conversations.Reply(new Handled(update.UpdateId));
        }

        Assert.Equal(["раз", "два", "три"], texts);
        await InboxIsEmptyAsync(bench);
    }

    [Fact]
    public async Task An_update_that_is_interrupted_comes_again_before_the_next_of_its_client()
    {
        await using var bench = await StartAsync();
        var first = await SendTwoAsync(bench);

        _conversations.Reply(new Failed(first.UpdateId, "the database is away", IsFault: false));
        var again = await _conversations.ExpectAsync<ClientUpdate>();
        _conversations.Reply(new Handled(again.UpdateId));
        var second = await _conversations.ExpectAsync<ClientUpdate>();

        Assert.Equal(first, again);
        Assert.Equal(new ClientInput.Text("два"), second.Input);
    }

    [Fact]
    public async Task An_update_whose_receiver_is_silent_is_sent_again_and_one_that_is_at_work_is_left_alone()
    {
        await using var bench = await StartAsync(options => options with { AnswerDeadline = TimeSpan.FromMilliseconds(300) });
        bench.Bot.NewClient().SendText("привет");

        var first = await _conversations.ExpectAsync<ClientUpdate>();
        var again = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(first, again);

        _conversations.Reply(new InProgress(first.UpdateId));
        _conversations.Reply(new Handled(first.UpdateId));
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync($"select attempts::text from inbox where update_id = {first.UpdateId}"),
            rows => rows.Count == 0, "the row goes, without a failure counted");
    }

    [Fact]
    public async Task An_update_that_fails_by_its_own_fault_is_set_aside_in_the_end_and_blocks_nobody()
    {
        await using var bench = await StartAsync(options => options with { FaultsBeforeSetAside = 3 });
        var poison = bench.Bot.NewClient();
        var other = bench.Bot.NewClient();
        var bad = poison.SendText("яд");
        poison.SendText("дальше");

        for (var count = 0; count < 3; count++)
        {
            var update = await _conversations.ExpectAsync<ClientUpdate>(update => update.UserId == poison.Person.Id);
            Assert.Equal(bad.UpdateId, update.UpdateId);
            _conversations.Reply(new Failed(update.UpdateId, "it always throws", IsFault: true));
        }

        other.SendText("привет");
        await _conversations.ExpectAsync<ClientUpdate>(update => update.UserId == other.Person.Id);
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync(
                "select concat_ws('|', update_id, attempts, last_error) from inbox where set_aside_at is not null"),
            rows => rows.SequenceEqual([$"{bad.UpdateId}|3|it always throws"]), "the update is set aside with its error");
    }

    [Fact]
    public async Task A_clients_next_update_follows_one_that_was_set_aside()
    {
        await using var bench = await StartAsync(options => options with { FaultsBeforeSetAside = 1 });
        var client = bench.Bot.NewClient();
        client.SendText("яд");
        client.SendText("дальше");

        var bad = await _conversations.ExpectAsync<ClientUpdate>();
        _conversations.Reply(new Failed(bad.UpdateId, "it always throws", IsFault: true));

        var next = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("дальше"), next.Input);
    }

    [Fact]
    public async Task Updates_of_unknown_kinds_and_unreadable_shapes_in_the_middle_harm_no_other()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("до");
        bench.Bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse("""{"from_the_future":{"x":1}}""")!);
        var unreadable = bench.Bot.Telegram.Updates.EnqueueRaw(JsonNode.Parse("""{"message":[1,2]}""")!);
        client.SendText("после");

        foreach (var text in (string[])["до", "после"])
        {
            var update = await _conversations.ExpectAsync<ClientUpdate>();
            Assert.Equal(new ClientInput.Text(text), update.Input);
            _conversations.Reply(new Handled(update.UpdateId));
        }

        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync("select update_id::text || ' ' || (set_aside_at is not null)::text from inbox"),
            rows => rows.SequenceEqual([$"{unreadable} true"]), "only the unreadable update is left, set aside");
    }

    [Fact]
    public async Task Ids_that_start_again_with_lower_ones_are_followed_down()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("до");
        await HandleAsync("до");
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();

        bench.Bot.Telegram.Updates.RestartIdsAt(1_000);
        client.SendText("после");
        await HandleAsync("после");
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
        client.SendText("и дальше");
        await HandleAsync("и дальше");

        await InboxIsEmptyAsync(bench);
        Assert.Equal(["True"], await bench.Bot.Database.ReadAsync("select next_offset between 1001 and 1010 from poller"));

        async Task HandleAsync(string text)
        {
            var update = await _conversations.ExpectAsync<ClientUpdate>();
            Assert.Equal(new ClientInput.Text(text), update.Input);
            _conversations.Reply(new Handled(update.UpdateId));
        }
    }

    [Fact]
    public async Task An_update_that_telegram_hands_over_again_after_it_was_handled_reaches_nobody_even_after_a_restart()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        var first = client.SendText("раз").UpdateId!.Value;
        _conversations.Reply(new Handled((await _conversations.ExpectAsync<ClientUpdate>()).UpdateId));
        await InboxIsEmptyAsync(bench);

        bench.Bot.Telegram.Updates.DeliverAgain(first);
        client.SendText("два");
        var second = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("два"), second.Input);
        _conversations.Reply(new Handled(second.UpdateId));
        await InboxIsEmptyAsync(bench);

        await bench.Bot.StopAsync();
        await bench.Bot.StartAsync();
        bench.Bot.Telegram.Updates.DeliverAgain(first);
        client.SendText("три");
        Assert.Equal(new ClientInput.Text("три"), (await _conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    [Fact]
    public async Task A_second_program_with_the_same_token_is_named_in_the_log_and_polling_goes_on()
    {
        await using var bench = await StartAsync();
        bench.Bot.Telegram.Faults.Inject(Fault.ServerError(409) with { Method = "getUpdates" });
        bench.Bot.NewClient().SendText("привет");
        await _conversations.ExpectAsync<ClientUpdate>();
        bench.Bot.NewClient().SendText("ещё");
        await _conversations.ExpectAsync<ClientUpdate>();

        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.Contains("same TOKEN", StringComparison.Ordinal)), "the conflict is named");
    }

    private Task<ActorBench> StartAsync(Func<PollerOptions, PollerOptions>? options = null, bool start = true) => ActorBench.CreateAsync(
        akka => akka.WithPoller(),
        bench =>
        {
            _conversations = bench.Probe<ConversationActor>();
            _manager = bench.Probe<ManagerActor>();
        },
        services => services.AddSingleton((options ?? (unchanged => unchanged))(PollerOptions.Default)),
        start);

    /// <summary>A client writes «раз» and «два»; the first of them comes to the conversation.</summary>
    private async Task<ClientUpdate> SendTwoAsync(ActorBench bench)
    {
        var client = bench.Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        return await _conversations.ExpectAsync<ClientUpdate>();
    }

    private async Task GreetManagerAsync()
    {
        var update = await _manager.ExpectAsync<ManagerUpdate>();
        _manager.Reply(new Handled(update.UpdateId));
    }

    private static Task InboxIsEmptyAsync(ActorBench bench) => Eventually.BecomesAsync(
        () => bench.Bot.Database.ReadAsync("select update_id::text from inbox"), rows => rows.Count == 0, "the inbox is empty");
}
