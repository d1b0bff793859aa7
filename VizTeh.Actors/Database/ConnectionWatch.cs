using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Database;

/// <summary>
/// Closes the idle connections of the pools as soon as one turns out to be lost or read-only, and probes for such a connection itself
/// (<see cref="ProbePlan"/>). Otherwise the first request after an idle time would wait for one dead connection after another.
/// </summary>
/// <remarks>
/// Npgsql's own <c>KeepAlive</c> probes each connection separately and blocks a thread-pool thread until the answer: dozens of dead
/// connections would stop the whole program.
/// </remarks>
internal sealed class ConnectionWatch(
    DatabaseConnections connections, Connectivity connectivity, BotMetrics metrics, TimeProvider clock, ILogger<ConnectionWatch> logger)
    : BackgroundService
{
    // Keeps the new connections from being closed because of the next report of the same outage.
    private static readonly TimeSpan ClearInterval = TimeSpan.FromSeconds(1);

    // Seconds.
    private const int LookTimeout = 2;

    private static readonly Task<bool> Unasked = Task.FromResult(true);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ClearAfterBreaksAsync(stoppingToken), WatchAsync(stoppingToken));

    private async Task ClearAfterBreaksAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in connections.Breaks.ReadAllAsync(cancellationToken))
        {
            connections.Clear();
            await Task.Delay(ClearInterval, clock, cancellationToken);
        }
    }

    private async Task WatchAsync(CancellationToken cancellationToken)
    {
        var plan = new ProbePlan();
        using var timer = new PeriodicTimer(ProbePlan.Interval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            var probes = plan.Next(connections.TakeSuspicion());
            var answers = await Task.WhenAll(
                probes.HasFlag(Probes.Tables)
                    ? IsGoodAsync(connections.Tables, MetricLabels.Tables, connectivity.Database, cancellationToken)
                    : Unasked,
                probes.HasFlag(Probes.Journal)
                    ? IsGoodAsync(connections.Journal, MetricLabels.Journal, null, cancellationToken)
                    : Unasked);
            if (answers.Contains(false))
                connections.Suspect();
        }
    }

    // The pool hands out the connection that has been idle longest: every connection gets its turn, and the one that died first is found
    // first.
    private async Task<bool> IsGoodAsync(NpgsqlDataSource pool, string name, Reach? reach, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = pool.CreateCommand("select current_setting('transaction_read_only')::boolean");
            command.CommandTimeout = LookTimeout;
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                logger.LogWarning("A pooled connection to PostgreSQL is read-only: all connections of the pools are replaced");
                connections.Clear();
                reach?.Failed();
                return false;
            }

            reach?.Reached();
            return true;
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A lost connection is reported as a break. An unreachable database is logged by the parts that need it.
            reach?.Failed();
            metrics.DatabaseFailed(name, MetricLabels.Probe);
            logger.LogDebug("No answer from PostgreSQL: {Error}", error.Message);
            return false;
        }
    }
}
