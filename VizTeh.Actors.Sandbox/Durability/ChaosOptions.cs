namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The options of a chaos run.</summary>
public sealed record ChaosOptions
{
    /// <summary>The seed of all random actions and faults; the order of events is not reproducible.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The number of people who fill forms, each one form after another.</summary>
    public int Clients { get; init; } = 8;

    /// <summary>The number of managers in the group who press the buttons of random cards; one more has a private chat.</summary>
    public int Managers { get; init; } = 2;

    /// <summary>The planned incarnations of the process; after the last one another is started and not killed.</summary>
    public IEnumerable<Incarnation> Incarnations { get; init; } = [];

    /// <summary>Several nodes instead of one process, and what happens to them; null for one process.</summary>
    public NodeOptions? Nodes { get; init; }

    /// <summary>Whether each start of the process takes up another of three forms.</summary>
    public bool ChangesForms { get; init; }

    /// <summary>Whether the bot asks for consent before a form; its text differs from form to form.</summary>
    public bool AsksConsent { get; init; }

    /// <summary>
    /// Whether the run is long enough for two managers to claim, answer, snooze and close at least once each: it then breaks a promise if
    /// they did not.
    /// </summary>
    public bool ExpectsAllDeeds { get; init; }

    /// <summary>How long people go on, if the lives do not take longer.</summary>
    public TimeSpan AtLeast { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The probability of a fault of a call; 0 for none.</summary>
    public double FaultChance { get; init; }

    /// <summary>How long a stalled call is held back.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(6);

    /// <summary>The interval of Telegram-wide faults (a second poller, repeated updates, restarted ids …); null for none.</summary>
    public TimeSpan? TroubleEvery { get; init; }

    /// <summary>The interval of environment faults (dropped connections, clock steps, a second process …); null for none.</summary>
    public TimeSpan? SurroundingsEvery { get; init; }

    /// <summary>The longest pause of a person between two actions.</summary>
    public TimeSpan MostThought { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The time limit for all work to finish after the last kill and the last fault.</summary>
    public TimeSpan SettleDeadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The bot's dll; null for the one built beside this program.</summary>
    public string? Program { get; init; }

    /// <summary>Gets the bot's log lines.</summary>
    public Action<string>? OnBotLine { get; init; }

    /// <summary>Gets progress lines.</summary>
    public Action<string>? OnProgress { get; init; }
}
