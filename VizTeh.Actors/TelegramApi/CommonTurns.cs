using System.Threading.RateLimiting;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Shares the permits of the limit over all chats (<paramref name="limiter"/>) between two queues, clients and managers: while both wait,
/// every third permit goes to the managers. So a card is sent soon however many clients are active, and clients are hardly delayed by
/// cards.
/// </summary>
/// <param name="limiter">Owned by this object.</param>
/// <param name="price">How many permits a turn costs now; null for one.</param>
internal sealed class CommonTurns(RateLimiter limiter, Func<int>? price = null) : IDisposable
{
    private const int ClientsBeforeManagers = 2;

    private readonly CancellationTokenSource _disposing = new();
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _clients = new();
    private readonly Queue<TaskCompletionSource> _managers = new();
    private int _clientsInARow = ClientsBeforeManagers;
    private bool _isHandingOut;

    /// <summary>Waits for a turn.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before the turn came.</exception>
    public async Task WaitAsync(bool forManagers, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (!_isHandingOut)
            {
                using var lease = limiter.AttemptAcquire(price?.Invoke() ?? 1);
                if (lease.IsAcquired)
                    return;
                _isHandingOut = true;
                _ = HandOutAsync();
            }

            (forManagers ? _managers : _clients).Enqueue(turn);
        }

        await using var giveUp = cancellationToken.UnsafeRegister(_ => turn.TrySetCanceled(cancellationToken), null);
        await turn.Task;
    }

    public void Dispose()
    {
        _disposing.Cancel();
        limiter.Dispose();
        _disposing.Dispose();
    }

    // The queue that gets a permit is chosen when the permit is available, not when the callers arrive.
    private async Task HandOutAsync()
    {
        // The caller holds the lock, and enqueues itself only after this call.
        await Task.Yield();
        try
        {
            while (HasWaiting())
            {
                using var lease = await limiter.AcquireAsync(price?.Invoke() ?? 1, _disposing.Token);
                if (lease.IsAcquired)
                    GiveToNext();
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            CancelAll();
        }
    }

    private bool HasWaiting()
    {
        lock (_lock)
        {
            while (_clients.TryPeek(out var client) && client.Task.IsCompleted)
                _clients.Dequeue();
            while (_managers.TryPeek(out var manager) && manager.Task.IsCompleted)
                _managers.Dequeue();
            _isHandingOut = _clients.Count + _managers.Count > 0;
            return _isHandingOut;
        }
    }

    private void GiveToNext()
    {
        lock (_lock)
        {
            while (_clients.Count + _managers.Count > 0)
            {
                var toManagers = _managers.Count > 0 && (_clients.Count == 0 || _clientsInARow >= ClientsBeforeManagers);
                // TrySetResult is false for a caller that has given up.
                if (!(toManagers ? _managers : _clients).Dequeue().TrySetResult())
                    continue;
                _clientsInARow = toManagers ? 0 : _clientsInARow + 1;
                return;
            }
        }
    }

    private void CancelAll()
    {
        lock (_lock)
        {
            foreach (var turn in _clients.Concat(_managers))
                turn.TrySetCanceled();
            _clients.Clear();
            _managers.Clear();
            _isHandingOut = false;
        }
    }
}
