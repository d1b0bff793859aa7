using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>All faults of Telegram and of the network, at random and at once, without kills.</summary>
[Collection(DurabilityRuns.Name)]
public sealed class TelegramFaultTests(DurabilityFixture fixture)
{
    [Fact]
    public async Task Faults_of_Telegram_lose_and_double_nothing()
    {
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 13,
            Clients = 12,
            AtLeast = TimeSpan.FromSeconds(20),
            FaultChance = 0.06,
            Stall = TimeSpan.FromSeconds(6),
            TroubleEvery = TimeSpan.FromSeconds(1),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(verdict.Kills == 0, verdict.ToString());
        Assert.True(verdict.Faults.Count >= 12, $"Too few kinds of faults came about.\n{verdict}");
    }
}
