using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Tests.Reliability;

public sealed class ForegroundWorkTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly ForegroundWork _work;

    public ForegroundWorkTests() => _work = new ForegroundWork(_clock);

    [Fact]
    public void Before_anybody_asked_for_anything_there_is_none() => Assert.Equal(TimeSpan.Zero, _work.Remaining);

    [Fact]
    public void Nobody_knows_how_long_the_work_takes_that_is_under_way()
    {
        _work.Set(2);
        _work.Set(1);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Null(_work.Remaining);
    }

    [Fact]
    public void It_goes_on_for_a_pause_after_the_last_piece_is_done()
    {
        _work.Set(1);
        _clock.Advance(TimeSpan.FromHours(1));
        _work.Set(0);

        Assert.Equal(ForegroundWork.Pause, _work.Remaining);
        _clock.Advance(ForegroundWork.Pause / 2);
        Assert.Equal(ForegroundWork.Pause / 2, _work.Remaining);
        _clock.Advance(ForegroundWork.Pause);
        Assert.Equal(TimeSpan.Zero, _work.Remaining);
    }

    [Fact]
    public void What_has_ended_is_counted_also_when_other_work_begins_at_once()
    {
        _work.Set(1);
        _work.Set(1, ended: 1);
        _work.Set(0, ended: 1);

        Assert.Equal(2, _work.Ended);
    }

    [Fact]
    public void That_there_is_still_none_begins_no_pause()
    {
        _work.Set(1);
        _work.Set(0);
        _clock.Advance(ForegroundWork.Pause);
        _work.Set(0);

        Assert.Equal(TimeSpan.Zero, _work.Remaining);
    }
}
