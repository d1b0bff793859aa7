using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>The turns of all managers' chats together (<see cref="CardPace"/>), in the order in which they are asked for.</summary>
/// <param name="clients">The updates of clients that are being handled.</param>
public sealed class CardTurns(ForegroundWork clients, TimeProvider clock) : IDisposable
{
    private const long Never = long.MinValue;

    private readonly SemaphoreSlim _next = new(1);
    private long _lastAt = Never;

    /// <summary>Waits for a turn, which covers one message. Holds no connection meanwhile.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await _next.WaitAsync(cancellationToken);
        try
        {
            while (CardPace.Wait(SinceLast(), clients.Remaining) is { Ticks: > 0 } wait)
            {
                // A timer does not measure less than a millisecond.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), clock, cancellationToken);
            }

            Begin();
        }
        finally
        {
            _next.Release();
        }
    }

    /// <summary>Takes a turn for one more message under the same claim, unless clients are being served.</summary>
    public bool TryGoOn()
    {
        if (clients.Remaining != TimeSpan.Zero)
            return false;
        Begin();
        return true;
    }

    public void Dispose() => _next.Dispose();

    private void Begin() => Volatile.Write(ref _lastAt, clock.GetTimestamp());

    private TimeSpan? SinceLast() => Volatile.Read(ref _lastAt) is var lastAt and not Never ? clock.GetElapsedTime(lastAt) : null;
}
