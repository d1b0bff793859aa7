namespace VizTeh.Actors.Tests.Support;

/// <summary>
/// A clock whose wall time is stepped by hand, as by an operator or NTP; timestamps and timers are those of the underlying clock and are
/// not stepped. (FakeTimeProvider moves its timestamps along with its wall time.)
/// </summary>
internal sealed class SteppedClock(TimeProvider behind) : TimeProvider
{
    private long _stepTicks;

    public override long TimestampFrequency => behind.TimestampFrequency;

    public override TimeZoneInfo LocalTimeZone => behind.LocalTimeZone;

    public void Step(TimeSpan by) => Interlocked.Add(ref _stepTicks, by.Ticks);

    public override DateTimeOffset GetUtcNow() => behind.GetUtcNow().AddTicks(Interlocked.Read(ref _stepTicks));

    public override long GetTimestamp() => behind.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        behind.CreateTimer(callback, state, dueTime, period);
}
