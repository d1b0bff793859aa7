namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What a run does to the bot.</summary>
public sealed record ChaosOptions
{
    /// <summary>All that is random in what people do and in what goes wrong comes from it; the order of events does not.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>People who fill forms, each one after the other.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>Managers in the group who press the buttons of random cards; one more sits in a private chat.</summary>
    public int Managers { get; init; } = 2;

    /// <summary>The lives of the process; after the last of them one is begun that is let live.</summary>
    public IEnumerable<Incarnation> Incarnations { get; init; } = [];

    /// <summary>How long people go on, if the lives do not take longer.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How likely a call is to go wrong; 0 for fair weather.</summary>
    public double FaultChance { get; init; }

    /// <summary>How long a call is held back that stalls.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>How often Telegram itself misbehaves (a second poller, repeated updates, ids that start anew …); null for never.</summary>
    public TimeSpan? TroubleEvery { get; init; }

    /// <summary>
    /// How often the machine and its network misbehave (connections forgotten, the clock set, a second process …); null for never.
    /// </summary>
    public TimeSpan? SurroundingsEvery { get; init; }

    /// <summary>The longest that a person thinks before doing the next thing.</summary>
    public TimeSpan MostThought { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long everything may take to come to rest after the last kill and the last fault.</summary>
    public TimeSpan SettleDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The bot's dll; null for the one built beside this program.</summary>
    public string? Program { get; init; }

    /// <summary>Gets what the bot writes to its log.</summary>
    public Action<string>? OnBotLine { get; init; }

    /// <summary>Gets a line now and then about how the run goes.</summary>
    public Action<string>? OnProgress { get; init; }
}
