using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>A way that alerts go.</summary>
internal enum AlertWay
{
    Chat,
    Mail,
}

/// <summary>
/// What this process knows of the alerts, from its start on: the program goes on with it once it has started. Used by one round at a time.
/// </summary>
public sealed class AlertMemory(TimeProvider clock)
{
    private readonly SteadyClock _clock = new(clock);
    private readonly Dictionary<AlertKind, AlertState> _states = AlertKinds.All.ToDictionary(kind => kind, kind => new AlertState(kind));
    private readonly HashSet<AlertKind> _notStored = [];
    private readonly Dictionary<(AlertWay Way, AlertKind Kind), Pause> _pauses = [];
    private TimeSpan? _lookedAt;

    internal TimeSpan Now => _clock.Now;

    /// <summary>The look before the present one; null when there was none, or when it failed.</summary>
    internal QueueLook? LastLook { get; private set; }

    /// <summary>The states that the database does not have yet, as it did not take them.</summary>
    internal IReadOnlyList<AlertState> NotStored => [.. _notStored.Order().Select(kind => _states[kind])];

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

    internal bool IsStored(AlertKind kind) => !_notStored.Contains(kind);

    internal void Stored(AlertKind kind) => _notStored.Remove(kind);

    /// <summary>Whether an alert of a kind may be tried on a way: not shortly after it failed there.</summary>
    internal bool MayTry(AlertWay way, AlertKind kind) => !_pauses.TryGetValue((way, kind), out var pause) || Now >= pause.Until;

    /// <summary>A message with alerts of these kinds was tried on a way.</summary>
    /// <remarks>A kind that was not in the message is not held up: the way may work again. A way that works, works for all kinds.</remarks>
    internal void Tried(AlertWay way, IEnumerable<AlertKind> kinds, bool isDelivered, Backoff backoff)
    {
        foreach (var kind in isDelivered ? AlertKinds.All : kinds)
        {
            if (isDelivered)
            {
                _pauses.Remove((way, kind));
                continue;
            }

            var failures = _pauses.GetValueOrDefault((way, kind)).Failures + 1;
            _pauses[(way, kind)] = new Pause(Now + backoff.Before(failures), failures);
        }
    }

    private readonly record struct Pause(TimeSpan Until, int Failures);
}
