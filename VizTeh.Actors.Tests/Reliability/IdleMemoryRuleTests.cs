using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

/// <summary>When memory is given back to the machine.</summary>
public sealed class IdleMemoryRuleTests
{
    private const long Rest = 200L << 10;
    private const long Start = 44L << 20;

    private readonly IdleMemoryRule _rule = new();
    private long _allocated;

    [Fact]
    public void Half_a_minute_after_the_start_it_is_given_back_once()
    {
        Assert.Equal([false, false, false, true, false, false, false], Looks(Start, Rest, Rest, Rest, Rest, Rest, Rest));
    }

    [Fact]
    public void While_people_write_nothing_waits_for_it()
    {
        long[] crowd = [.. Enumerable.Repeat(500L << 20, 30)];

        Assert.DoesNotContain(true, Looks([Start, Rest, Rest, .. crowd, Rest, Rest]));
        Assert.Equal([true, false], Looks(Rest, Rest));
    }

    [Fact]
    public void A_pause_of_one_look_begins_the_quiet_time_anew()
    {
        Assert.Equal([false, false, false, false, false, false, true], Looks(Start, Rest, Rest, 2L << 20, Rest, Rest, Rest));
    }

    [Fact]
    public void A_program_at_rest_gives_back_every_quarter_of_an_hour_or_so()
    {
        Looks(Start, Rest, Rest, Rest);
        var looksOfAnHour = (int)(TimeSpan.FromHours(1) / IdleMemoryRule.LookInterval);

        Assert.InRange(Looks([.. Enumerable.Repeat(Rest, looksOfAnHour)]).Count(isDue => isDue), 3, 5);
    }

    [Fact]
    public void A_single_client_now_and_then_is_not_worth_it_at_once()
    {
        Looks(Start, Rest, Rest, Rest);

        Assert.DoesNotContain(true, Looks([2L << 20, Rest, Rest, Rest, Rest]));
    }

    private IReadOnlyList<bool> Looks(params long[] growths) => [.. growths.Select(growth => _rule.IsDue(_allocated += growth))];
}
