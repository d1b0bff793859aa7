using System.Text.Json;
using Akka.Actor;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests;

/// <summary>A bot to which nobody writes leaves the machine alone.</summary>
public sealed class AtRestTests
{
    // Of these the shard region's own retry is the greater part.
    private const double MostRepetitionsPerSecond = 2;

    [Fact]
    public async Task Nothing_in_a_cluster_of_one_is_repeated_more_often_than_it_can_have_an_effect()
    {
        await using var bot = await BotUnderTest.CreateAsync();
        var client = bot.NewClient();
        client.SendText("/start");
        await client.NextAsync("");
        var system = (ActorSystem)bot.Services.GetService(typeof(ActorSystem))!;
        var scheduler = Assert.IsType<DueTimeScheduler>(system.Scheduler);

        await Eventually.BecomesAsync(
            () => Task.FromResult(scheduler.RepetitionsPerSecond), perSecond => perSecond <= MostRepetitionsPerSecond,
            "actors are left alone");

        Assert.All(
            (string[])
            [
                "akka.cluster.gossip-interval", "akka.cluster.leader-actions-interval", "akka.cluster.unreachable-nodes-reaper-interval",
                "akka.cluster.failure-detector.heartbeat-interval", "akka.cluster.distributed-data.gossip-interval",
                "akka.cluster.distributed-data.notify-subscribers-interval", "akka.cluster.sharding.rebalance-interval",
                "akka.remote.watch-failure-detector.heartbeat-interval",
                "akka.remote.watch-failure-detector.unreachable-nodes-reaper-interval",
            ],
            interval => Assert.True(system.Settings.Config.GetTimeSpan(interval) >= TimeSpan.FromMinutes(1), interval));
    }

    [Theory]
    [InlineData("System.Threading.ThreadPool.UnfairSemaphoreSpinLimit", 0)]
    [InlineData("System.Runtime.TieredCompilation.CallCountThreshold", 256)]
    public void The_runtime_is_told_not_to_be_busy_without_work(string setting, int value)
    {
        var program = Path.ChangeExtension(typeof(BotHost).Assembly.Location, ".runtimeconfig.json");
        using var settings = JsonDocument.Parse(File.ReadAllText(program));

        Assert.Equal(
            value,
            settings.RootElement.GetProperty("runtimeOptions").GetProperty("configProperties").GetProperty(setting).GetInt32());
    }
}
