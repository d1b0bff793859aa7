namespace VizTeh.Actors.Reliability;

/// <summary>Exponential waits with jitter: half of each is fixed, half is random, so that many callers do not return at once.</summary>
public sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait before the given attempt, which counts from 1.</summary>
    public TimeSpan Before(int attempt)
    {
        var full = First * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var capped = full < Longest ? full : Longest;
        return capped * (0.5 + (Random.Shared.NextDouble() / 2));
    }
}
