using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Reliability;

/// <summary>Reports in <c>health</c> when nobody reads the log; a report in the log itself would not be read.</summary>
internal sealed class LogWatch(LogOutput output, Troubles troubles, ILogger<LogWatch> logger, TimeProvider clock) : BackgroundService
{
    public const string Matter = "log unread";

    private const string Cure = "nobody takes the lines of the log: let what reads the program's standard output go on, or make room on "
        + "the disk";
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(5);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await WatchAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        var before = output.Progress;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var now = output.Progress;
            var isStuck = now.AreWaiting && before.AreWaiting && now.Taken == before.Taken;
            if (isStuck || now.Dropped > before.Dropped)
            {
                if (troubles.Raise(Matter, null, Cure))
                    logger.LogError("The log is not read: lines beyond the limit of its queue are dropped");
            }
            else if (troubles.Clear(Matter, null))
            {
                logger.LogInformation("The log is read again; {Dropped} of its lines were dropped since the start", now.Dropped);
            }

            before = now;
        }
    }
}
