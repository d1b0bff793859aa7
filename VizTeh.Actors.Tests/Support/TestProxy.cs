using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using VizTeh.Actors.Sandbox.Network;

namespace VizTeh.Actors.Tests.Support;

/// <summary>How a proxy treats those who connect.</summary>
internal enum ProxyConduct
{
    Works,

    /// <summary>Accepts connections, and says nothing.</summary>
    Mute,

    /// <summary>Refuses each request in its own protocol: SOCKS reply 2, "not allowed"; HTTP 503 with a page.</summary>
    Refuses,

    /// <summary>Makes a tunnel, and then says nothing.</summary>
    MuteTunnel,

    /// <summary>Lets a request through, and breaks the connection when its answer comes.</summary>
    LosesAnswers,
}

/// <summary>
/// A SOCKS5 proxy (RFC 1928, RFC 1929) or an HTTP proxy (CONNECT, and requests with an absolute address) on 127.0.0.1, which can die, come
/// back on its port, and misbehave.
/// </summary>
internal sealed class TestProxy : IAsyncDisposable
{
    private readonly bool _isSocks;
    private readonly (string User, string Password)? _account;
    private readonly Lock _lock = new();
    private readonly HashSet<TcpClient> _open = [];
    private readonly CancellationTokenSource _stopping = new();
    private TcpListener _listener;
    private int _accepted;

    private TestProxy(bool isSocks, string? user, string? password)
    {
        _isSocks = isSocks;
        _account = user is null ? null : (user, password ?? "");
        Port = FreePort.Find();
        _listener = new TcpListener(IPAddress.Loopback, Port);
        _listener.Start();
        _ = AcceptAsync(_listener);
    }

    public int Port { get; }

    /// <summary>What the log calls it.</summary>
    public string Name => $"127.0.0.1:{Port}";

    /// <summary>An entry of PROXY without an account.</summary>
    public string Entry => $"{(_isSocks ? "socks5" : "http")}://{Name}";

    public ProxyConduct Conduct { get; set; }

    /// <summary>The number of connections accepted so far.</summary>
    public int Accepted => _accepted;

    /// <summary>
    /// What was asked for with the right account, <c>host:port</c> each; of a request with an absolute address also the method.
    /// </summary>
    public ConcurrentQueue<string> Targets { get; } = [];

    public static TestProxy Socks5(string? user = null, string? password = null) => new(isSocks: true, user, password);

    public static TestProxy Http(string? user = null, string? password = null) => new(isSocks: false, user, password);

    /// <summary>The port of a proxy that nobody runs.</summary>
    public static async Task<int> DeadPortAsync()
    {
        await using var proxy = Socks5();
        return proxy.Port;
    }

    /// <summary>Resets all connections, and refuses new ones.</summary>
    public void Die()
    {
        lock (_lock)
        {
            _listener.Stop();
            foreach (var client in _open)
            {
                // A reset instead of an orderly end.
                client.LingerState = new LingerOption(enable: true, 0);
                client.Close();
            }

            _open.Clear();
        }
    }

    /// <summary>Listens on the same port again.</summary>
    public void ComeBack()
    {
        lock (_lock)
        {
            _listener = new TcpListener(IPAddress.Loopback, Port);
            _listener.Start();
        }

        _ = AcceptAsync(_listener);
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Die();
        _stopping.Dispose();
    }

    private async Task AcceptAsync(TcpListener listener)
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(_stopping.Token);
                Interlocked.Increment(ref _accepted);
                lock (_lock)
                    _open.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // It died.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            client.NoDelay = true;
            var stream = client.GetStream();
            if (Conduct == ProxyConduct.Mute)
            {
                var ignored = new byte[1024];
                while (await stream.ReadAsync(ignored, _stopping.Token) > 0)
                {
                }
            }
            else if (_isSocks)
            {
                await ServeSocksAsync(stream);
            }
            else
            {
                await ServeHttpAsync(stream);
            }
        }
        catch (Exception error) when (error is IOException or SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // The end of a connection, or of the proxy.
        }
        finally
        {
            lock (_lock)
                _open.Remove(client);
            client.Dispose();
        }
    }

    private async Task ServeSocksAsync(NetworkStream stream)
    {
        var methods = await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
        var method = (byte)(_account is null ? 0 : 2);
        if (!methods.Contains(method))
        {
            await WriteAsync(stream, [5, 0xFF]);
            return;
        }

        await WriteAsync(stream, [5, method]);
        if (_account is { } account)
        {
            var user = await ReadAsync(stream, (await ReadAsync(stream, 2))[1]);
            var password = await ReadAsync(stream, (await ReadAsync(stream, 1))[0]);
            var isRight = Encoding.UTF8.GetString(user) == account.User && Encoding.UTF8.GetString(password) == account.Password;
            await WriteAsync(stream, [1, (byte)(isRight ? 0 : 1)]);
            if (!isRight)
                return;
        }

        var kind = (await ReadAsync(stream, 4))[3];
        var host = kind switch
        {
            1 => new IPAddress(await ReadAsync(stream, 4)).ToString(),
            4 => new IPAddress(await ReadAsync(stream, 16)).ToString(),
            _ => Encoding.ASCII.GetString(await ReadAsync(stream, (await ReadAsync(stream, 1))[0])),
        };
        var port = BinaryPrimitives.ReadUInt16BigEndian(await ReadAsync(stream, 2));
        Targets.Enqueue($"{host}:{port}");
        if (Conduct == ProxyConduct.Refuses)
        {
            await WriteAsync(stream, [5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
            return;
        }

        using var server = await ConnectAsync(host, port);
        await WriteAsync(stream, [5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
        await RelayAsync(stream, server.GetStream());
    }

    private async Task ServeHttpAsync(NetworkStream stream)
    {
        var (head, body) = await ReadRequestAsync(stream);
        if (_account is { } account && !head.Contains(
            "Proxy-Authorization: Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{account.User}:{account.Password}")) + "\r\n",
            StringComparison.Ordinal))
        {
            await WriteAsync(
                stream, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"test\"\r\n"u8.ToArray()
                    .Concat("Content-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray()).ToArray());
            return;
        }

        var words = head.Split(' ', 3);
        var isTunnel = words[0] == "CONNECT";
        var target = isTunnel ? new Uri($"http://{words[1]}") : new Uri(words[1]);
        Targets.Enqueue(isTunnel ? words[1] : $"{words[0]} {target.Authority}");
        if (Conduct == ProxyConduct.Refuses)
        {
            await WriteAsync(
                stream, "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/html\r\nContent-Length: 9\r\n"u8.ToArray()
                    .Concat("Connection: close\r\n\r\n<p>No</p>"u8.ToArray()).ToArray());
            return;
        }

        using var server = await ConnectAsync(target.Host, target.Port);
        // The emulated server understands requests with an absolute address, so they pass unchanged.
        if (isTunnel)
            await WriteAsync(stream, "HTTP/1.1 200 Connection established\r\n\r\n"u8.ToArray());
        else
            await WriteAsync(server.GetStream(), [.. Encoding.Latin1.GetBytes(head), .. body]);
        await RelayAsync(stream, server.GetStream());
    }

    /// <returns>The head with its blank line; the body, if its length is given.</returns>
    private async Task<(string Head, byte[] Body)> ReadRequestAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (head.Length < 4 || head.ToString(head.Length - 4, 4) != "\r\n\r\n")
            head.Append((char)(await ReadAsync(stream, 1))[0]);
        var length = head.ToString().Split("\r\n").FirstOrDefault(
            line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase));
        var count = length is null ? 0 : int.Parse(length.Split(':')[1].Trim(), CultureInfo.InvariantCulture);
        return (head.ToString(), await ReadAsync(stream, count));
    }

    private async Task<TcpClient> ConnectAsync(string host, int port)
    {
        var server = new TcpClient { NoDelay = true };
        await server.ConnectAsync(host, port, _stopping.Token);
        return server;
    }

    private async Task RelayAsync(NetworkStream client, NetworkStream server) =>
        await await Task.WhenAny(CopyAsync(client, server, isAnswer: false), CopyAsync(server, client, isAnswer: true));

    private async Task CopyAsync(NetworkStream from, NetworkStream to, bool isAnswer)
    {
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, _stopping.Token) is > 0 and var count)
        {
            if (isAnswer && Conduct == ProxyConduct.LosesAnswers)
                return;
            if (Conduct == ProxyConduct.MuteTunnel)
                continue;
            await to.WriteAsync(buffer.AsMemory(0, count), _stopping.Token);
        }
    }

    private async Task<byte[]> ReadAsync(NetworkStream stream, int count)
    {
        var bytes = new byte[count];
        await stream.ReadExactlyAsync(bytes, _stopping.Token);
        return bytes;
    }

    private async Task WriteAsync(NetworkStream stream, byte[] bytes) => await stream.WriteAsync(bytes, _stopping.Token);
}
