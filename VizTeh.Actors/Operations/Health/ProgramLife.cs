using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>How far the program is, from its start to its end.</summary>
public enum ProgramPhase
{
    /// <summary>The database is connected to, and its tables are brought up to this version.</summary>
    Migrating,

    /// <summary>The tables are ready; Telegram has not answered yet.</summary>
    Connecting,

    /// <summary>The actors start, and what an earlier run left is read.</summary>
    Recovering,

    /// <summary>Telegram is asked for updates.</summary>
    Running,

    Stopping,
}

/// <summary>What this process is, and how far. Thread-safe.</summary>
public sealed class ProgramLife(Connectivity connectivity, TimeProvider clock)
{
    private readonly SteadyClock _clock = new(clock);
    private readonly Lock _lock = new();
    private ProgramPhase _phase = ProgramPhase.Migrating;
    private TimeSpan _enteredAt;

    /// <summary>Names this process in table <c>heartbeats</c>; another one after each start.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The machine, or the container, by its own name.</summary>
    public string Host { get; } = Environment.MachineName;

    public string Version { get; } = ProgramVersion.Whole;

    /// <summary>The time since the start.</summary>
    public TimeSpan Age => _clock.Now;

    public ProgramPhase Phase
    {
        get
        {
            lock (_lock)
                return _phase == ProgramPhase.Recovering && connectivity.Polls.HasBegun ? ProgramPhase.Running : _phase;
        }
    }

    /// <summary>The time since the present phase was entered.</summary>
    public TimeSpan PhaseAge
    {
        get
        {
            lock (_lock)
                return _clock.Now - _enteredAt;
        }
    }

    /// <summary>An earlier phase than the present one is ignored: a stop is final.</summary>
    public void Enter(ProgramPhase phase)
    {
        lock (_lock)
        {
            if (phase > _phase)
                (_phase, _enteredAt) = (phase, _clock.Now);
        }
    }

    /// <summary>The phase as reports name it.</summary>
    internal static string NameOf(ProgramPhase phase) => phase switch
    {
        ProgramPhase.Migrating => "migrating",
        ProgramPhase.Connecting => "connecting",
        ProgramPhase.Recovering => "recovering",
        ProgramPhase.Running => "running",
        _ => "stopping",
    };
}
