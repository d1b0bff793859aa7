using System.Text.RegularExpressions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>The operator's log: one line an event, in plain words.</summary>
public sealed partial class LogTests(OutageCluster outage) : IClassFixture<OutageCluster>
{
    private const int LongestLine = 300;

    [Fact]
    public async Task Outages_begin_and_end_with_a_readable_line_each()
    {
        await using var fixture = await OutageFixture.SetAsync(outage.Cluster.Server);
        var clients = fixture.AddClients(20);
        await Task.WhenAll(clients.Index().Select(item => item.Item.AnswerAsync(item.Index % 7)));

        var orders = clients.Select(client => client.OrderAsync()).ToArray();
        await fixture.Telegram.Calls.WaitForCallAsync(call => call.Method == "sendMessage");
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        fixture.Telegram.AddPerson("Анна").Chat.SendText("/start");
        await fixture.Bot.WaitForLineAsync("The inbox could not be reached", OutageFixture.Patience);
        await fixture.Bot.WaitForLineAsync("The outbox could not be reached", OutageFixture.Patience);
        await outage.Cluster.StartAgainAsync();
        await fixture.Bot.WaitForLineAsync("The inbox can be reached again, after", OutageFixture.Patience);
        await fixture.Bot.WaitForLineAsync("The outbox can be reached again, after", OutageFixture.Patience);
        await Task.WhenAll(orders);
        await fixture.AssertNothingIsLostAsync(clients);

        var resets = fixture.Telegram.Faults.Inject(Fault.ResetBeforeExecution() with { Times = null });
        var late = fixture.AddClients(1)[0];
        var order = late.OrderAsync();
        await fixture.Bot.WaitForLineAsync("Telegram gave no updates", OutageFixture.Patience);
        resets.Release();
        await fixture.Bot.WaitForLineAsync("Telegram gives updates again", OutageFixture.Patience);
        await order;
        // A conversation at work is given half a second at the stop, and may be cut off after it.
        await fixture.InboxIsEmptyAsync();
        Assert.Equal(0, await fixture.Bot.StopAsync());

        var lines = fixture.Bot.Lines;
        string[] akkasOwn = ["fail: Akka.", "Coordinated shutdown phase", "   at "];
        var unreadable = lines.Where(
            line => akkasOwn.Any(words => line.Contains(words, StringComparison.Ordinal)) || UnreadableDuration().IsMatch(line));
        Assert.True(!unreadable.Any(), string.Join('\n', unreadable));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, LongestLine));
        // However often each part retried.
        Assert.InRange(lines.Count(line => line.Contains("could not be reached", StringComparison.Ordinal)), 2, 12);
    }

    [Theory]
    [InlineData(0.1626201, "0.2 s")]
    [InlineData(2, "2 s")]
    [InlineData(14.4, "14 s")]
    [InlineData(119, "119 s")]
    [InlineData(180, "3 min")]
    [InlineData(7500, "2 h 5 min")]
    public void A_duration_is_said_as_people_say_it(double seconds, string words) =>
        Assert.Equal(words, TimeSpan.FromSeconds(seconds).InWords());

    [GeneratedRegex(@"\b\d\d:\d\d:\d\d\.\d{4,}")]
    private static partial Regex UnreadableDuration();
}
