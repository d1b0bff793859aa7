namespace VizTeh.Actors.Reliability;

/// <summary>
/// How much of the process's work somebody waits for. Background work asks here, and yields to it. Thread-safe for one writer.
/// </summary>
public sealed class ForegroundWork(TimeProvider clock)
{
    /// <summary>
    /// The end of the work is noted only after this time: whoever got an answer is likely to go on, and without the pause background work
    /// would begin between any two of a person's messages.
    /// </summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private const long Never = long.MinValue;

    private int _count;
    private long _ended;
    private long _endedAt = Never;

    /// <summary>How long the work is sure to go on: null while some is under way, zero when none is, and none was for the pause.</summary>
    public TimeSpan? Remaining
    {
        get
        {
            if (Volatile.Read(ref _count) > 0)
                return null;
            var endedAt = Volatile.Read(ref _endedAt);
            if (endedAt == Never)
                return TimeSpan.Zero;
            var remaining = Pause - clock.GetElapsedTime(endedAt);
            return remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero;
        }
    }

    /// <summary>The number of pieces of work that have ended since the process began.</summary>
    public long Ended => Volatile.Read(ref _ended);

    /// <summary>Sets the number of pieces of work that are under way now.</summary>
    /// <param name="ended">How many have ended since it was set last.</param>
    public void Set(int count, int ended = 0)
    {
        if (count == 0 && _count > 0)
            Volatile.Write(ref _endedAt, clock.GetTimestamp());
        Volatile.Write(ref _ended, _ended + ended);
        Volatile.Write(ref _count, count);
    }
}
