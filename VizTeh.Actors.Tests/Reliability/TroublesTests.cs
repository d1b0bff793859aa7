using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class TroublesTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly Troubles _troubles;

    public TroublesTests() => _troubles = new Troubles(_clock);

    [Fact]
    public void A_trouble_that_lasts_a_day_takes_a_line_an_hour_and_one_when_it_is_over()
    {
        var lines = 0;
        for (var minutes = 0; minutes < 24 * 60; minutes += 5)
        {
            lines += _troubles.Raise("conversation", 42, "cannot be read") ? 1 : 0;
            _clock.Advance(TimeSpan.FromMinutes(5));
        }

        Assert.Equal(24, lines);
        Assert.Equal(new Trouble("conversation", 42, "cannot be read", TimeSpan.FromDays(1)), Assert.Single(_troubles.Current));
        Assert.True(_troubles.Clear("conversation", 42));
        Assert.False(_troubles.Clear("conversation", 42));
        Assert.Empty(_troubles.Current);
    }

    [Fact]
    public void The_reminder_does_not_depend_on_the_wall_clock()
    {
        var clock = new SteppedClock(_clock);
        var troubles = new Troubles(clock);
        Assert.True(troubles.Raise("telegram polling", null, "409"));

        clock.Step(TimeSpan.FromHours(-3));
        Assert.False(troubles.Raise("telegram polling", null, "409"));
        clock.Step(TimeSpan.FromHours(6));
        Assert.False(troubles.Raise("telegram polling", null, "409"));

        _clock.Advance(TimeSpan.FromHours(1));
        Assert.True(troubles.Raise("telegram polling", null, "409"));
    }

    [Fact]
    public async Task Another_error_is_shown_without_another_line_and_whoever_watches_hears_of_it()
    {
        _troubles.Raise("telegram polling", null, "409");
        var changed = _troubles.Changed;
        Assert.False(_troubles.Raise("telegram polling", null, "409"));
        Assert.False(changed.IsCompleted);

        Assert.False(_troubles.Raise("telegram polling", null, "502"));

        await changed;
        Assert.Equal("502", Assert.Single(_troubles.Current).Error);
    }

    [Fact]
    public void A_trouble_of_everybody_is_kept_for_a_hundred_and_no_other_matter_is_pushed_out()
    {
        for (var user = 1; user <= 1_000; user++)
            _troubles.Raise("conversation", user, "cannot be read");
        Assert.True(_troubles.Raise("telegram polling", null, "409"));

        Assert.Equal(Troubles.MostOfOneMatter + 1, _troubles.Current.Count);
        Assert.True(_troubles.Clear("conversation", 1));
        Assert.True(_troubles.Raise("conversation", 1_000, "cannot be read"));
    }
}
