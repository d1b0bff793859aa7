using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>How often the poller polls, by a clock that only the test moves.</summary>
public sealed class PollerPaceTests
{
    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public async Task A_server_that_answers_every_poll_at_once_with_nothing_is_asked_once_a_second_at_most()
    {
        await using var bench = await StartAsync();
        var empty = bench.Bot.Telegram.Faults.Inject(Fault.EmptyPolls());
        bench.Bot.NewClient().SendText("привет");
        await bench.Conversations.ExpectAsync<ClientUpdate>();

        for (var second = 0; second < 20; second++)
        {
            var before = empty.Hits;
            await Eventually.IsTrueAsync(
                () =>
                {
                    _clock.Advance(TimeSpan.FromMilliseconds(50));
                    return empty.Hits > before;
                },
                "it asks again");
        }

        // Without a wait the poller would have polled at least once more at each of these checks.
        var asked = empty.Hits;
        for (var look = 0; look < 9; look++)
        {
            _clock.Advance(TimeSpan.FromMilliseconds(50));
            await bench.Bot.Database.ReadAsync("select 1");
        }

        Assert.InRange(empty.Hits - asked, 0, 1);

        bench.Bot.Telegram.Faults.Clear();
        bench.Bot.NewClient().SendText("ещё");
        await Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromMilliseconds(50));
                return bench.Bot.Telegram.Updates.PendingCount == 0;
            },
            "it hears of what comes");
        await bench.Conversations.ExpectAsync<ClientUpdate>();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_wait_that_telegram_asks_of_the_poller_is_kept_whatever_happens_meanwhile(bool asHtml)
    {
        await using var bench = await StartAsync();
        var client = bench.Bot.NewClient();
        var limited = bench.Bot.Telegram.Faults.Inject(Fault.TooManyRequests(30, asHtml) with { Method = "getUpdates" });
        client.SendText("раз");
        var first = await bench.Conversations.ExpectAsync<ClientUpdate>();
        await limited.WaitForHitsAsync();
        client.SendText("два");

        // Other work meanwhile must not start a poll early.
        bench.Conversations.Reply(new Handled(first.UpdateId));
        await Eventually.BecomesAsync(
            () => bench.Bot.Database.ReadAsync($"select update_id::text from inbox where update_id = {first.UpdateId}"),
            rows => rows.Count == 0, "the row goes");
        _clock.Advance(TimeSpan.FromSeconds(29));
        await bench.Bot.Database.ReadAsync("select 1");
        // Neither update is confirmed.
        Assert.Equal(2, bench.Bot.Telegram.Updates.PendingCount);

        await Eventually.IsTrueAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(1));
                return bench.Bot.Telegram.Updates.PendingCount == 0;
            },
            "then it asks");
        await bench.Conversations.ExpectAsync<ClientUpdate>();
    }

    [Fact]
    public async Task That_telegram_gives_no_updates_is_a_trouble_after_two_minutes_and_over_with_the_next_answer()
    {
        await using var bench = await StartAsync();
        var broken = bench.Bot.Telegram.Faults.Inject(Fault.ServerError() with { Method = "getUpdates", Times = null });
        bench.Bot.NewClient().SendText("привет");
        await bench.Conversations.ExpectAsync<ClientUpdate>();
        await broken.WaitForHitsAsync();
        Assert.Empty(await TroublesAsync(bench));

        await Eventually.BecomesAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(10));
                return TroublesAsync(bench);
            },
            troubles => troubles.SequenceEqual(["telegram polling"]), "it is a trouble");
        Assert.InRange(bench.Bot.Log.All.Count(line => line.Contains("gave no updates", StringComparison.Ordinal)), 1, 3);

        bench.Bot.Telegram.Faults.Clear();
        bench.Bot.NewClient().SendText("ещё");
        await Eventually.BecomesAsync(
            () =>
            {
                _clock.Advance(TimeSpan.FromSeconds(10));
                return TroublesAsync(bench);
            },
            troubles => troubles.Count == 0, "it is over");
    }

    private async Task<PollerBench> StartAsync()
    {
        var bench = await PollerBench.StartAsync(options => options with { AnswerDeadline = TimeSpan.FromDays(1) }, _clock);
        // A fault added from now on affects the poll after this one.
        await bench.Bot.Telegram.Updates.WaitUntilPolledAsync();
        return bench;
    }

    private static Task<IReadOnlyList<string>> TroublesAsync(PollerBench bench) =>
        bench.Bot.Database.ReadAsync("select matter from health where state = 'trouble' and matter = 'telegram polling'");
}
