using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Tests.Outages;

/// <summary>
/// A proxy in front of PostgreSQL that refuses the first connections like a server in recovery (57P03); a real server does so too briefly
/// for a test.
/// </summary>
internal sealed class StartingDatabase : IAsyncDisposable
{
    // The code of a client's request for encryption (PostgreSQL, "SSLRequest").
    private const int EncryptionRequest = 80877103;

    private static readonly byte[] Refusal = [.. "SFATAL\0VFATAL\0C57P03\0Mthe database system is starting up\0\0"u8];

    private readonly PostgresDatabase _database;
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;
    private int _refusals;

    public StartingDatabase(PostgresDatabase database, int refusals)
    {
        (_database, _refusals) = (database, refusals);
        _listener.Start();
        _serving = ServeAsync(_stopping.Token);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task ServeAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(cancellationToken);
            _ = (_refusals-- > 0 ? RefuseAsync(client, cancellationToken) : RelayAsync(client, cancellationToken))
                .ContinueWith(_ => client.Dispose(), TaskScheduler.Default);
        }
    }

    private static async Task RefuseAsync(TcpClient client, CancellationToken cancellationToken)
    {
        var stream = client.GetStream();
        while (await ReadRequestAsync(stream, cancellationToken) == EncryptionRequest)
            await stream.WriteAsync("N"u8.ToArray(), cancellationToken);

        var message = new byte[5 + Refusal.Length];
        message[0] = (byte)'E';
        BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(1), 4 + Refusal.Length);
        Refusal.CopyTo(message, 5);
        await stream.WriteAsync(message, cancellationToken);
    }

    /// <summary>Reads a start-up message: its length, a code, the rest.</summary>
    private static async Task<int> ReadRequestAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new byte[8];
        await stream.ReadExactlyAsync(head, cancellationToken);
        await stream.ReadExactlyAsync(new byte[BinaryPrimitives.ReadInt32BigEndian(head) - head.Length], cancellationToken);
        return BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4));
    }

    private async Task RelayAsync(TcpClient client, CancellationToken cancellationToken)
    {
        using var server = new TcpClient();
        await server.ConnectAsync(_database.Host, _database.Port, cancellationToken);
        await Task.WhenAny(
            client.GetStream().CopyToAsync(server.GetStream(), cancellationToken),
            server.GetStream().CopyToAsync(client.GetStream(), cancellationToken));
    }
}
