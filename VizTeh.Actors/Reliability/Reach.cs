namespace VizTeh.Actors.Reliability;

/// <summary>What was last reported about something that the program needs.</summary>
/// <param name="IsAway">Whether the last report was a failure.</param>
/// <param name="For">The time from the first failure to the last one; zero while it is not away.</param>
public readonly record struct ReachReport(bool IsAway, TimeSpan For);

/// <summary>
/// Whether something that the program needs can be reached, as reported by whoever uses it. Only the time between reports counts, so that
/// an outage does not grow while nobody tries. Thread-safe.
/// </summary>
public sealed class Reach(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private ReachReport? _last;
    private long _awaySince;

    /// <summary>Null while nobody has reported.</summary>
    public ReachReport? Last
    {
        get
        {
            lock (_lock)
                return _last;
        }
    }

    public void Reached()
    {
        lock (_lock)
            _last = new ReachReport(IsAway: false, TimeSpan.Zero);
    }

    public void Failed()
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_last is not { IsAway: true })
                _awaySince = now;
            _last = new ReachReport(IsAway: true, clock.GetElapsedTime(_awaySince, now));
        }
    }

    /// <summary>Nobody in this process tries any more, or no try got as far as that, so nothing is known.</summary>
    public void Forget()
    {
        lock (_lock)
            _last = null;
    }
}

/// <summary>The state of what the program cannot do without.</summary>
public sealed class Connectivity(TimeProvider clock)
{
    /// <summary>Whether PostgreSQL answers.</summary>
    public Reach Database { get; } = new(clock);

    /// <summary>Whether PostgreSQL takes writes; unknown while it does not answer.</summary>
    public Reach Writes { get; } = new(clock);

    /// <summary>Whether Telegram answers, with a refusal too; unknown in a process that does not poll.</summary>
    public Reach Telegram { get; } = new(clock);

    /// <summary>Whether Telegram accepts the bot's token; unknown in a process that does not poll.</summary>
    public Reach Token { get; } = new(clock);

    /// <summary>When Telegram last gave updates to this process.</summary>
    public PollSigns Polls { get; } = new(clock);

    /// <summary>This process no longer polls Telegram.</summary>
    public void ForgetTelegram()
    {
        Telegram.Forget();
        Token.Forget();
        Polls.Forget();
    }
}
