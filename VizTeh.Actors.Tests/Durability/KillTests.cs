using VizTeh.Actors.Reliability;
using VizTeh.Actors.Sandbox.Durability;

namespace VizTeh.Actors.Tests.Durability;

/// <summary>kill -9 of the real process while people use it: nothing is lost, nothing is doubled, everyone gets an answer.</summary>
[Collection(DurabilityRuns.Name)]
public sealed class KillTests(DurabilityFixture fixture)
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
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 11,
            Clients = 8,
            ExpectsAllDeeds = true,
            Incarnations = FailPointNames.All.Select(point => Incarnation.UpTo(
                point, point == FailPointNames.ReminderOwed ? 1 : random.Next(1, 4), PointDeadline)),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(
            verdict is { Reminders: > 0, RepliesToAnswers: > 0, Corrections: > 0, Erasures: > 0 },
            $"Not everything happened that should be shown.\n{verdict}");
        var reached = verdict.Incarnations.Where(incarnation => incarnation.Death == Death.AtFailPoint)
            .Select(incarnation => incarnation.Plan!.FailPoint!);
        Assert.True(FailPointNames.All.Order().SequenceEqual(reached.Order()), $"Not every point was reached.\n{verdict}");
    }

    [Fact]
    public async Task Deaths_at_random_moments_lose_and_double_nothing()
    {
        var random = new Random(12);
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 12,
            Clients = 15,
            Incarnations = Enumerable.Range(0, 6).Select(_ => Incarnation.KilledAfter(TimeSpan.FromSeconds(1 + (3 * random.NextDouble())))),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(verdict.Kills >= 6, verdict.ToString());
    }

    [Fact]
    public async Task Another_form_after_each_death_loses_nothing_that_was_typed()
    {
        var random = new Random(14);
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 14,
            Clients = 10,
            ChangesForms = true,
            Incarnations = Enumerable.Range(0, 5).Select(_ => Incarnation.KilledAfter(TimeSpan.FromSeconds(4 + (4 * random.NextDouble())))),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(verdict.Kills >= 5, verdict.ToString());
    }

    [Fact]
    public async Task Consents_that_an_erasure_withdraws_are_asked_for_again_and_nothing_of_them_is_left()
    {
        var random = new Random(16);
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 16,
            Clients = 16,
            AsksConsent = true,
            Incarnations = Enumerable.Range(0, 4).Select(_ => Incarnation.KilledAfter(TimeSpan.FromSeconds(4 + (4 * random.NextDouble())))),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(verdict.Erasures > 0, verdict.ToString());
    }

    [Fact]
    public async Task Consents_to_another_text_after_each_death_are_neither_lost_nor_doubled()
    {
        var random = new Random(15);
        var verdict = await fixture.RunAsync(new ChaosOptions
        {
            Seed = 15,
            Clients = 10,
            ChangesForms = true,
            AsksConsent = true,
            Incarnations = Enumerable.Range(0, 5).Select(_ => Incarnation.KilledAfter(TimeSpan.FromSeconds(4 + (4 * random.NextDouble())))),
        });

        DurabilityFixture.AssertHolds(verdict);
        Assert.True(verdict.Kills >= 5, verdict.ToString());
    }
}
