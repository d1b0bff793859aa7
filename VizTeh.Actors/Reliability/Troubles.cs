namespace VizTeh.Actors.Reliability;

/// <summary>Something that is wrong now and needs a person.</summary>
/// <param name="Matter">What it is about, a short phrase of the view <c>health</c>.</param>
/// <param name="Subject">The id of the chat or the client that it is about; null when it is about neither.</param>
/// <param name="Error">Why, without personal data.</param>
/// <param name="Age">How long ago it began.</param>
public sealed record Trouble(string Matter, long? Subject, string Error, TimeSpan Age);

/// <summary>
/// What is wrong now, as far as only this process can know; the view <c>health</c> shows it. Says when a line of the log is due: one when
/// a trouble begins, one an hour while it lasts, one when it is over. Safe for any thread.
/// </summary>
public sealed class Troubles(TimeProvider clock)
{
    /// <summary>How many subjects of one matter are kept; by then the matter is plain to see.</summary>
    public const int MostOfOneMatter = 100;

    private static readonly TimeSpan ReminderInterval = TimeSpan.FromHours(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Matter, long? Subject), Entry> _entries = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>All that is wrong now.</summary>
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

    /// <summary>Completes when a trouble begins, ends or gets another error after this was read.</summary>
    public Task Changed
    {
        get
        {
            lock (_lock)
                return _changed.Task;
        }
    }

    /// <summary>The trouble is there; to be called at each failure.</summary>
    /// <param name="matter">A short phrase, always the same for a kind of trouble.</param>
    /// <param name="subject">The chat's or the client's id; null when the trouble is about neither.</param>
    /// <param name="error">For the operator; no personal data.</param>
    /// <returns>Whether it is to be logged now: it is new, or was logged an hour ago.</returns>
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

    /// <summary>The trouble is over, or was never there.</summary>
    /// <returns>Whether it was there.</returns>
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

    /// <param name="BeganAt">A timestamp of the clock, as <paramref name="LoggedAt"/>: neither moves with the wall clock.</param>
    private sealed record Entry(string Error, long BeganAt, long LoggedAt);
}
