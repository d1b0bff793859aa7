using Akka.Actor;
using Akka.Configuration;
using Akka.Event;
using Microsoft.Extensions.Time.Testing;

namespace VizTeh.Actors.Tests;

/// <summary>Akka's scheduler on .NET's timers.</summary>
public sealed class DueTimeSchedulerTests : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly FakeTimeProvider _clock = new();
    private readonly DueTimeScheduler _scheduler;
    private int _runs;

    public DueTimeSchedulerTests()
    {
        _scheduler = new DueTimeScheduler(Config.Empty, NoLogger.Instance, _clock);
    }

    private IActionScheduler Actions => ((IScheduler)_scheduler).Advanced;

    public void Dispose() => _scheduler.Dispose();

    [Fact]
    public void What_is_scheduled_runs_once_when_it_is_due_and_not_before()
    {
        Actions.ScheduleOnce(Second, Count);

        Pass(Second - TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _runs);
        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal((1, 0), (_runs, _scheduler.Waiting));
        Pass(TimeSpan.FromHours(1));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void A_part_of_a_millisecond_is_waited_for_too()
    {
        Actions.ScheduleOnce(TimeSpan.FromMilliseconds(1.5), Count);

        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(0, _runs);
        Pass(TimeSpan.FromMilliseconds(1));
        Assert.Equal(1, _runs);
    }

    [Fact]
    public void What_is_repeated_runs_after_its_delay_and_then_at_each_interval()
    {
        Actions.ScheduleRepeatedly(TimeSpan.Zero, 2 * Second, Count);

        Pass(TimeSpan.Zero);
        Assert.Equal(1, _runs);
        for (var second = 0; second < 10; second++)
            Pass(Second);
        Assert.Equal(6, _runs);
        Assert.Equal(0.5, _scheduler.RepetitionsPerSecond);
    }

    [Fact]
    public void What_is_cancelled_is_forgotten_at_once()
    {
        using var once = new Cancelable(Actions);
        using var repeated = new Cancelable(Actions);
        using var before = new Cancelable(Actions);
        before.Cancel();
        Actions.ScheduleOnce(Second, Count, once);
        Actions.ScheduleRepeatedly(Second, Second, Count, repeated);
        Actions.ScheduleOnce(Second, Count, before);
        Assert.Equal(2, _scheduler.Waiting);

        once.Cancel();
        repeated.Cancel();

        Assert.Equal(0, _scheduler.Waiting);
        Pass(TimeSpan.FromMinutes(1));
        Assert.Equal(0, _runs);
    }

    [Fact]
    public void What_fails_is_not_repeated_and_disturbs_nothing_else()
    {
        Actions.ScheduleRepeatedly(Second, Second, () => throw new InvalidOperationException("no"));
        Actions.ScheduleRepeatedly(Second, Second, Count);

        Pass(Second);
        Pass(Second);

        Assert.Equal((2, 1), (_runs, _scheduler.Waiting));
    }

    [Fact]
    public void What_may_cancel_itself_is_not_run_again()
    {
        using var cancelable = new Cancelable(Actions);
        Actions.ScheduleRepeatedly(
            Second, Second,
            () =>
            {
                Count();
                cancelable.Cancel();
            },
            cancelable);

        Pass(Second);
        Pass(Second);

        Assert.Equal((1, 0), (_runs, _scheduler.Waiting));
    }

    [Fact]
    public void At_the_end_what_waits_is_run_once_and_nothing_more_can_be_scheduled()
    {
        Actions.ScheduleOnce(Second, Count);
        Actions.ScheduleRepeatedly(Second, Second, Count);

        _scheduler.Dispose();
        Pass(TimeSpan.FromMinutes(1));

        Assert.Equal((2, 0), (_runs, _scheduler.Waiting));
        Assert.Throws<SchedulerException>(() => Actions.ScheduleOnce(Second, Count));
    }

    [Fact]
    public void The_trace_of_whoever_schedules_is_not_that_of_what_runs_later()
    {
        var trace = new AsyncLocal<string>();
        string? seen = "none";
        using var real = new DueTimeScheduler(Config.Empty, NoLogger.Instance);
        using var ran = new ManualResetEventSlim();
        trace.Value = "mine";

        ((IScheduler)real).Advanced.ScheduleOnce(
            TimeSpan.Zero,
            () =>
            {
                seen = trace.Value;
                ran.Set();
            });

        Assert.True(ran.Wait(TimeSpan.FromSeconds(30)));
        Assert.Null(seen);
    }

    private void Count() => _runs++;

    private void Pass(TimeSpan time) => _clock.Advance(time);
}
