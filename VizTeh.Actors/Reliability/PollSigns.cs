namespace VizTeh.Actors.Reliability;

/// <summary>When this process last had updates of Telegram, as reported by the poller. Thread-safe.</summary>
public sealed class PollSigns(TimeProvider clock)
{
    private readonly Lock _lock = new();
    private bool _hasBegun;
    private long? _finishedAt;
    private long _silentSince = clock.GetTimestamp();

    /// <summary>Whether this process has ever asked Telegram for updates.</summary>
    public bool HasBegun
    {
        get
        {
            lock (_lock)
                return _hasBegun;
        }
    }

    /// <summary>
    /// How long ago a poll was finished: Telegram has answered, and what was in the answer is stored. Null when none was, and in a process
    /// that no longer polls.
    /// </summary>
    public TimeSpan? FinishedAgo
    {
        get
        {
            lock (_lock)
                return _finishedAt is { } at ? clock.GetElapsedTime(at) : null;
        }
    }

    /// <summary>How long no poll has been finished: since the last one, or else since this process could have begun to poll.</summary>
    public TimeSpan Silence
    {
        get
        {
            lock (_lock)
                return clock.GetElapsedTime(_finishedAt ?? _silentSince);
        }
    }

    public void Began()
    {
        lock (_lock)
        {
            if (!_hasBegun)
                _silentSince = clock.GetTimestamp();
            _hasBegun = true;
        }
    }

    public void Finished()
    {
        lock (_lock)
            _finishedAt = clock.GetTimestamp();
    }

    /// <summary>This process no longer polls.</summary>
    public void Forget()
    {
        lock (_lock)
            (_finishedAt, _silentSince) = (null, clock.GetTimestamp());
    }
}
