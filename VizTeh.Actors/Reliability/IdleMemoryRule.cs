namespace VizTeh.Actors.Reliability;

/// <summary>
/// Decides when memory is given back to the machine: when the program has been idle for a while and has allocated much since it did so
/// last. .NET collects garbage only when it needs room, and an idle program needs none.
/// </summary>
/// <remarks>
/// At rest the program allocates some 20 KiB a second (the cluster's and the database's signs of life), so that memory is given back about
/// every quarter of an hour; an answer to one client allocates some 100 KiB.
/// </remarks>
internal sealed class IdleMemoryRule
{
    /// <summary>The time between two looks.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(10);

    private const int QuietLooks = 3;
    private const long BusyLook = 1L << 20;
    private const long WorthIt = 16L << 20;

    private long _seen;
    private long _givenBack;
    private int _quiet;

    /// <param name="allocated">Bytes that the process has allocated since its start.</param>
    /// <returns>Whether memory is given back now.</returns>
    public bool IsDue(long allocated)
    {
        _quiet = allocated - _seen < BusyLook ? _quiet + 1 : 0;
        _seen = allocated;
        if (_quiet < QuietLooks || allocated - _givenBack < WorthIt)
            return false;
        _givenBack = allocated;
        return true;
    }
}
