using System.Diagnostics;
namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The observations of a run, recorded by all of its parts.</summary>
internal sealed class Observations
{
    private const int MostKept = 200;

    private readonly Lock _lock = new();
    private readonly List<Repeat> _repeats = [];
    private readonly List<(long Chat, DateTimeOffset At)> _excuses = [];
    private readonly List<Wait> _waits = [];
    private readonly List<long> _waiting = [];
    private readonly List<string> _askedAgain = [];
    private readonly List<string> _unexpected = [];
    private readonly Dictionary<string, int> _faults = [];
    private readonly HashSet<long> _aheadOfInbox = [];
    private int _begun;
    private int _sent;
    private int _cancelled;
    private int _presses;
    private int _repliesToAnswers;
    private int _corrections;

    public int Begun => _begun;

    public int Sent => _sent;

    public int Cancelled => _cancelled;

    public int Presses => _presses;

    public int RepliesToAnswers => _repliesToAnswers;

    public int Corrections => _corrections;

    /// <summary>All waits of clients for replies that came.</summary>
    public IReadOnlyList<Wait> Waits => Read(() => _waits.ToArray());

    /// <summary>How long the client waits now that has waited longest for a reply; zero when nobody does.</summary>
    public TimeSpan LongestWaitNow =>
        Read(() => _waiting.Count == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(_waiting.Min()));

    public IReadOnlyList<string> AskedAgain => Read(() => _askedAgain.ToArray());

    public IReadOnlyList<string> Unexpected => Read(() => _unexpected.ToArray());

    public IReadOnlyList<Repeat> Repeats => Read(() => _repeats.ToArray());

    public IReadOnlyList<(long Chat, DateTimeOffset At)> Excuses => Read(() => _excuses.ToArray());

    public IReadOnlyDictionary<string, int> Faults => Read(() => new Dictionary<string, int>(_faults));

    public IReadOnlyCollection<long> AheadOfInbox => Read(() => _aheadOfInbox.ToArray());

    public void NoteBegun() => Interlocked.Increment(ref _begun);

    public void NoteSent() => Interlocked.Increment(ref _sent);

    public void NoteCancelled() => Interlocked.Increment(ref _cancelled);

    public void NotePress() => Interlocked.Increment(ref _presses);

    /// <summary>A client replied to a manager's answer.</summary>
    public void NoteReplyToAnswer() => Interlocked.Increment(ref _repliesToAnswers);

    /// <summary>A client edited what was added to a ticket.</summary>
    public void NoteCorrection() => Interlocked.Increment(ref _corrections);

    /// <summary>A client begins to wait for a reply.</summary>
    /// <returns>The moment, which goes with <see cref="NoteReply"/>.</returns>
    public long NoteWait()
    {
        var began = Stopwatch.GetTimestamp();
        Change(() => _waiting.Add(began));
        return began;
    }

    /// <summary>The reply that a client has waited for has come.</summary>
    public void NoteReply(long began) => Change(() =>
    {
        _waiting.Remove(began);
        _waits.Add(new Wait(began, Stopwatch.GetTimestamp()));
    });

    /// <summary>The bot repeated a message without a reason in the chat.</summary>
    public void NoteRepeat(Repeat repeat) => Change(() => _repeats.Add(repeat));

    /// <summary>An event that allows one repeated message in this chat.</summary>
    public void NoteExcuse(long chat, DateTimeOffset at) => Change(() => _excuses.Add((chat, at)));

    /// <summary>The bot asked a question again after it had accepted the answer.</summary>
    public void NoteAskedAgain(string what) => Change(() => Keep(_askedAgain, what));

    /// <summary>The bot sent a message that no action leads to.</summary>
    public void NoteUnexpected(string what) => Change(() => Keep(_unexpected, what));

    public void NoteFault(string kind) => Change(() => _faults[kind] = _faults.GetValueOrDefault(kind) + 1);

    /// <summary>These updates were confirmed to Telegram before they were in the inbox.</summary>
    public void NoteAheadOfInbox(IEnumerable<long> ids) => Change(() => _aheadOfInbox.UnionWith(ids));

    private static void Keep(List<string> list, string what)
    {
        if (list.Count < MostKept)
            list.Add(what);
    }

    private void Change(Action change)
    {
        lock (_lock)
            change();
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }
}
