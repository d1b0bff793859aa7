using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Nodes;

/// <summary>
/// Allows sends for a while after each renewal of this node's row (<see cref="NodeTimes.Permit"/>): by the time the others take over from a
/// node that is frozen or cut off from the database, it sends nothing any more. Measured by a clock that goes on while the process is
/// stopped. Thread-safe.
/// </summary>
internal sealed class NodePermit(NodeTimes times, TimeProvider clock) : ISendPermit
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    private readonly SteadyClock _clock = new(clock);
    private long _until = long.MinValue;
    private volatile bool _isOver;

    /// <summary>The time by this permit's clock, for <see cref="Renew"/>.</summary>
    public TimeSpan Now => _clock.Now;

    public bool IsGiven => !_isOver && _clock.Now.Ticks < Volatile.Read(ref _until);

    /// <param name="askedAt">When the renewal was begun: the answer may have taken its time.</param>
    public void Renew(TimeSpan askedAt) => Volatile.Write(ref _until, (askedAt + times.Permit).Ticks);

    /// <summary>The others go on without this node: it never sends again.</summary>
    public void End() => _isOver = true;

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        while (!IsGiven)
            await Task.Delay(Glance, clock, cancellationToken);
    }
}
