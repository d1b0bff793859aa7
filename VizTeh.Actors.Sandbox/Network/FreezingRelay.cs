using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.Sandbox.Network;

/// <summary>
/// Relays between a program and a server on this machine, and drops connections silently, as a firewall does: no data get through any more,
/// and neither side is notified, not even when the other side closes.
/// </summary>
public sealed class FreezingRelay : IAsyncDisposable
{
    private static readonly Task Never = new TaskCompletionSource().Task;

    private readonly string _host;
    private readonly int _port;
    private readonly bool _isBetweenNodes;
    private readonly TcpListener _listener;
    private readonly Action<ReadOnlyMemory<byte>>? _onSent;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly List<Connection> _connections = [];
    private readonly HashSet<int> _forgottenAtOnce = [];
    private readonly Dictionary<int, TaskCompletionSource> _frozenCallers = [];
    private readonly Task _accepting;
    private TaskCompletionSource? _frozen;
    private int _accepted;

    private FreezingRelay(
        string host, int port, TcpListener listener, bool isBetweenNodes, Action<ReadOnlyMemory<byte>>? onSent)
    {
        (_host, _port, _listener, _isBetweenNodes, _onSent) = (host, port, listener, isBetweenNodes, onSent);
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
                return _accepted;
        }
    }

    /// <summary>Starts a relay in front of a server.</summary>
    public static FreezingRelay Before(string host, int port) => Before(host, port, new TcpListener(IPAddress.Loopback, 0));

    /// <summary>Starts a relay in front of a server.</summary>
    /// <param name="listener">Where the program connects; the relay stops it.</param>
    /// <param name="onSent">Gets what the program sends, piece by piece, when it is passed on.</param>
    public static FreezingRelay Before(string host, int port, TcpListener listener, Action<ReadOnlyMemory<byte>>? onSent = null) =>
        new(host, port, listener, isBetweenNodes: false, onSent);

    /// <summary>Starts a relay in front of a node of Akka without TLS, which can freeze the connections of single other nodes.</summary>
    /// <param name="port">The port that the node opens on 127.0.0.1; the one that it announces is this relay's.</param>
    public static FreezingRelay BeforeNode(int port) =>
        new(IPAddress.Loopback.ToString(), port, new TcpListener(IPAddress.Loopback, 0), isBetweenNodes: true, onSent: null);

    /// <summary>Silently drops the open connections for good; new ones work.</summary>
    /// <returns>The number of dropped connections.</returns>
    public int ForgetConnections()
    {
        lock (_lock)
        {
            var open = _connections.Where(connection => ClosedGateOf(connection) is null).ToArray();
            foreach (var connection in open)
                connection.IsForgotten = true;
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
            _frozen ??= NewGate();
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

    /// <summary>Blocks all data on the connections that one other node has opened or will open, until <see cref="ThawCaller"/>.</summary>
    /// <param name="port">The port that the other node announces.</param>
    public void FreezeCaller(int port)
    {
        lock (_lock)
            _frozenCallers.TryAdd(port, NewGate());
    }

    /// <summary>Passes on the blocked data of one other node again.</summary>
    public void ThawCaller(int port)
    {
        lock (_lock)
        {
            if (_frozenCallers.Remove(port, out var gate))
                gate.SetResult();
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
                _connections.Add(connection);
                connection.IsForgotten = _forgottenAtOnce.Remove(++_accepted);
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
            await OpenAsync(connection);
            await server.ConnectAsync(_host, _port, _stopping.Token);
            await await Task.WhenAny(
                CopyAsync(connection, client.GetStream(), server.GetStream(), readsCaller: _isBetweenNodes, _onSent),
                CopyAsync(connection, server.GetStream(), client.GetStream(), readsCaller: false, onData: null));
        }
        catch (Exception error) when (error is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The end of a connection, or of the relay.
        }
        finally
        {
            lock (_lock)
                _connections.Remove(connection);
            client.Dispose();
        }
    }

    private async Task CopyAsync(
        Connection connection, NetworkStream from, NetworkStream to, bool readsCaller, Action<ReadOnlyMemory<byte>>? onData)
    {
        var buffer = new byte[16 * 1024];
        var unsent = 0;
        while (true)
        {
            int count;
            try
            {
                count = await from.ReadAsync(buffer.AsMemory(unsent), _stopping.Token);
            }
            catch (IOException)
            {
                count = 0;
            }

            unsent += count;
            if (readsCaller && count > 0 && !ReadCaller(connection, buffer.AsSpan(0, unsent)))
                continue;
            readsCaller = false;
            // The close of one side is not passed on to the other either.
            await OpenAsync(connection);
            if (unsent > 0)
            {
                onData?.Invoke(buffer.AsMemory(0, unsent));
                await to.WriteAsync(buffer.AsMemory(0, unsent), _stopping.Token);
            }

            if (count == 0)
                return;
            unsent = 0;
        }
    }

    /// <returns>False: more of what the caller sends has to be read first.</returns>
    private bool ReadCaller(Connection connection, ReadOnlySpan<byte> start)
    {
        if (!AkkaCaller.TryRead(start, out var caller))
            return false;
        lock (_lock)
            connection.Caller = caller;
        return true;
    }

    private async Task OpenAsync(Connection connection)
    {
        while (ClosedGateOf(connection) is { } gate)
            await gate.WaitAsync(_stopping.Token);
    }

    /// <returns>Completed when the connection may go on, as far as is known now; null when it may.</returns>
    private Task? ClosedGateOf(Connection connection)
    {
        lock (_lock)
        {
            if (connection.IsForgotten)
                return Never;
            if (_frozen is not null)
                return _frozen.Task;
            return connection.Caller is { } caller && _frozenCallers.TryGetValue(caller, out var gate) ? gate.Task : null;
        }
    }

    private static TaskCompletionSource NewGate() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private sealed class Connection
    {
        public bool IsForgotten { get; set; }

        /// <summary>The port that the calling node announces; null for any other program, and until it is read.</summary>
        public int? Caller { get; set; }
    }
}
