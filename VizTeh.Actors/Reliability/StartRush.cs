namespace VizTeh.Actors.Reliability;

/// <summary>
/// The rush of a start: whoever has written meanwhile waits for a reply, and everything that the process does is compiled first. Work that
/// nobody waits for, such as the menus of commands, begins after it.
/// </summary>
internal sealed class StartRush(Connectivity connectivity, ForegroundWork foreground, TimeProvider clock)
{
    /// <summary>The first poll's answer, if people wait, comes within this time.</summary>
    internal static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    // A process that stands by never polls, and a crowd may last.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private const int QuietLooks = 2;

    /// <summary>
    /// Waits until Telegram is polled and nobody has been served at two looks in a row; ten seconds at most.
    /// </summary>
    public async Task WaitForEndAsync(CancellationToken cancellationToken)
    {
        var began = clock.GetTimestamp();
        using var timer = new PeriodicTimer(Look, clock);
        for (var quiet = 0; quiet < QuietLooks && clock.GetElapsedTime(began) < Longest;)
        {
            await timer.WaitForNextTickAsync(cancellationToken);
            quiet = connectivity.Polls.HasBegun && foreground.Remaining == TimeSpan.Zero ? quiet + 1 : 0;
        }
    }
}
