using System.Threading.RateLimiting;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// The turns of the limit over all chats, which <paramref name="limiter"/> counts. Clients wait in one line and managers in another: when
/// both do, every third turn is the managers'. So a card comes soon however many clients are busy, and clients hardly notice how many
/// cards wait.
/// </summary>
/// <param name="limiter">Is owned.</param>
internal sealed class CommonTurns(RateLimiter limiter) : IDisposable
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
                using var lease = limiter.AttemptAcquire();
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

    // Whose turn it is is decided when there is one, not when they came.
    private async Task HandOutAsync()
    {
        // Its caller holds the lock and is yet to stand in line.
        await Task.Yield();
        try
        {
            while (HasWaiting())
            {
                using var lease = await limiter.AcquireAsync(1, _disposing.Token);
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
                // False for one that has given up.
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
