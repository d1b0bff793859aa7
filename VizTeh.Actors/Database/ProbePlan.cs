namespace VizTeh.Actors.Database;

/// <summary>The pools that are probed at one time.</summary>
[Flags]
internal enum Probes
{
    None = 0,
    Tables = 1,
    Journal = 2,
    Both = Tables | Journal,
}

/// <summary>
/// Decides when which pool is probed (<see cref="ConnectionWatch"/>): rarely while nothing is wrong, both at each interval while something
/// is and for a minute after. The program's own statements show a lost connection as well, even at rest several times a minute, and a
/// lost connection of one pool closes the idle ones of both; so two probes at rest are twelve seconds apart, of one pool and of the other.
/// </summary>
internal sealed class ProbePlan
{
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private const int QuietIntervals = 6;
    private const int WatchfulIntervals = 30;

    private int _watchful;
    private int _sinceProbe;
    private Probes _next = Probes.Tables;

    /// <summary>To be asked at each interval.</summary>
    /// <param name="isSuspect">Whether a statement failed or a connection was lost since the last time.</param>
    public Probes Next(bool isSuspect)
    {
        _watchful = isSuspect ? WatchfulIntervals : Math.Max(0, _watchful - 1);
        if (_watchful > 0)
        {
            _sinceProbe = 0;
            return Probes.Both;
        }

        if (++_sinceProbe < QuietIntervals)
            return Probes.None;
        _sinceProbe = 0;
        var probed = _next;
        _next = probed == Probes.Tables ? Probes.Journal : Probes.Tables;
        return probed;
    }
}
