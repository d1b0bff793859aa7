using System.Threading.Channels;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// The process's connections to PostgreSQL: one pool for the tables, one for the journal and the snapshots. When one connection is lost,
/// the idle ones are most likely lost too, so all are closed.
/// </summary>
public sealed class DatabaseConnections : IAsyncDisposable, IDisposable
{
    // Together below PostgreSQL's usual 100 connections.
    private const int TablesPoolSize = 24;

    // Above akka.persistence.max-concurrent-recoveries in hocon.conf: a recovery that waits for a connection blocks others.
    private const int JournalPoolSize = 56;

    // Two bots in one process have pools of different names.
    private readonly string _id = Guid.NewGuid().ToString("N");

    private readonly Channel<bool> _breaks = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private int _isSuspect;

    /// <param name="sessionName">By which PostgreSQL names the sessions; null for the program's name.</param>
    public DatabaseConnections(DatabaseSettings settings, string? sessionName = null)
    {
        Tables = PoolOf(settings, TablesPoolSize, TablesName, sessionName);
        Journal = PoolOf(settings, JournalPoolSize, JournalName, sessionName);
    }

    /// <param name="tables">Disposed of by this object.</param>
    /// <param name="journal">Disposed of by this object.</param>
    internal DatabaseConnections(NpgsqlDataSource tables, NpgsqlDataSource journal)
    {
        (Tables, Journal) = (tables, journal);
    }

    public NpgsqlDataSource Tables { get; }

    public NpgsqlDataSource Journal { get; }

    /// <summary>The names of the pools in Npgsql's metrics.</summary>
    internal string TablesName => $"tables {_id}";

    /// <inheritdoc cref="TablesName"/>
    internal string JournalName => $"journal {_id}";

    /// <summary>An item per lost connection; connections lost before it is read share one.</summary>
    internal ChannelReader<bool> Breaks => _breaks.Reader;

    /// <summary>A statement failed or a connection was lost: the other connections may be of no use either.</summary>
    internal void Suspect() => Volatile.Write(ref _isSuspect, 1);

    /// <summary>Whether there was a reason for suspicion since this was asked last.</summary>
    internal bool TakeSuspicion() => Interlocked.Exchange(ref _isSuspect, 0) != 0;

    /// <summary>Closes idle connections now, and those in use when they return to their pool.</summary>
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

    private NpgsqlDataSource PoolOf(DatabaseSettings settings, int size, string name, string? sessionName)
    {
        var target = settings.ToConnectionString();
        target.ApplicationName = sessionName ?? target.ApplicationName;
        target.MaxPoolSize = size;
        return DatabaseSession.ToPool(target, OnBreak, name);
    }

    private void OnBreak()
    {
        Suspect();
        _breaks.Writer.TryWrite(true);
    }
}
