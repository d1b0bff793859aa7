using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// Lets the desk look round after round. It runs in every process and on every node; what was sent is in the database. At rest it costs a
/// statement a minute.
/// </summary>
internal sealed class AlertWatch(AlertDesk desk, AlertOptions options, TimeProvider clock, ILogger<AlertWatch> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(options.Tick, clock);
            while (await timer.WaitForNextTickAsync(stoppingToken))
                await RoundAsync(stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program is stopping.
        }
    }

    // An exception would end the host: the bot does not stop because it cannot tell how it is.
    private async Task RoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await desk.RoundAsync(cancellationToken);
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            logger.LogError(error, "A look at what alerts are about failed");
        }
    }
}
