using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Operations.Metrics;

/// <summary>How the queues are looked at for the metrics; the program runs with the defaults.</summary>
/// <param name="Fresh">For how long a look is used again: several readers of the metrics share it.</param>
/// <param name="Stale">After which time a look says nothing about now.</param>
/// <param name="Limit">How long a look may take.</param>
/// <param name="Interval">The time between two looks where the metrics are sent instead of asked for.</param>
internal sealed record QueueWatchOptions(TimeSpan Fresh, TimeSpan Stale, TimeSpan Limit, TimeSpan Interval)
{
    public static QueueWatchOptions Default { get; } = new(
        Fresh: TimeSpan.FromSeconds(5), Stale: TimeSpan.FromSeconds(90), Limit: TimeSpan.FromSeconds(2),
        Interval: TimeSpan.FromSeconds(30));
}

/// <summary>
/// What is known of the queues, for the metrics. They are observed by a callback that must not wait, so the database is asked before it,
/// and a database that does not answer leaves them unknown: not empty. Thread-safe.
/// </summary>
internal sealed class QueueWatch(QueueStore store, QueueWatchOptions options, TimeProvider clock) : IDisposable
{
    private readonly SteadyClock _clock = new(clock);
    private readonly SemaphoreSlim _turn = new(1);
    private TimeSpan? _lookedAt;
    private volatile Seen? _seen;

    /// <summary>Null while nothing is known.</summary>
    public QueueDepths? Current => _seen is { } seen && _clock.Now - seen.At < options.Stale ? seen.Depths : null;

    /// <summary>Looks, unless that was done a moment ago. Errors of the database are no errors here.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            if (_lookedAt is { } at && _clock.Now - at < options.Fresh)
                return;
            _lookedAt = _clock.Now;
            _seen = new Seen(await Deadline.RunAsync(store.LookAsync, options.Limit, cancellationToken), _clock.Now);
        }
        catch (Exception error) when (DatabaseErrors.IsTransient(error) || DatabaseErrors.IsRefusal(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            _seen = null;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private sealed record Seen(QueueDepths Depths, TimeSpan At);
}
