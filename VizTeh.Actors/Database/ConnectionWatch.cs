using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// Throws resting connections away as soon as one turns out to be lost, or to be unable to write, and looks for such a one itself: the
/// first who writes to a bot that had nothing to do would else wait for one dead connection after another.
/// </summary>
/// <remarks>
/// Npgsql's own <c>KeepAlive</c> asks on each connection by itself, and blocks a thread of the pool for as long as no answer comes: with
/// dozens of dead ones the whole program would stand still.
/// </remarks>
internal sealed class ConnectionWatch(DatabaseConnections connections, TimeProvider clock, ILogger<ConnectionWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // So that the connections made in place of the lost ones are not lost to the next that is noticed of the same trouble.
    private static readonly TimeSpan ClearInterval = TimeSpan.FromSeconds(1);

    // Seconds.
    private const int LookTimeout = 2;

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        ClearAfterBreaksAsync(stoppingToken), WatchAsync(connections.Tables, stoppingToken),
        WatchAsync(connections.Journal, stoppingToken));

    private async Task ClearAfterBreaksAsync(CancellationToken cancellationToken)
    {
        await foreach (var _ in connections.Breaks.ReadAllAsync(cancellationToken))
        {
            connections.Clear();
            await Task.Delay(ClearInterval, clock, cancellationToken);
        }
    }

    private async Task WatchAsync(NpgsqlDataSource pool, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(LookInterval, clock);
        while (await timer.WaitForNextTickAsync(cancellationToken))
            await LookAsync(pool, cancellationToken);
    }

    // The pool hands out the connection that has rested longest, so that each has its turn, and the one that died first is found first.
    private async Task LookAsync(NpgsqlDataSource pool, CancellationToken cancellationToken)
    {
        try
        {
            await using var command = pool.CreateCommand("select current_setting('transaction_read_only')::boolean");
            command.CommandTimeout = LookTimeout;
            if (await command.ExecuteScalarAsync(cancellationToken) is true)
            {
                logger.LogWarning("PostgreSQL takes no writes by a connection made earlier (it is read-only): all are made anew");
                connections.Clear();
            }
        }
        catch (Exception error) when (!cancellationToken.IsCancellationRequested)
        {
            // A lost connection is reported as a break. An unreachable database is logged by the parts that need it.
            logger.LogDebug("No answer from PostgreSQL: {Error}", error.Message);
        }
    }
}
