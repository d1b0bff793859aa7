using System.Collections.Immutable;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Server;

namespace VizTeh.Actors.Sandbox.Page.Live;

internal enum FaultChoice
{
    /// <summary>Every call gets 429 with <c>retry_after</c>.</summary>
    TooManyRequests,

    /// <summary>Every call gets 500.</summary>
    ServerError,

    /// <summary>Every connection is cut before the call is executed.</summary>
    Cut,
}

/// <summary>An active fault.</summary>
/// <param name="Hits">The number of calls affected so far.</param>
internal sealed record RunningFault(FaultChoice Kind, DateTimeOffset Until, int Hits);

/// <summary>Injects faults into the emulated Bot API for a limited time; asking for an active fault again restarts its time.</summary>
internal sealed class FaultSwitches(BotApiServer telegram, TimeProvider clock) : IDisposable
{
    public const int LongestSeconds = 120;
    private const int RetryAfterSeconds = 2;

    private readonly Lock _lock = new();
    private readonly Dictionary<FaultChoice, (InjectedFault Fault, ITimer End, DateTimeOffset Until)> _running = [];

    public ImmutableArray<RunningFault> Running
    {
        get
        {
            lock (_lock)
                return [.. _running.Select(fault => new RunningFault(fault.Key, fault.Value.Until, fault.Value.Fault.Hits))];
        }
    }

    public void Begin(FaultChoice kind, int seconds)
    {
        if (seconds is < 1 or > LongestSeconds)
            throw new NotPossibleException($"Сбой длится от 1 до {LongestSeconds} секунд.");
        var length = TimeSpan.FromSeconds(seconds);
        lock (_lock)
        {
            End(kind);
            var fault = telegram.Faults.Inject((kind switch
            {
                FaultChoice.TooManyRequests => Fault.TooManyRequests(RetryAfterSeconds),
                FaultChoice.ServerError => Fault.ServerError(500),
                FaultChoice.Cut => Fault.ResetBeforeExecution(),
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A fault without a meaning."),
            }) with
            { Times = null });
            var end = clock.CreateTimer(_ => EndThis(kind, fault), null, length, Timeout.InfiniteTimeSpan);
            _running[kind] = (fault, end, clock.GetUtcNow() + length);
        }
    }

    public void EndAll()
    {
        lock (_lock)
        {
            foreach (var kind in _running.Keys.ToArray())
                End(kind);
        }
    }

    public void Dispose() => EndAll();

    private void EndThis(FaultChoice kind, InjectedFault fault)
    {
        lock (_lock)
        {
            if (_running.TryGetValue(kind, out var running) && running.Fault == fault)
                End(kind);
        }
    }

    private void End(FaultChoice kind)
    {
        if (!_running.Remove(kind, out var running))
            return;
        running.Fault.Release();
        running.End.Dispose();
    }
}
