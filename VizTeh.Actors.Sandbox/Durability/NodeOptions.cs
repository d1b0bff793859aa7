namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The options of a run with several nodes, which replace the plan of incarnations.</summary>
public sealed record NodeOptions
{
    /// <summary>The number of nodes.</summary>
    public int Count { get; init; } = 3;

    /// <summary>One after another, each when all nodes are members again.</summary>
    public IEnumerable<NodeTrouble> Troubles { get; init; } = [];

    /// <summary>How long a node is halted by SIGSTOP.</summary>
    public TimeSpan Freeze { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>How long a node is cut off, PostgreSQL is away, and clocks are apart: longer than every time-out.</summary>
    public TimeSpan Outage { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The longest time that people work with all nodes between two troubles.</summary>
    public TimeSpan MostPeace { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>The longest that a client may wait for a reply, from the moment when a trouble begins.</summary>
    public TimeSpan Promised { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The same when nodes are stopped in order.</summary>
    public TimeSpan PromisedAtStop { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Whether waits and polls break promises: with other faults at the same time, they show nothing of the nodes.</summary>
    public bool JudgesWaits { get; init; } = true;

    /// <summary>Every trouble so many times, each time in another order, and on until the time is over.</summary>
    public static IEnumerable<NodeTrouble> Rounds(int seed, int atLeast, TimeSpan length)
    {
        var random = new Random(seed);
        var began = System.Diagnostics.Stopwatch.GetTimestamp();
        for (var round = 0; round < atLeast || System.Diagnostics.Stopwatch.GetElapsedTime(began) < length; round++)
        {
            var order = NodeTrouble.All.ToArray();
            random.Shuffle(order);
            foreach (var trouble in order)
                yield return trouble;
        }
    }
}
