using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.BotApi;

/// <summary>Wakes those who wait for a change of something that the server's lock guards. Its members are used under that lock.</summary>
internal sealed class ChangeSignal(Lock gate)
{
    private TaskCompletionSource? _next;

    /// <summary>How often it was raised: a look at it tells whether there is anything new to look at.</summary>
    public long Count { get; private set; }

    private Task Next => (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise()
    {
        Count++;
        _next?.TrySetResult();
        _next = null;
    }

    /// <summary>
    /// Looks after every change until something is found. Deadlines are in real time: a test may freeze the server's clock.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing was found in time; <paramref name="explain"/> says what was there instead.</exception>
    public async Task<T> UntilAsync<T>(Func<T?> look, TimeSpan timeout, Func<string> explain, CancellationToken cancellationToken = default)
        where T : class
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            Task changed;
            lock (gate)
            {
                if (look() is { } found)
                    return found;
                changed = Next;
            }

            var left = timeout - Stopwatch.GetElapsedTime(started);
            try
            {
                await changed.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            }
            catch (TimeoutException)
            {
                lock (gate)
                {
                    if (look() is { } found)
                        return found;
                    throw new TimeoutException(explain());
                }
            }
        }
    }
}
