using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>
/// Relays between a program and a server on this machine, and drops connections silently, as a firewall does: no data get through any more,
/// and neither side is notified, not even when the other side closes.
/// </summary>
public sealed class FreezingRelay : IAsyncDisposable
{
    private readonly string _host;
    private readonly int _port;
    private readonly TcpListener _listener;
    private readonly Action<ReadOnlyMemory<byte>>? _onSent;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<Connection> _connections = [];
    private readonly HashSet<int> _forgottenAtOnce = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _frozen;

    private FreezingRelay(string host, int port, TcpListener listener, Action<ReadOnlyMemory<byte>>? onSent)
    {
        (_host, _port, _listener, _onSent) = (host, port, listener, onSent);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>The listening port, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The number of connections accepted so far.</summary>
    public int Accepted
    {
        get
        {
            lock (_lock)
                return _connections.Count;
        }
    }

    /// <summary>Starts a relay in front of a server.</summary>
    public static FreezingRelay Before(string host, int port) => Before(host, port, new TcpListener(IPAddress.Loopback, 0));

    /// <summary>Starts a relay in front of a server.</summary>
    /// <param name="listener">Where the program connects; the relay stops it.</param>
    /// <param name="onSent">Gets what the program sends, piece by piece, when it is passed on.</param>
    public static FreezingRelay Before(string host, int port, TcpListener listener, Action<ReadOnlyMemory<byte>>? onSent = null) =>
        new(host, port, listener, onSent);

    /// <summary>Silently drops the open connections for good; new ones work.</summary>
    /// <returns>The number of dropped connections.</returns>
    public int ForgetConnections()
    {
        lock (_lock)
        {
            var open = _connections.Where(connection => !connection.IsOver && connection.Gate.IsCompleted).ToArray();
            foreach (var connection in open)
                connection.Gate = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopping.Token);
            return open.Length;
        }
    }

    /// <summary>Silently drops a future connection at its beginning.</summary>
    /// <param name="number">The number of the connection, counted from 1 since the relay's start.</param>
    public void ForgetConnection(int number)
    {
        lock (_lock)
            _forgottenAtOnce.Add(number);
    }

    /// <summary>Blocks all data and new connections until <see cref="Thaw"/>.</summary>
    public void Freeze()
    {
        lock (_lock)
        {
            _frozen ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            foreach (var connection in _connections.Where(connection => connection.Gate.IsCompleted))
                connection.Gate = _frozen.Task;
        }
    }

    /// <summary>Passes on the blocked data again.</summary>
    public void Thaw()
    {
        lock (_lock)
        {
            _frozen?.SetResult();
            _frozen = null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
            var connection = new Connection();
            lock (_lock)
            {
                connection.Gate = _frozen?.Task ?? Task.CompletedTask;
                _connections.Add(connection);
                if (_forgottenAtOnce.Remove(_connections.Count))
                    connection.Gate = Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _stopping.Token);
            }

            _ = RelayAsync(connection, client);
        }
    }

    private async Task RelayAsync(Connection connection, TcpClient client)
    {
        using var server = new TcpClient { NoDelay = true };
        try
        {
            client.NoDelay = true;
            // The server learns of a connection only when the first data could get through.
            await connection.Gate;
            await server.ConnectAsync(_host, _port, _stopping.Token);
            await await Task.WhenAny(
                CopyAsync(connection, client.GetStream(), server.GetStream(), _onSent),
                CopyAsync(connection, server.GetStream(), client.GetStream(), onData: null));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of a connection, or of the relay.
        }
        finally
        {
            connection.IsOver = true;
            client.Dispose();
        }
    }

    private async Task CopyAsync(
        Connection connection, NetworkStream from, NetworkStream to, Action<ReadOnlyMemory<byte>>? onData)
    {
        var buffer = new byte[16 * 1024];
        while (true)
        {
            int count;
            try
            {
                count = await from.ReadAsync(buffer, _stopping.Token);
            }
            catch (IOException)
            {
                count = 0;
            }

            // The close of one side is not passed on to the other either.
            await connection.Gate;
            if (count == 0)
                return;
            onData?.Invoke(buffer.AsMemory(0, count));
            await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
        }
    }

    private sealed class Connection
    {
        public volatile bool IsOver;
        private volatile Task _gate = Task.CompletedTask;

        public Task Gate
        {
            get => _gate;
            set => _gate = value;
        }
    }
}
