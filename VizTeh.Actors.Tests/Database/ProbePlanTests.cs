using VizTeh.Actors.Database;

namespace VizTeh.Actors.Tests.Database;

/// <summary>When the pools of connections are probed.</summary>
public sealed class ProbePlanTests
{
    private readonly ProbePlan _plan = new();

    [Fact]
    public void At_rest_the_pools_are_probed_in_turn_five_times_a_minute_in_all() =>
        Assert.Equal(
            [Probes.Tables, Probes.Journal, Probes.Tables, Probes.Journal, Probes.Tables],
            Minute().Where(probes => probes != Probes.None));

    [Fact]
    public void The_first_suspicion_has_both_pools_probed_at_once_and_at_each_interval()
    {
        _plan.Next(isSuspect: false);

        Assert.Equal(Probes.Both, _plan.Next(isSuspect: true));
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(Probes.Both, _plan.Next(isSuspect: false)));
    }

    [Fact]
    public void As_long_as_suspicions_come_it_stays_so_and_a_minute_after_the_last_one_it_ends()
    {
        Assert.All(Enumerable.Range(0, 100), _ => Assert.Equal(Probes.Both, _plan.Next(isSuspect: true)));

        Minute();

        Assert.Equal(5, Minute().Count(probes => probes != Probes.None));
    }

    private Probes[] Minute() =>
        [.. Enumerable.Range(0, (int)(TimeSpan.FromMinutes(1) / ProbePlan.Interval)).Select(_ => _plan.Next(isSuspect: false))];
}
