using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>The poller's actor answers at once, whatever it has asked of others.</summary>
public sealed class PollerPingTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task It_answers_while_a_poll_is_under_way()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.Bot.Telegram.Updates.WaitUntilPolledAsync(TimeSpan.FromSeconds(30));
        await GreetedAsync(bench);

        Assert.Equal(PollerAnswer.Here, await AskAsync(bench));
        Assert.True(bench.Bot.Services.GetRequiredService<Connectivity>().Polls.HasBegun);
    }

    [Fact]
    public async Task It_answers_while_the_database_answers_nothing()
    {
        await using var bench = await PollerBench.StartAsync();
        await bench.Bot.Telegram.Updates.WaitUntilPolledAsync(TimeSpan.FromSeconds(30));
        await GreetedAsync(bench);
        await using var blocker = new NpgsqlConnection(bench.Bot.Database.ConnectionString);
        await blocker.OpenAsync();
        await using var blocking = await blocker.BeginTransactionAsync();
        await using (var block = new NpgsqlCommand("lock table inbox, poller, recent_updates", blocker, blocking))
            await block.ExecuteNonQueryAsync();
        bench.Bot.NewClient().SendText("раз");
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync(
                "select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"),
            waiting => waiting.Count > 0, "a statement of the poller waits");

        Assert.Equal(PollerAnswer.Here, await AskAsync(bench));
    }

    [Fact]
    public async Task A_poll_is_finished_when_its_updates_are_stored()
    {
        await using var bench = await PollerBench.StartAsync();
        await GreetedAsync(bench);

        await Eventually.IsTrueAsync(
            () => bench.Bot.Services.GetRequiredService<Connectivity>().Polls.FinishedAgo is not null, "a poll is finished");
    }

    [Fact]
    public async Task Nobody_is_asked_before_the_actors_run()
    {
        Assert.Equal(PollerAnswer.NotStarted, await new PollerPing().AskAsync(Limit, CancellationToken.None));
    }

    private static Task<PollerAnswer> AskAsync(PollerBench bench) =>
        bench.Bot.Services.GetRequiredService<PollerPing>().AskAsync(Limit, CancellationToken.None);

    // The manager's /start, which every bot under test gets first.
    private static Task GreetedAsync(PollerBench bench) => bench.GreetManagerAsync();
}
