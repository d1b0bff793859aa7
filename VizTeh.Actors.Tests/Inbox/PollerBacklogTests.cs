using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>Telegram has more updates than one of its responses holds.</summary>
public sealed class PollerBacklogTests
{
    private const int Crowd = 250;

    [Fact]
    public async Task What_takes_several_answers_is_handed_out_in_order_and_once()
    {
        await using var bench = await PollerBench.StartAsync(
            options => options with { AnswerDeadline = TimeSpan.FromHours(1) }, start: false);
        var sent = SendFromMany(bench);
        await bench.Bot.StartAsync();
        await bench.GreetManagerAsync();

        Assert.Equal(sent, await TakeAsync(bench, Crowd));
        await bench.InboxIsEmptyAsync();
        Assert.False(bench.Conversations.Probe.HasMessages);
    }

    [Fact]
    public async Task No_more_are_taken_from_telegram_than_may_wait_and_the_rest_when_there_is_room()
    {
        await using var bench = await PollerBench.StartAsync(
            options => options with { AnswerDeadline = TimeSpan.FromHours(1), MostUnhandled = TelegramUpdates.MostAtOnce }, start: false);
        var sent = SendFromMany(bench);
        await bench.Bot.StartAsync();

        // With the manager's own update the response is full.
        var first = await ExpectAsync(bench, TelegramUpdates.MostAtOnce - 1);
        Assert.Equal(["100"], await bench.Bot.Database.ReadAsync("select count(*) from inbox"));
        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= first[0]);
        Assert.False(bench.Conversations.Probe.HasMessages);

        await bench.GreetManagerAsync();
        foreach (var update in first)
            bench.Conversations.Reply(new Handled(update));
        Assert.Equal(sent, [.. first, .. await TakeAsync(bench, Crowd - first.Count)]);
        await bench.InboxIsEmptyAsync();
    }

    private static List<long> SendFromMany(PollerBench bench) =>
        [.. Enumerable.Range(0, Crowd).Select(_ => bench.Bot.NewClient().SendText("привет").UpdateId!.Value)];

    private static async Task<List<long>> TakeAsync(PollerBench bench, int count)
    {
        var updates = new List<long>();
        while (updates.Count < count)
        {
            updates.AddRange(await ExpectAsync(bench, 1));
            bench.Conversations.Reply(new Handled(updates[^1]));
        }

        return updates;
    }

    private static async Task<List<long>> ExpectAsync(PollerBench bench, int count)
    {
        var updates = new List<long>();
        while (updates.Count < count)
            updates.Add((await bench.Conversations.ExpectAsync<ClientUpdate>()).UpdateId);
        return updates;
    }
}
