using System.Text.RegularExpressions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.BotApi;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>What the operator reads: one line an event, which a person understands.</summary>
public sealed partial class LogTests(OutageCluster outage) : IClassFixture<OutageCluster>
{
    private const int LongestLine = 300;

    [Fact]
    public async Task Outages_begin_and_end_with_a_readable_line_each()
    {
        await using var stage = await OutageStage.SetAsync(outage.Cluster.Server);
        var clients = stage.AddClients(20);
        await Task.WhenAll(clients.Index().Select(item => item.Item.AnswerAsync(item.Index % 7)));

        var orders = clients.Select(client => client.OrderAsync()).ToArray();
        await stage.Telegram.Calls.WaitForCallAsync(call => call.Method == "sendMessage");
        await outage.Cluster.StopAsync(PostgresStop.Immediate);
        stage.Telegram.AddPerson("Анна").Chat.SendText("/start");
        await stage.Bot.WaitForLineAsync("The inbox could not be reached", OutageStage.Patience);
        await stage.Bot.WaitForLineAsync("The outbox could not be reached", OutageStage.Patience);
        await outage.Cluster.StartAgainAsync();
        await stage.Bot.WaitForLineAsync("The inbox can be reached again, after", OutageStage.Patience);
        await stage.Bot.WaitForLineAsync("The outbox can be reached again, after", OutageStage.Patience);
        await Task.WhenAll(orders);
        await stage.AssertNothingIsLostAsync(clients);

        var resets = stage.Telegram.Faults.Inject(Fault.ResetBeforeExecution() with { Times = null });
        var late = stage.AddClients(1)[0];
        var order = late.OrderAsync();
        await stage.Bot.WaitForLineAsync("Telegram gave no updates", OutageStage.Patience);
        resets.Release();
        await stage.Bot.WaitForLineAsync("Telegram gives updates again", OutageStage.Patience);
        await order;
        Assert.Equal(0, await stage.Bot.StopAsync());

        var lines = stage.Bot.Lines;
        Assert.DoesNotContain(lines, line => line.Contains("fail: Akka.", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("Coordinated shutdown phase", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => line.Contains("   at ", StringComparison.Ordinal));
        Assert.DoesNotContain(lines, line => UnreadableDuration().IsMatch(line));
        Assert.All(lines, line => Assert.InRange(line.Length, 1, LongestLine));
        // However often each was asked for.
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
