using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// Logs that something the program needs is out of reach: once when the outage begins, once a minute while it lasts, once when it ends.
/// Thread-safe.
/// </summary>
/// <param name="what">The name of what is out of reach, as it begins a sentence.</param>
internal sealed class OutageLog(string what, ILogger logger, TimeProvider? timeProvider = null)
{
    private static readonly TimeSpan ReminderInterval = TimeSpan.FromMinutes(1);

    private readonly TimeProvider _clock = timeProvider ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private (long BeganAt, long SaidAt)? _outage;

    /// <param name="error">The reason, without personal data.</param>
    /// <param name="wait">The wait before the next try; null when the sender of the request decides about it.</param>
    public void Failed(string error, TimeSpan? wait)
    {
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            if (_outage is { } known && _clock.GetElapsedTime(known.SaidAt, now) < ReminderInterval)
                return;
            _outage = (_outage?.BeganAt ?? now, now);
        }

        if (wait is { } until)
            logger.LogError("{What} could not be reached ({Error}); next try in {Wait}, and so on", what, error, until.InWords());
        else
            logger.LogError("{What} could not be reached ({Error}); requests are retried", what, error);
    }

    public void Reached()
    {
        TimeSpan lasted;
        lock (_lock)
        {
            if (_outage is not { } over)
                return;
            lasted = _clock.GetElapsedTime(over.BeganAt);
            _outage = null;
        }

        logger.LogInformation("{What} can be reached again, after {Duration}", what, lasted.InWords());
    }
}
