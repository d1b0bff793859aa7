using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tests.Support;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <content>More updates at once than one answer of Telegram holds.</content>
public sealed partial class PollerActorTests
{
    private const int Crowd = 250;

    [Fact]
    public async Task What_takes_several_answers_is_handed_out_in_order_and_once()
    {
        await using var bench = await StartAsync(options => options with { AnswerDeadline = TimeSpan.FromHours(1) }, start: false);
        var sent = SendFromMany(bench);
        await bench.Bot.StartAsync();
        await GreetManagerAsync();

        Assert.Equal(sent, await TakeAsync(Crowd));
        await InboxIsEmptyAsync(bench);
        Assert.False(_conversations.Probe.HasMessages);
    }

    [Fact]
    public async Task No_more_are_taken_from_telegram_than_may_wait_and_the_rest_when_there_is_room()
    {
        await using var bench = await StartAsync(
            options => options with { AnswerDeadline = TimeSpan.FromHours(1), MostUnhandled = TelegramUpdates.MostAtOnce }, start: false);
        var sent = SendFromMany(bench);
        await bench.Bot.StartAsync();

        // With the manager's own, a full answer.
        var first = await ExpectAsync(TelegramUpdates.MostAtOnce - 1);
        Assert.Equal(["100"], await bench.Bot.Database.ReadAsync("select count(*) from inbox"));
        Assert.True(bench.Bot.Telegram.Updates.ConfirmedOffset <= first[0]);
        Assert.False(_conversations.Probe.HasMessages);

        await GreetManagerAsync();
        foreach (var update in first)
            _conversations.Reply(new Handled(update));
        Assert.Equal(sent, [.. first, .. await TakeAsync(Crowd - first.Count)]);
        await InboxIsEmptyAsync(bench);
    }

    private static List<long> SendFromMany(ActorBench bench) =>
        [.. Enumerable.Range(0, Crowd).Select(_ => bench.Bot.NewClient().SendText("привет").UpdateId!.Value)];

    private async Task<List<long>> TakeAsync(int count)
    {
        var updates = new List<long>();
        while (updates.Count < count)
        {
            updates.AddRange(await ExpectAsync(1));
            _conversations.Reply(new Handled(updates[^1]));
        }

        return updates;
    }

    private async Task<List<long>> ExpectAsync(int count)
    {
        var updates = new List<long>();
        while (updates.Count < count)
            updates.Add((await _conversations.ExpectAsync<ClientUpdate>()).UpdateId);
        return updates;
    }
}
