namespace VizTeh.Actors.Reliability;

/// <summary>A condition that is wrong now and needs a person.</summary>
/// <param name="Matter">The kind of trouble, as a short phrase in the view <c>health</c>.</param>
/// <param name="Subject">The id of the chat or the client concerned; null when there is none.</param>
/// <param name="Error">The reason, without personal data.</param>
/// <param name="Age">How long ago it began.</param>
public sealed record Trouble(string Matter, long? Subject, string Error, TimeSpan Age);

/// <summary>
/// The troubles that only this process can know; the view <c>health</c> shows them. Also says when a log line is due: one when a trouble
/// begins, one an hour while it lasts, one when it is over. Thread-safe.
/// </summary>
public sealed class Troubles(TimeProvider clock)
{
    /// <summary>How many subjects of one matter are kept; more would add nothing for the operator.</summary>
    public const int MostOfOneMatter = 100;

    private static readonly TimeSpan ReminderInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Matter, long? Subject), Entry> _entries = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>All troubles of now.</summary>
    public IReadOnlyList<Trouble> Current
    {
        get
        {
            lock (_lock)
            {
                return
                [
                    .. _entries.Select(entry => new Trouble(
                        entry.Key.Matter, entry.Key.Subject, entry.Value.Error, clock.GetElapsedTime(entry.Value.BeganAt))),
                ];
            }
        }
    }

    /// <summary>Completes when a trouble begins, ends or changes its error after this property was read.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>Records a trouble; to be called at each failure.</summary>
    /// <param name="matter">A short phrase, the same for every trouble of a kind.</param>
    /// <param name="subject">The id of the chat or the client, or a ticket's number; null when the trouble concerns none.</param>
    /// <param name="error">For the operator; no personal data.</param>
    /// <returns>Whether to log it now: it is new, or was last logged an hour ago.</returns>
    public bool Raise(string matter, long? subject, string error)
    {
        lock (_lock)
        {
            var now = clock.GetTimestamp();
            if (_entries.TryGetValue((matter, subject), out var known))
            {
                var isDue = clock.GetElapsedTime(known.LoggedAt, now) >= ReminderInterval;
                _entries[(matter, subject)] = known with { Error = error, LoggedAt = isDue ? now : known.LoggedAt };
                if (known.Error != error)
                    Signal();
                return isDue;
            }

            if (_entries.Keys.Count(key => key.Matter == matter) >= MostOfOneMatter)
                return false;
            _entries.Add((matter, subject), new Entry(error, BeganAt: now, LoggedAt: now));
            Signal();
            return true;
        }
    }

    /// <summary>Ends a trouble, if it was recorded.</summary>
    /// <returns>Whether it was recorded.</returns>
    public bool Clear(string matter, long? subject)
    {
        lock (_lock)
        {
            if (!_entries.Remove((matter, subject)))
                return false;
            Signal();
            return true;
        }
    }

    private void Signal()
    {
        _changed.TrySetResult();
        _changed = NewSignal();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="BeganAt">A timestamp of the clock, as <paramref name="LoggedAt"/>; both are independent of the wall clock.</param>
    private sealed record Entry(string Error, long BeganAt, long LoggedAt);
}
