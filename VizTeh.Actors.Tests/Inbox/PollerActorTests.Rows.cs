using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <content>What a lane waits for before the row of a handled update is gone.</content>
public sealed partial class PollerActorTests
{
    [Fact]
    public async Task An_update_whose_conversation_cannot_be_recovered_keeps_its_error_is_asked_for_seldom_and_sets_nothing_aside()
    {
        await using var bench = await StartAsync(
            options => options with { AnswerDeadline = TimeSpan.FromHours(1), FaultsBeforeSetAside = 1 });
        bench.Bot.NewClient().SendText("привет");
        var update = await _conversations.ExpectAsync<ClientUpdate>();

        for (var time = 1; time <= 2; time++)
        {
            _conversations.Reply(new NotRecovered(update.UpdateId, "its snapshot is gone"));
            Assert.Equal(update, await _conversations.ExpectAsync<ClientUpdate>());
        }

        Assert.Equal(
            ["its snapshot is gone 0"],
            await bench.Bot.Database.ReadAsync(
                "select last_error || ' ' || attempts from inbox where set_aside_at is null and last_error is not null"));
        _conversations.Reply(new Handled(update.UpdateId));
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync($"select update_id::text from inbox where update_id = {update.UpdateId}"),
            rows => rows.Count == 0, "it is handled once the conversation is mended");
    }

    [Fact]
    public async Task A_clients_next_update_waits_until_the_row_is_gone_of_one_before_that_would_be_judged_anew_after_a_crash()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var first = await SendTwoAsync(bench);
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        _conversations.Reply(new Handled(first.UpdateId));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.False(_conversations.Probe.HasMessages);
        await held.DisposeAsync();
        Assert.Equal(new ClientInput.Text("два"), (await _conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    [Fact]
    public async Task An_update_that_its_conversation_remembers_keeps_no_later_one_waiting_while_its_row_is_still_there()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var first = await SendTwoAsync(bench);
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        _conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));

        var second = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.Equal(new ClientInput.Text("два"), second.Input);
        _conversations.Reply(new Handled(second.UpdateId, IsDeduplicated: true));
        await held.DisposeAsync();
        await InboxIsEmptyAsync(bench);
    }

    [Fact]
    public async Task An_update_that_must_not_be_repeated_together_with_an_earlier_one_comes_again_when_the_row_of_that_is_gone()
    {
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var first = await SendTwoAsync(bench);
        await using var held = await HoldRowAsync(bench, first.UpdateId);
        _conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));
        var second = await _conversations.ExpectAsync<ClientUpdate>();
        Assert.False(first.EarlierMayBeRedelivered);
        Assert.True(second.EarlierMayBeRedelivered);

        _conversations.Reply(new Deferred(second.UpdateId));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.False(_conversations.Probe.HasMessages);

        await held.DisposeAsync();
        Assert.Equal(second with { EarlierMayBeRedelivered = false }, await _conversations.ExpectAsync<ClientUpdate>());
        _conversations.Reply(new Handled(second.UpdateId));
        await InboxIsEmptyAsync(bench);
    }

    [Fact]
    public async Task The_notice_that_ends_a_flood_is_not_said_while_the_reply_before_it_could_be_repeated()
    {
        await using var bench = await StartAsync(options => options with { MostOfOneChat = 1 });
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        client.SendText("раз");
        client.SendText("два");
        var first = await _conversations.ExpectAsync<ClientUpdate>();
        await bench.Bot.Telegram.Updates.WaitUntilConfirmedAsync();
        await using var held = await HoldRowAsync(bench, first.UpdateId);

        _conversations.Reply(new Handled(first.UpdateId, IsDeduplicated: true));
        await ItWaitsToBeDeletedAsync(bench);
        Assert.DoesNotContain(client.Messages, message => message.Text == FormText.TooManyMessages);

        await held.DisposeAsync();
        await client.NextAsync(FormText.TooManyMessages);
        await InboxIsEmptyAsync(bench);
    }

    [Fact]
    public async Task No_more_rows_of_a_client_pile_up_than_the_conversation_remembers()
    {
        const int rows = Conversation.Remembered / 2;
        await using var bench = await StartAsync();
        await GreetManagerAsync();
        var client = bench.Bot.NewClient();
        for (var number = 0; number <= rows; number++)
            client.SendText($"{number}");
        var update = await _conversations.ExpectAsync<ClientUpdate>();
        await using var held = await HoldRowAsync(bench, update.UpdateId);

        _conversations.Reply(new Handled(update.UpdateId, IsDeduplicated: true));
        for (var number = 1; number < rows; number++)
        {
            update = await _conversations.ExpectAsync<ClientUpdate>();
            _conversations.Reply(new Handled(update.UpdateId, IsDeduplicated: true));
        }

        var other = bench.Bot.NewClient();
        other.SendText("привет");
        Assert.Equal(other.Person.Id, (await _conversations.ExpectAsync<ClientUpdate>()).UserId);
        await held.DisposeAsync();
        Assert.Equal(new ClientInput.Text($"{rows}"), (await _conversations.ExpectAsync<ClientUpdate>()).Input);
    }

    private static Task ItWaitsToBeDeletedAsync(ActorBench bench) => Eventually.IsTrueAsync(
        async () => (await bench.Bot.Database.ReadAsync("select count(*) from pg_locks where not granted"))[0] != "0",
        "the row waits to be deleted");

    /// <summary>Keeps a row of the inbox from being deleted until it is disposed of.</summary>
    private static async Task<IAsyncDisposable> HoldRowAsync(ActorBench bench, long updateId)
    {
        var connection = await bench.Bot.Database.DataSource.OpenConnectionAsync();
        await connection.BeginTransactionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"select from inbox where update_id = {updateId} for update";
        await command.ExecuteNonQueryAsync();
        return connection;
    }
}
