using System.Diagnostics;

namespace VizTeh.Actors.Sandbox.BotApi;

/// <summary>Signals changes of data that the server's lock guards to those who wait. Its members are used under that lock.</summary>
internal sealed class ChangeSignal(Lock gate)
{
    private TaskCompletionSource? _next;

    /// <summary>The number of changes signalled so far; an equal count means that nothing has changed.</summary>
    public long Count { get; private set; }

    private Task Next => (_next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    public void Raise()
    {
        Count++;
        _next?.TrySetResult();
        _next = null;
    }

    /// <summary>
    /// Evaluates <paramref name="look"/> after every change until it finds something. Deadlines are in real time: a test may freeze the
    /// server's clock.
    /// </summary>
    /// <exception cref="TimeoutException">Nothing was found in time; the message is that of <paramref name="explain"/>.</exception>
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
