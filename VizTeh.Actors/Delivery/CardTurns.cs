using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>The turns of all managers' chats together (<see cref="CardPace"/>), in the order in which they are asked for.</summary>
/// <param name="clients">The updates of clients that are being handled.</param>
public sealed class CardTurns(ForegroundWork clients, TimeProvider clock) : IDisposable
{
    private readonly SemaphoreSlim _next = new(1);
    private readonly Lock _lock = new();
    private long? _lastAt;
    private long _handledBefore;
    private int _left;

    /// <summary>Waits until one message may be sent. Holds no connection meanwhile.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _next.WaitAsync(cancellationToken);
        try
        {
            while (WaitOrTake() is { Ticks: > 0 } wait)
            {
                // A timer does not measure less than a millisecond.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken);
            }
        }
        finally
        {
            _next.Release();
        }
    }

    /// <summary>
    /// Takes one more message under the same claim: while clients are being served, only as long as the last turn covers one.
    /// </summary>
    public bool TryGoOn()
    {
        lock (_lock)
        {
            if (clients.Remaining != TimeSpan.Zero)
                return TryTakeLeft();
            Begin(messages: 1);
            return true;
        }
    }

    public void Dispose() => _next.Dispose();

    private TimeSpan WaitOrTake()
    {
        lock (_lock)
        {
            var remaining = clients.Remaining;
            var wait = CardPace.Wait(_lastAt is { } lastAt ? clock.GetElapsedTime(lastAt) : null, remaining);
            if (wait == TimeSpan.Zero)
                Begin(remaining == TimeSpan.Zero ? 1 : CardPace.MessagesAfter(clients.Ended - _handledBefore));
            else if (TryTakeLeft())
                return TimeSpan.Zero;
            return wait;
        }
    }

    // The next turn covers what was handled from here on. What the last one covered and nobody took expires.
    private void Begin(int messages)
    {
        _lastAt = clock.GetTimestamp();
        _handledBefore = clients.Ended;
        _left = messages - 1;
    }

    private bool TryTakeLeft()
    {
        if (_left == 0)
            return false;
        _left--;
        return true;
    }
}
