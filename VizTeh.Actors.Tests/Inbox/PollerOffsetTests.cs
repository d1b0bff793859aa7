using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Which updates are confirmed to Telegram, which ones it delivers again, and how update ids are followed.</summary>
public sealed class PollerOffsetTests
{
    [Fact]
    public async Task Telegram_is_told_of_an_update_only_once_it_is_in_the_inbox()
    {
        await using var bench = await PollerBench.StartAsync(start: false);
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
                """
                select count(*) from pg_locks
                 where not granted and relation = 'inbox'::regclass
                   and database = (select oid from pg_database where datname = current_database())
                """))[0] != "0",
            "the poller waits for the inbox");
        await isWaiting;

        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= message.UpdateId);
        await locked.RollbackAsync();
        var update = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(message.UpdateId, update.UpdateId);
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
    }

    [Fact]
    public async Task Not_even_the_surplus_of_a_flood_is_confirmed_before_it_is_in_the_inbox()
    {
        await using var bench = await PollerBench.StartAsync(options => options with { MostOfOneChat = 1 });
        await bench.GreetManagerAsync();
        var flooder = bench.Bot.NewClient();
        foreach (var text in (string[])["раз", "два", "три"])
            flooder.SendText(text);
        await bench.Conversations.ExpectAsync<ClientUpdate>();
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
                """
                select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into inbox%'
                """))[0] != "0",
            "the surplus waits to be stored");

        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= surplus.UpdateId);
        await locked.RollbackAsync();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
    }

    [Fact]
    public async Task An_update_that_telegram_hands_over_again_after_it_was_handled_reaches_nobody_even_after_a_restart()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var client = bench.Bot.NewClient();
        var first = client.SendText("раз").UpdateId!.Value;
        bench.Conversations.Reply(new Handled((await bench.Conversations.ExpectAsync<ClientUpdate>()).UpdateId));
        await bench.InboxIsEmptyAsync();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();

        bench.Bot.Telegram.Updates.DeliverAgain(first);
        client.SendText("два");
        var second = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("два"), second.Input);
        bench.Conversations.Reply(new Handled(second.UpdateId));
        await bench.InboxIsEmptyAsync();

        await bench.Bot.StopAsync();
        await bench.Bot.StartAsync();
        bench.Bot.Telegram.Updates.DeliverAgain(first);
        client.SendText("три");
        Assert.Equal(new ClientInput.Text("три"), (await bench.Conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    [Fact]
    public async Task Ids_that_start_again_with_lower_ones_are_followed_down()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
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

        await bench.InboxIsEmptyAsync();
        Assert.Equal(["True"], await bench.Bot.Database.ReadAsync("select next_offset between 1001 and 1010 from poller"));

        async Task HandleAsync(string text)
        {
            var update = await bench.Conversations.ExpectAsync<ClientUpdate>();
            Assert.Equal(new ClientInput.Text(text), update.Input);
            bench.Conversations.Reply(new Handled(update.UpdateId));
        }
    }

    [Fact]
    public async Task A_second_program_with_the_same_token_is_named_in_the_log_and_polling_goes_on()
    {
        await using var bench = await PollerBench.StartAsync();
        bench.Bot.Telegram.Faults.Inject(Fault.ServerError(409) with { Method = "getUpdates" });
        bench.Bot.NewClient().SendText("привет");
        await bench.Conversations.ExpectAsync<ClientUpdate>();
        bench.Bot.NewClient().SendText("ещё");
        await bench.Conversations.ExpectAsync<ClientUpdate>();

        await Eventually.IsTrueAsync(
            () => bench.Bot.Log.All.Any(line => line.Contains("same TOKEN", StringComparison.Ordinal)), "the conflict is named");
    }
}
