namespace VizTeh.Actors.Reliability;

/// <summary>
/// Exponential backoff with jitter: half of each wait is fixed, half is random, so that many callers do not retry at once.
/// </summary>
public sealed record Backoff(TimeSpan First, TimeSpan Longest)
{
    /// <summary>The wait before the given attempt, which counts from 1.</summary>
    public TimeSpan Before(int attempt) => Before(attempt, Random.Shared);

    /// <param name="random">The source of the jitter; a seeded one makes the wait repeatable.</param>
    /// <inheritdoc cref="Before(int)"/>
    public TimeSpan Before(int attempt, Random random)
    {
        var full = First * Math.Pow(2, Math.Clamp(attempt - 1, 0, 30));
        var capped = full < Longest ? full : Longest;
        return capped * (0.5 + (random.NextDouble() / 2));
    }
}
