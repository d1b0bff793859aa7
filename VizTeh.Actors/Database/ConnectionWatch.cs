using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Database;

/// <summary>
/// Closes the idle connections of the pools as soon as one turns out to be lost or read-only, and probes for such a connection itself.
/// Otherwise the first request after an idle time would wait for one dead connection after another.
/// </summary>
/// <remarks>
/// Npgsql's own <c>KeepAlive</c> probes each connection separately and blocks a thread-pool thread until the answer: dozens of dead
/// connections would stop the whole program.
/// </remarks>
internal sealed class ConnectionWatch(
    DatabaseConnections connections, Connectivity connectivity, BotMetrics metrics, TimeProvider clock, ILogger<ConnectionWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // Keeps the new connections from being closed because of the next report of the same outage.
    private static readonly TimeSpan ClearInterval = TimeSpan.FromSeconds(1);

    // Seconds.
    private const int LookTimeout = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ClearAfterBreaksAsync(stoppingToken), WatchAsync(connections.Tables, MetricLabels.Tables, connectivity.Database, stoppingToken),
        WatchAsync(connections.Journal, MetricLabels.Journal, null, stoppingToken));

    private async Task ClearAfterBreaksAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in connections.Breaks.ReadAllAsync(cancellationToken))
        {
            connections.Clear();
            await Task.Delay(ClearInterval, clock, cancellationToken);
        }
    }

    private async Task WatchAsync(NpgsqlDataSource pool, string name, Reach? reach, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await LookAsync(pool, name, reach, cancellationToken);
    }

    // The pool hands out the connection that has been idle longest: every connection gets its turn, and the one that died first is found
    // first.
    private async Task LookAsync(NpgsqlDataSource pool, string name, Reach? reach, CancellationToken cancellationToken)
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
            }
            else
            {
                reach?.Reached();
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A lost connection is reported as a break. An unreachable database is logged by the parts that need it.
            reach?.Failed();
            metrics.DatabaseFailed(name, MetricLabels.Probe);
            logger.LogDebug("No answer from PostgreSQL: {Error}", error.Message);
        }
    }
}
