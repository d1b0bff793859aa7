using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.Database;

/// <summary>
/// Counts the statements that fail, whoever runs them: Npgsql counts them in a meter of its own, under names of pools. Its other
/// instruments stay off. A statement that fails makes <see cref="ConnectionWatch"/> look.
/// </summary>
internal sealed class DatabaseErrorCount(DatabaseConnections connections, BotMetrics metrics) : IHostedService, IDisposable
{
    private const string Failed = "db.client.operation.failed";
    private const string PoolName = "db.client.connection.pool.name";

    private readonly MeterListener _listener = new();

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument is { Meter.Name: "Npgsql", Name: Failed })
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((_, count, tags, _) => Add(count, tags));
        _listener.SetMeasurementEventCallback<long>((_, count, tags, _) => Add(count, tags));
        _listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    private void Add(long count, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        foreach (var (name, value) in tags)
        {
            if (name != PoolName)
                continue;
            var pool = value as string == connections.TablesName
                ? MetricLabels.Tables
                : value as string == connections.JournalName ? MetricLabels.Journal : null;
            if (pool is null)
                continue;
            metrics.DatabaseFailed(pool, MetricLabels.Statement, count);
            connections.Suspect();
        }
    }
}
