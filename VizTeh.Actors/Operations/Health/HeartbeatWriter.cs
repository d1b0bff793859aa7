using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Health;

/// <summary>
/// Writes this process's row of table <c>heartbeats</c> while it runs. It costs a small statement every 20 seconds. Not written together
/// with the heartbeat of <see cref="Inbox.PollerTerms"/>: a process that stands by writes none of those, and is to be seen all the same.
/// </summary>
internal sealed class HeartbeatWriter(HeartbeatStore store, TimeProvider clock, ILogger<HeartbeatWriter> logger) : BackgroundService
{
    // A third of the minute after which the view takes the process for a dead one.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(20);

    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(5);

    // The stop of the program has ten seconds altogether.
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), Interval);

    /// <summary>The program is over, and says so. False for a writer whose work another one takes over.</summary>
    public bool SaysEnd { get; init; } = true;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (SaysEnd)
            await TryAsync(store.EndAsync, EndLimit, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            var failures = 0;
            for (var isFirst = true; ; isFirst = failures > 0)
            {
                failures = await TryAsync(store.BeatAsync, WriteLimit, stoppingToken) ? 0 : failures + 1;
                if (isFirst && failures == 0)
                    await TryAsync(store.ForgetOldAsync, WriteLimit, stoppingToken);
                await Task.Delay(failures > 0 ? RetryBackoff.Before(failures) : Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    private async Task<bool> TryAsync(Func<CancellationToken, Task> step, TimeSpan limit, CancellationToken cancellationToken)
    {
        try
        {
            await Deadline.RunAsync(step, limit, cancellationToken);
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The parts that need the database report its outage; here only the view is late.
            logger.LogDebug("Table heartbeats could not be updated ({Error}); trying again", error.Message);
            return false;
        }
    }
}
