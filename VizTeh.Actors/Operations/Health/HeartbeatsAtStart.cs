using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Health;

/// <summary>
/// The heartbeats while the program has its tables and waits for Telegram, which may last: it runs then, and the view is to say so.
/// </summary>
internal sealed class HeartbeatsAtStart : IAsyncDisposable
{
    private readonly NpgsqlDataSource _database;
    private readonly HeartbeatWriter _writer;

    private HeartbeatsAtStart(NpgsqlDataSource database, HeartbeatWriter writer) => (_database, _writer) = (database, writer);

    public static async Task<HeartbeatsAtStart> BeginAsync(
        DatabaseSettings settings, ProgramLife life, Connectivity connectivity, ILoggerFactory logging, CancellationToken cancellationToken)
    {
        var target = settings.ToConnectionString();
        target.MaxPoolSize = 1;
        var database = DatabaseSession.ToPool(target, () => { });
        var writer = new HeartbeatWriter(
            new HeartbeatStore(database, life, connectivity), TimeProvider.System, logging.CreateLogger<HeartbeatWriter>())
        {
            SaysEnd = false,
        };
        await writer.StartAsync(cancellationToken);
        return new HeartbeatsAtStart(database, writer);
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.StopAsync(CancellationToken.None);
        _writer.Dispose();
        await _database.DisposeAsync();
    }
}
