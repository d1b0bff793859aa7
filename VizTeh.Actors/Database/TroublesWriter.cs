using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Database;

/// <summary>
/// Copies <see cref="Troubles"/> to table <c>troubles</c>: soon after a change, and once a minute while there are any, so that the rows of
/// a dead process are recognised by their age. Without troubles nothing is written.
/// </summary>
internal sealed class TroublesWriter(Troubles troubles, TroubleStore store, TimeProvider clock, ILogger<TroublesWriter> logger)
    : BackgroundService
{
    // Below the three minutes after which the view takes a row for that of a dead process.
    private static readonly TimeSpan Renewal = TimeSpan.FromMinutes(1);

    // Troubles often come together: one statement writes all of them.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);

    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(5);
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    private bool _hasRows;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var failures = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            var changed = troubles.Changed;
            var current = troubles.Current;
            if (current.Count > 0 || _hasRows)
                failures = await TryWriteAsync(current, stoppingToken) ? 0 : failures + 1;
            await WaitAsync(changed, current.Count > 0, failures, stoppingToken);
        }
    }

    /// <summary>Removes the process's rows at an orderly stop: nobody would update them any more.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_hasRows)
            await TryWriteAsync([], cancellationToken);
    }

    private async Task WaitAsync(Task changed, bool isWrong, int failures, CancellationToken cancellationToken)
    {
        if (failures > 0)
        {
            await Task.Delay(RetryBackoff.Before(failures), clock, cancellationToken);
            return;
        }

        try
        {
            await changed.WaitAsync(isWrong ? Renewal : Timeout.InfiniteTimeSpan, clock, cancellationToken);
            await Task.Delay(Gathering, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The wait is over: the rows have to be renewed.
        }
    }

    private async Task<bool> TryWriteAsync(IReadOnlyList<Trouble> current, CancellationToken cancellationToken)
    {
        try
        {
            await Deadline.RunAsync(token => store.ReplaceAsync(current, token), WriteLimit, cancellationToken);
            _hasRows = current.Count > 0;
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // The components that need the database report its outage; here only the view is late.
            logger.LogDebug("Table troubles could not be updated ({Error}); trying again", error.Message);
            return false;
        }
    }
}
