using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>A client's wait for a reply, by timestamps of <see cref="Stopwatch"/>.</summary>
public readonly record struct Wait(long Began, long Ended)
{
    public TimeSpan Length => Stopwatch.GetElapsedTime(Began, Ended);
}

/// <summary>How a trouble of nodes went.</summary>
/// <param name="Trouble">What was done.</param>
/// <param name="On">The addresses of the nodes that it was done to.</param>
/// <param name="At">When it began.</param>
public sealed record TroubleRecord(NodeTrouble Trouble, string On, DateTimeOffset At)
{
    /// <summary>The timestamp from which the clients' waits count: the beginning, or the return of PostgreSQL.</summary>
    public long CountsFrom { get; internal set; } = Stopwatch.GetTimestamp();

    /// <summary>The timestamp of the next trouble, or of the end.</summary>
    public long Ended { get; internal set; } = long.MaxValue;

    /// <summary>From the beginning until all nodes were members again.</summary>
    public TimeSpan AllBack { get; internal set; }

    /// <summary>Polls that others overtook.</summary>
    public int Overtaken { get; internal set; }

    /// <summary>How many times another node than before began to poll.</summary>
    public int Handovers { get; internal set; }

    /// <summary>What went wrong beside the clients' waits.</summary>
    public List<string> Failures { get; } = [];

    /// <summary>
    /// The longest that a client waited in its course for a reply, counted from where waits count. What is left of a wait at its end
    /// counts for the next trouble.
    /// </summary>
    public LongestWait LongestOf(IEnumerable<Wait> waits)
    {
        var longest = default(LongestWait);
        foreach (var wait in waits)
        {
            if (wait.Ended <= CountsFrom || wait.Began >= Ended)
                continue;
            var from = Math.Max(wait.Began, CountsFrom);
            var length = Stopwatch.GetElapsedTime(from, Math.Min(wait.Ended, Ended));
            if (length > longest.Length)
                longest = new LongestWait(length, Stopwatch.GetElapsedTime(CountsFrom, from));
        }

        return longest;
    }
}

/// <summary>The longest wait of a client for a reply in the course of a trouble.</summary>
/// <param name="Length">Zero if nobody waited.</param>
/// <param name="Began">After the moment from which waits count.</param>
public readonly record struct LongestWait(TimeSpan Length, TimeSpan Began);
