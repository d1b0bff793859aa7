namespace VizTeh.Actors.Reliability;

/// <summary>
/// Measures waits: the time since it was made. Unlike the time of day it only goes forward, so that a wall clock which is set back or
/// forward neither lengthens a wait nor ends it.
/// </summary>
public sealed class SteadyClock(TimeProvider clock)
{
    private readonly long _startedAt = clock.GetTimestamp();

    public TimeSpan Now => clock.GetElapsedTime(_startedAt);
}
