namespace VizTeh.Actors.Reliability;

/// <summary>
/// Whether this process does what one process of the bot does for all of them, such as setting the menus of commands. Always for a bot on
/// its own; of several nodes it is the one that takes the updates. Thread-safe.
/// </summary>
public sealed class SoleDuty(bool isHere = true)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _taken = SignalOf(isHere);

    public bool IsHere
    {
        get
        {
            lock (_lock)
                return _taken.Task.IsCompleted;
        }
    }

    /// <summary>It has come to this process, or has gone to another one.</summary>
    public void Set(bool isHere)
    {
        lock (_lock)
        {
            if (isHere)
                _taken.TrySetResult();
            else if (_taken.Task.IsCompleted)
                _taken = SignalOf(false);
        }
    }

    /// <summary>Waits until it is here.</summary>
    public Task WaitAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
            return _taken.Task.WaitAsync(cancellationToken);
    }

    private static TaskCompletionSource SignalOf(bool isHere)
    {
        var signal = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        if (isHere)
            signal.SetResult();
        return signal;
    }
}
