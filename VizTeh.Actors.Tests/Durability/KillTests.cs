using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>kill -9 of the real process while people use it: nothing is lost, nothing is doubled, nobody is left waiting.</summary>
[Collection(DurabilityRuns.Name)]
public sealed class KillTests(DurabilityStage stage)
{
    private static readonly TimeSpan PointDeadline = TimeSpan.FromSeconds(90);

    [Fact]
    public void The_named_points_of_the_runs_are_those_of_the_bot()
    {
        Assert.Equal(FailPoints.All, FailPointNames.All);
        Assert.Equal(FailPoints.Variable, FailPointNames.Variable);
    }

    [Fact]
    public async Task Deaths_at_every_named_point_lose_and_double_nothing()
    {
        var random = new Random(11);
        var verdict = await stage.RunAsync(new TortureOptions
        {
            Seed = 11,
            Clients = 8,
            Lives = FailPointNames.All.Select(point => Life.UpTo(point, random.Next(1, 4), PointDeadline)),
        });

        DurabilityStage.AssertHolds(verdict);
        var reached = verdict.Lives.Where(life => life.Death == Death.AtFailPoint).Select(life => life.Plan!.FailPoint!);
        Assert.True(FailPointNames.All.Order().SequenceEqual(reached.Order()), $"Not every point was reached.\n{verdict}");
    }

    [Fact]
    public async Task Deaths_at_random_moments_lose_and_double_nothing()
    {
        var random = new Random(12);
        var verdict = await stage.RunAsync(new TortureOptions
        {
            Seed = 12,
            Clients = 15,
            Lives = Enumerable.Range(0, 6).Select(_ => Life.KilledAfter(TimeSpan.FromSeconds(1 + (3 * random.NextDouble())))),
        });

        DurabilityStage.AssertHolds(verdict);
        Assert.True(verdict.Kills >= 6, verdict.ToString());
    }
}
