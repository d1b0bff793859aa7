using System.Threading.Channels;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// The process's connections to PostgreSQL: a pool for the tables, and one for the journal and the snapshots. What has become of one
/// connection has most likely become of all that rest, so they are thrown away together.
/// </summary>
public sealed class DatabaseConnections : IAsyncDisposable, IDisposable
{
    // Together below PostgreSQL's usual 100 connections.
    private const int TablesPoolSize = 24;

    // Above akka.persistence.max-concurrent-recoveries in hocon.conf: a recovery that waits for a connection blocks others.
    private const int JournalPoolSize = 56;

    private readonly Channel<bool> _breaks = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public DatabaseConnections(DatabaseSettings settings)
    {
        Tables = PoolOf(settings, TablesPoolSize);
        Journal = PoolOf(settings, JournalPoolSize);
    }

    /// <param name="tables">Disposed of with this.</param>
    /// <param name="journal">The same.</param>
    internal DatabaseConnections(NpgsqlDataSource tables, NpgsqlDataSource journal)
    {
        (Tables, Journal) = (tables, journal);
    }

    public NpgsqlDataSource Tables { get; }

    public NpgsqlDataSource Journal { get; }

    /// <summary>An item for a connection that was lost, one for all that were lost meanwhile.</summary>
    internal ChannelReader<bool> Breaks => _breaks.Reader;

    /// <summary>Closes all that rest; those in use are closed when they are given back.</summary>
    public void Clear()
    {
        Tables.Clear();
        Journal.Clear();
    }

    public void Dispose()
    {
        Tables.Dispose();
        Journal.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await Tables.DisposeAsync();
        await Journal.DisposeAsync();
    }

    private NpgsqlDataSource PoolOf(DatabaseSettings settings, int size)
    {
        var target = settings.ToConnectionString();
        target.MaxPoolSize = size;
        return DatabaseSession.ToPool(target, () => _breaks.Writer.TryWrite(true));
    }
}
