using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Telegram.Bot.Requests.Abstractions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// The connection pool to the Bot API's server. A call without an answer in time has lost its connection (to a firewall that has dropped
/// it, for example), and most likely all idle ones are lost too, so the pool is replaced.
/// </summary>
/// <remarks>
/// Without an entry of PROXY, .NET's own variables decide whether there is a proxy: <c>https_proxy</c>, <c>all_proxy</c>,
/// <c>no_proxy</c> (HttpClient.DefaultProxy).
/// </remarks>
internal sealed class TelegramConnections : HttpMessageHandler
{
    // Added to the time of the long poll.
    private static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(10);

    // Above the 60 s that Telegram's server itself may wait for a flood limit before it answers: a time-out for a slow answer would lead to
    // a retry, and the message would be sent twice.
    private static readonly TimeSpan SpeechLimit = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan OtherLimit = TimeSpan.FromSeconds(20);

    // In bytes a second: with a slower line a large file does not come through.
    private const double SlowestUpload = 100_000;

    // Firewalls drop idle connections, some within half a minute.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan DirectConnectTimeout = TimeSpan.FromSeconds(10);

    private static readonly AddressRace Race = new(Dns.GetHostAddressesAsync, ConnectAsync, TimeProvider.System);

    private readonly ProxyAddress? _way;
    private readonly TimeSpan _connectTimeout;
    private HttpMessageInvoker _pool;

    /// <param name="way">An entry of PROXY; null when that is not set.</param>
    /// <param name="connectTimeout">The limit for a connection, with the handshakes of a proxy and of TLS.</param>
    public TelegramConnections(ProxyAddress? way = null, TimeSpan? connectTimeout = null)
    {
        (_way, _connectTimeout) = (way, connectTimeout ?? DirectConnectTimeout);
        _pool = NewPool();
    }

    /// <summary>The time limit of a call.</summary>
    internal static TimeSpan LimitOf(object? call) => call switch
    {
        TelegramUpdates.GetRawUpdatesRequest poll => TimeSpan.FromSeconds(poll.Timeout) + PollMargin,
        IRequest request when IsSpeech(request.MethodName) => SpeechLimit,
        IRequest => OtherLimit,
        // Uploads have the same limit, and the time of their transfer.
        _ => SpeechLimit,
    };

    internal static bool IsPoll(HttpRequestMessage request) => CallOf(request) is TelegramUpdates.GetRawUpdatesRequest;

    /// <summary>How long the answer to a request is not to be expected yet: the time of its long poll, or of its transfer.</summary>
    internal static TimeSpan DueAfter(HttpRequestMessage request) => CallOf(request) is TelegramUpdates.GetRawUpdatesRequest poll
        ? TimeSpan.FromSeconds(poll.Timeout) : UploadTime(request.Content?.Headers.ContentLength);

    /// <summary>Whether this handler has given the call up because its time limit was over.</summary>
    internal static bool IsOverdue(Exception error) =>
        error is HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded, InnerException: TimeoutException };

    /// <summary>How long a request of this size may take on its way: nothing worth counting, unless it has a large file.</summary>
    internal static TimeSpan UploadTime(long? bytes) => TimeSpan.FromSeconds((bytes ?? 0) / SlowestUpload);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var limit = LimitOf(CallOf(request)) + UploadTime(request.Content?.Headers.ContentLength);
        var pool = _pool;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            // This handler's own pool reads the answer to its end, so that the limit covers all of it.
            return await pool.SendAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            ReplacePool(pool);
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"no answer within {limit}", new TimeoutException());
        }
        catch (OperationCanceledException) when (!deadline.IsCancellationRequested)
        {
            // The pool's own time-out. Nothing was sent yet.
            var reason = $"no connection within {_connectTimeout.InWords()}";
            throw new HttpRequestException(HttpRequestError.ConnectionError, reason, new TimeoutException(reason));
        }
        catch (HttpRequestException error) when (error.HttpRequestError == HttpRequestError.ProxyTunnelError)
        {
            throw ProxyFault.OfTunnel(error);
        }
        catch (Exception error) when (IsLostConnection(error))
        {
            ReplacePool(pool);
            throw;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _pool.Dispose();
        base.Dispose(disposing);
    }

    private static object? CallOf(HttpRequestMessage request) => (request.Content as JsonContent)?.Value;

    private static bool IsSpeech(string method) => Array.Exists(
        ["send", "edit", "copy", "forward"], verb => method.StartsWith(verb, StringComparison.OrdinalIgnoreCase));

    // The kernel's errors for a connection whose other side no longer acknowledges.
    private static bool IsLostConnection(Exception error) =>
        error.GetBaseException() is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable };

    // Calls in progress on the former connections complete there; its idle connections are closed by the idle time-out.
    private void ReplacePool(HttpMessageInvoker lost)
    {
        var fresh = NewPool();
        if (Interlocked.CompareExchange(ref _pool, fresh, lost) != lost)
            fresh.Dispose();
    }

    private HttpMessageInvoker NewPool() => new(new AnswerHandler(new SocketsHttpHandler
    {
        UseProxy = _way is not { Address: null },
        Proxy = _way is { Address: { } address } ? ProxyAt(address, _way) : null,
        PooledConnectionLifetime = TimeSpan.FromMinutes(3),
        PooledConnectionIdleTimeout = IdleTimeout,
        ConnectTimeout = _connectTimeout,
        ConnectCallback = async (context, token) => new NetworkStream(
            await Race.ConnectAsync(context.DnsEndPoint, token), ownsSocket: true),
        // The API uses neither redirects nor cookies; handling them would only add a step to each call.
        AllowAutoRedirect = false,
        UseCookies = false,
        // A span of an HTTP client would hold the address, and with it the token; and Telegram gets no ids of traces.
        ActivityHeadersPropagator = null,
    }));

    private static WebProxy ProxyAt(Uri address, ProxyAddress way) => new(address)
    {
        Credentials = way.User is { } user ? new NetworkCredential(user, way.Password) : null,
    };

    private static async Task<Socket> ConnectAsync(IPEndPoint address, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            NoticeLoss(socket);
            await socket.ConnectAsync(address, cancellationToken);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    // With TCP keep-alive, a vanished server is noticed within half a minute while its answer is awaited, as in a long poll.
    private static void NoticeLoss(Socket socket)
    {
        const int TcpUserTimeout = 18;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        // The limit for sent data that is not acknowledged; on systems other than Linux the system's own applies (Linux, tcp(7)).
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes(15_000));
    }
}
