using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// What this process knows of the alerts, from its start on: the program goes on with it once it has started. Used by one round at a time.
/// </summary>
public sealed class AlertMemory(TimeProvider clock)
{
    private readonly SteadyClock _clock = new(clock);
    private readonly Dictionary<AlertKind, AlertState> _states = AlertKinds.All.ToDictionary(kind => kind, kind => new AlertState(kind));
    private readonly HashSet<AlertKind> _notStored = [];
    private TimeSpan? _lookedAt;
    private TimeSpan _nextTry;
    private int _failures;

    internal TimeSpan Now => _clock.Now;

    /// <summary>The look before the present one; null when there was none, or when it failed.</summary>
    internal QueueLook? LastLook { get; private set; }

    /// <summary>The states that the database does not have yet.</summary>
    internal IReadOnlyList<AlertState> NotStored => [.. _notStored.Order().Select(kind => _states[kind])];

    /// <summary>Whether sending may be tried: not shortly after a failure.</summary>
    internal bool MayTry => Now >= _nextTry;

    internal AlertState this[AlertKind kind]
    {
        get => _states[kind];
        set => _states[kind] = value;
    }

    internal bool IsLookDue(TimeSpan interval) => _lookedAt is not { } at || Now - at >= interval;

    /// <summary>A look is made, whatever comes of it.</summary>
    internal void BeginLook() => _lookedAt = Now;

    internal void EndLook(QueueLook? look) => LastLook = look;

    /// <summary>Takes over what is stored, except where this process knows something newer.</summary>
    internal void Merge(IEnumerable<SaidAlert> stored)
    {
        foreach (var said in stored.Where(said => !_notStored.Contains(said.Kind)))
            _states[said.Kind] = AlertRules.Merged(_states[said.Kind], said, Now);
    }

    internal void Said(AlertState state)
    {
        _states[state.Kind] = state;
        _notStored.Add(state.Kind);
    }

    internal void Stored(AlertKind kind) => _notStored.Remove(kind);

    internal void Tried(bool isDelivered, Backoff backoff)
    {
        _failures = isDelivered ? 0 : _failures + 1;
        _nextTry = isDelivered ? TimeSpan.Zero : Now + backoff.Before(_failures);
    }
}
