using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>A call that was begun through an entry of PROXY.</summary>
/// <param name="Entry">The index of the entry.</param>
/// <param name="Period">The period of the choice in which it was begun: what happens to the call later says nothing about others.</param>
/// <param name="DueAt">From when on the answer is waited for.</param>
internal readonly record struct ProxyCall(int Entry, int Period, TimeSpan DueAt, long Id);

/// <summary>A change of the choice.</summary>
/// <param name="From">The index of the entry that is left.</param>
/// <param name="To">The index of the entry that is used now; the same one if there is no other.</param>
/// <param name="Fault">Why the former was given up; null when the choice returned to the first entry.</param>
/// <param name="AllFailed">Whether every entry was given up since Telegram's last answer.</param>
internal sealed record ProxyMove(int From, int To, string? Fault, bool AllFailed);

/// <summary>
/// Decides through which entry of PROXY calls are made. Pure: outcomes and times come in, moves go out. An entry is given up for the next
/// one when three calls in a row failed, or when an answer was waited for in vain for half a minute altogether. When every entry was given
/// up, each gets a single try, and the moves are slowed down.
/// </summary>
/// <param name="count">The number of entries, at least one.</param>
/// <param name="patience">How long an answer may be waited for, over all calls that wait, while none comes.</param>
/// <param name="rounds">The waits between moves while every entry fails.</param>
/// <param name="random">The source of their jitter.</param>
internal sealed class ProxyChoice(int count, TimeSpan patience, Backoff rounds, Random random)
{
    private const int MostFailures = 3;

    private readonly string?[] _faults = new string?[count];
    private readonly SortedSet<(TimeSpan DueAt, long Id)> _unanswered = [];
    private long _calls;
    private int _failures;
    private int _movesInOutage;
    private TimeSpan _silence;
    private TimeSpan _countedUntil;
    private TimeSpan _mayMoveAt;

    /// <summary>The index of the entry for the next call.</summary>
    public int Current { get; private set; }

    /// <summary>The number of moves so far.</summary>
    public int Period { get; private set; }

    /// <summary>Whether every entry was given up since Telegram's last answer.</summary>
    public bool AllFailed => Array.TrueForAll(_faults, fault => fault is not null);

    /// <summary>Why each entry was given up since Telegram's last answer; null for those that were not.</summary>
    public IReadOnlyList<string?> Faults => _faults;

    /// <summary>When <see cref="TimePassed"/> would give up the entry if nothing happens until then; null when no call waits.</summary>
    public TimeSpan? GivesUpAt
    {
        get
        {
            if (_unanswered.Count == 0)
                return null;
            var at = Later(_countedUntil, _unanswered.Min.DueAt) + (patience - _silence);
            return AllFailed ? Later(at, _mayMoveAt) : at;
        }
    }

    /// <param name="dueAfter">
    /// How long the answer is not waited for yet: the time of a long poll, or of an upload's transfer. Zero for a short call.
    /// </param>
    public ProxyCall Begin(TimeSpan dueAfter, TimeSpan now)
    {
        CountSilence(now);
        var call = new ProxyCall(Current, Period, now + dueAfter, ++_calls);
        _unanswered.Add((call.DueAt, call.Id));
        return call;
    }

    /// <summary>Telegram answered, whatever it said.</summary>
    public void Answered(ProxyCall call, TimeSpan now)
    {
        if (End(call, now))
            NoteAnswer();
    }

    /// <summary>No answer of Telegram will come: no connection, a broken one, or somebody else's answer.</summary>
    public ProxyMove? Failed(ProxyCall call, string fault, TimeSpan now)
    {
        if (!End(call, now))
            return null;
        _failures++;
        return _failures >= (AllFailed ? 1 : MostFailures) ? MoveOn(fault, now) : null;
    }

    /// <summary>The caller waits no longer. The time for which it waited counts.</summary>
    public ProxyMove? Abandoned(ProxyCall call, TimeSpan now) => End(call, now) ? TimePassed(now) : null;

    public ProxyMove? TimePassed(TimeSpan now)
    {
        CountSilence(now);
        return _silence >= patience ? MoveOn($"no answer for {patience.InWords()}", now) : null;
    }

    /// <summary>The first entry was tried beside the current one, and Telegram answered through it.</summary>
    public ProxyMove? FirstWorks(TimeSpan now)
    {
        if (Current == 0)
            return null;
        var from = Current;
        Use(0, now);
        NoteAnswer();
        return new ProxyMove(from, 0, Fault: null, AllFailed: false);
    }

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <returns>False for a call of an earlier period, which changes nothing.</returns>
    private bool End(ProxyCall call, TimeSpan now)
    {
        if (call.Period != Period)
            return false;
        CountSilence(now);
        return _unanswered.Remove((call.DueAt, call.Id));
    }

    // Only time in which an answer was due counts: without a call the silence of a proxy means nothing. It is summed up over calls, since
    // some are given up earlier than the patience ends.
    private void CountSilence(TimeSpan now)
    {
        if (_unanswered.Count > 0)
        {
            var from = Later(_countedUntil, _unanswered.Min.DueAt);
            if (now > from)
                _silence += now - from;
        }

        _countedUntil = now;
    }

    private ProxyMove? MoveOn(string fault, TimeSpan now)
    {
        if (AllFailed && now < _mayMoveAt)
            return null;
        var from = Current;
        _faults[from] = fault;
        Use((from + 1) % count, now);
        if (AllFailed)
            _mayMoveAt = now + rounds.Before(++_movesInOutage, random);
        return new ProxyMove(from, Current, fault, AllFailed);
    }

    private void Use(int entry, TimeSpan now)
    {
        Current = entry;
        Period++;
        _unanswered.Clear();
        _failures = 0;
        _silence = TimeSpan.Zero;
        _countedUntil = now;
    }

    private void NoteAnswer()
    {
        Array.Clear(_faults);
        _failures = 0;
        _movesInOutage = 0;
        _silence = TimeSpan.Zero;
    }
}
