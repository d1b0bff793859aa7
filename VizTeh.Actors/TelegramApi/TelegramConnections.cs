using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using Telegram.Bot.Requests.Abstractions;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// The connections to the Bot API's server. A call that gets no answer in its time has lost its connection, to a firewall that has
/// forgotten it, say, and most likely all that rest with it: the next calls make new ones.
/// </summary>
internal sealed class TelegramConnections : HttpMessageHandler
{
    // What a poll may take beyond the time for which Telegram keeps its answer back.
    private static readonly TimeSpan PollMargin = TimeSpan.FromSeconds(10);

    // Above the 60 s that Telegram's server itself may wait for a flood limit before it answers: a slow answer must not be taken for none,
    // or the message would be sent twice.
    private static readonly TimeSpan SpeechLimit = TimeSpan.FromSeconds(75);

    private static readonly TimeSpan OtherLimit = TimeSpan.FromSeconds(20);

    // Firewalls forget a connection that rests, some within half a minute.
    private static readonly TimeSpan IdleTimeout = TimeSpan.FromSeconds(15);

    private static readonly AddressRace Race = new(Dns.GetHostAddressesAsync, ConnectAsync, TimeProvider.System);

    private HttpMessageInvoker _pool = NewPool();

    /// <summary>How long the answer to a call may take.</summary>
    internal static TimeSpan LimitOf(object? call) => call switch
    {
        TelegramUpdates.GetRawUpdatesRequest poll => TimeSpan.FromSeconds(poll.Timeout) + PollMargin,
        IRequest request when IsSpeech(request.MethodName) => SpeechLimit,
        IRequest => OtherLimit,
        // A file goes along.
        _ => SpeechLimit,
    };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var limit = LimitOf((request.Content as JsonContent)?.Value);
        var pool = _pool;
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            // The answer is read to its end within the pool's own handler, so that the limit holds for all of it.
            return await pool.SendAsync(request, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested && deadline.IsCancellationRequested)
        {
            ReplacePool(pool);
            throw new HttpRequestException(HttpRequestError.ResponseEnded, $"no answer within {limit}", new TimeoutException());
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

    private static bool IsSpeech(string method) => Array.Exists(
        ["send", "edit", "copy", "forward"], verb => method.StartsWith(verb, StringComparison.OrdinalIgnoreCase));

    // What the kernel says of a connection whose other side no longer answers its questions.
    private static bool IsLostConnection(Exception error) =>
        error.GetBaseException() is SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable };

    // Calls under way on the former connections come to their own end; what rests there is closed within its idle time.
    private void ReplacePool(HttpMessageInvoker lost)
    {
        var fresh = NewPool();
        if (Interlocked.CompareExchange(ref _pool, fresh, lost) != lost)
            fresh.Dispose();
    }

    private static HttpMessageInvoker NewPool() => new(new AnswerHandler(new SocketsHttpHandler
    {
        PooledConnectionLifetime = TimeSpan.FromMinutes(3),
        PooledConnectionIdleTimeout = IdleTimeout,
        ConnectTimeout = TimeSpan.FromSeconds(10),
        ConnectCallback = async (context, token) => new NetworkStream(
            await Race.ConnectAsync(context.DnsEndPoint, token), ownsSocket: true),
        // The API does neither; each would be a step more for every call.
        AllowAutoRedirect = false,
        UseCookies = false,
    }));

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

    // A machine that is gone is noticed within half a minute while its answer is waited for, as it is in a long poll.
    private static void NoticeLoss(Socket socket)
    {
        const int TcpUserTimeout = 18;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 5);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        // Of what was sent and is not acknowledged; elsewhere than on Linux the system's own limit holds (Linux, tcp(7)).
        if (OperatingSystem.IsLinux())
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpUserTimeout, BitConverter.GetBytes(15_000));
    }
}
