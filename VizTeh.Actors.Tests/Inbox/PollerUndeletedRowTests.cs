using VizTeh.Actors.Conversations;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>A lane waits while the row of a handled update is not deleted yet.</summary>
public sealed class PollerUndeletedRowTests
{
    [Fact]
    public async Task A_clients_next_update_waits_until_the_row_is_gone_of_one_before_that_would_be_judged_anew_after_a_crash()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var first = await bench.SendTwoAsync();
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        bench.Conversations.Reply(new Handled(first.UpdateId));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.False(bench.Conversations.Probe.HasMessages);
        await held.DisposeAsync();
        Assert.Equal(new ClientInput.Text("два"), (await bench.Conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    [Fact]
    public async Task An_update_that_its_conversation_remembers_keeps_no_later_one_waiting_while_its_row_is_still_there()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var first = await bench.SendTwoAsync();
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        bench.Conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));

        var second = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("два"), second.Input);
        bench.Conversations.Reply(new Handled(second.UpdateId, IsDeduplicated: true));
        await held.DisposeAsync();
        await bench.InboxIsEmptyAsync();
    }

    [Fact]
    public async Task An_update_that_must_not_be_repeated_together_with_an_earlier_one_comes_again_when_the_row_of_that_is_gone()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var first = await bench.SendTwoAsync();
        await using var held = await HoldRowAsync(bench, first.UpdateId);
        bench.Conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));
        var second = await bench.Conversations.ExpectAsync<ClientUpdate>();
        Assert.False(first.EarlierMayBeRedelivered);
        Assert.True(second.EarlierMayBeRedelivered);

        bench.Conversations.Reply(new Deferred(second.UpdateId));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.False(bench.Conversations.Probe.HasMessages);

        await held.DisposeAsync();
        Assert.Equal(second with { EarlierMayBeRedelivered = false }, await bench.Conversations.ExpectAsync<ClientUpdate>());
        bench.Conversations.Reply(new Handled(second.UpdateId));
        await bench.InboxIsEmptyAsync();
    }

    [Fact]
    public async Task The_notice_that_ends_a_flood_is_not_said_while_the_reply_before_it_could_be_repeated()
    {
        await using var bench = await PollerBench.StartAsync(options => options with { MostOfOneChat = 1 });
        await bench.GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        var first = await bench.Conversations.ExpectAsync<ClientUpdate>();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        bench.Conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.DoesNotContain(client.Messages, message => message.Text == ShippedForm.Texts[Phrases.TooManyMessages]);

        await held.DisposeAsync();
        await client.NextAsync(ShippedForm.Texts[Phrases.TooManyMessages]);
        await bench.InboxIsEmptyAsync();
    }

    [Fact]
    public async Task No_more_rows_of_a_client_pile_up_than_the_conversation_remembers()
    {
        const int rows = Conversation.Remembered / 2;
        await using var bench = await PollerBench.StartAsync();
        await bench.GreetManagerAsync();
        var client = bench.Bot.NewClient();
        for (var number = 0; number <= rows; number++)
            client.SendText($"{number}");
        var update = await bench.Conversations.ExpectAsync<ClientUpdate>();
        await using var held = await HoldRowAsync(bench, update.UpdateId);

        bench.Conversations.Reply(new Handled(update.UpdateId, IsDeduplicated: true));
        for (var number = 1; number < rows; number++)
        {
            update = await bench.Conversations.ExpectAsync<ClientUpdate>();
            bench.Conversations.Reply(new Handled(update.UpdateId, IsDeduplicated: true));
        }

        var other = bench.Bot.NewClient();
        other.SendText("привет");
        Assert.Equal(other.Person.Id, (await bench.Conversations.ExpectAsync<ClientUpdate>()).UserId);
        await held.DisposeAsync();
        Assert.Equal(new ClientInput.Text($"{rows}"), (await bench.Conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    private static Task ItWaitsToBeDeletedAsync(PollerBench bench) => Eventually.IsTrueAsync(
        async () => (await bench.Bot.Database.ReadAsync(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"))[0] != "0",
        "the row waits to be deleted");

    /// <summary>Keeps a row of the inbox from being deleted until it is disposed of.</summary>
    private static async Task<IAsyncDisposable> HoldRowAsync(PollerBench bench, long updateId)
    {
        var connection = await bench.Bot.Database.DataSource.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select from inbox where update_id = {updateId} for update";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
