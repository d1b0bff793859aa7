namespace VizTeh.Actors.Reliability;

/// <summary>
/// Measures waits: the time since this clock was created. It is monotonic, unlike the time of day, so setting the wall clock neither
/// lengthens nor ends a wait.
/// </summary>
public sealed class SteadyClock(TimeProvider clock)
{
    private readonly long _startedAt = clock.GetTimestamp();

    public TimeSpan Now => clock.GetElapsedTime(_startedAt);
}
