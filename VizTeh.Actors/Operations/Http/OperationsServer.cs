using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Operations.Http;

/// <summary>
/// Answers the machine's own tools by HTTP: GET and HEAD, on 127.0.0.1 only, by a table of routes that any part of the program may add to.
/// It begins before everything else of the program, and ends last.
/// </summary>
/// <remarks>
/// .NET's own <see cref="HttpListener"/> and not Kestrel, which would load ASP.NET Core into a bot at rest for a request every few seconds.
/// It refuses requests for other host names than 127.0.0.1, so that no web page can read the answers through a name of its own.
/// </remarks>
public sealed class OperationsServer : IAsyncDisposable
{
    private static readonly TimeSpan PortRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan AcceptRetry = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<string, Func<CancellationToken, Task<HttpAnswer>>> _routes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, bool> _failing = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _givingUp = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _room;
    private readonly OperationsServerOptions _options;
    private readonly int _port;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Task _serving;
    private volatile bool _isListening;
    private int _roomTaken;

    private OperationsServer(int port, OperationsServerOptions options, TimeProvider clock, ILogger logger)
    {
        (_port, _options, _clock, _logger) = (port, options, clock, logger);
        _room = new SemaphoreSlim(options.MostAtOnce);
        _serving = port == 0 ? Task.CompletedTask : ServeAsync();
    }

    /// <summary>Whether requests are accepted now.</summary>
    public bool IsListening => _isListening;

    /// <summary>Listens when this returns, unless the port is taken: then that is logged, and the port is tried again.</summary>
    /// <param name="port">0 for no server; routes may be added all the same.</param>
    /// <param name="logger">Says when the port cannot be used.</param>
    public static OperationsServer Begin(int port, ILogger logger) =>
        Begin(port, OperationsServerOptions.Default, TimeProvider.System, logger);

    internal static OperationsServer Begin(int port, OperationsServerOptions options, TimeProvider clock, ILogger logger) =>
        new(port, options, clock, logger);

    /// <summary>Adds a route, or replaces it.</summary>
    /// <param name="path">Begins with a slash, and has no query.</param>
    /// <param name="answer">Called concurrently. An exception, or no answer in time, becomes a 503.</param>
    internal void Map(string path, Func<CancellationToken, Task<HttpAnswer>> answer) => _routes[path] = answer;

    /// <summary>Gives requests that are under way a moment to finish, answers the others by a 503, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stopping.IsCancellationRequested)
            return;
        await _stopping.CancelAsync();
        if (!await TryTakeRoomAsync())
        {
            // The listener, closed now, would answer them by a 200 without a body.
            await _givingUp.CancelAsync();
            await TryTakeRoomAsync();
        }

        await _closing.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    // Of all requests that may be under way. What was taken stays taken: nothing begins any more.
    private async Task<bool> TryTakeRoomAsync()
    {
        while (_roomTaken < _options.MostAtOnce)
        {
            if (!await _room.WaitAsync(_options.StopGrace))
                return false;
            _roomTaken++;
        }

        return true;
    }

    private async Task ServeAsync()
    {
        var isSaid = false;
        while (!_stopping.IsCancellationRequested)
        {
            if (TryListen(out var refusal) is { } listener)
            {
                if (isSaid)
                    _logger.LogInformation("Port {Port} is free now: health is answered there", _port);
                isSaid = false;
                await AcceptAsync(listener);
                continue;
            }

            if (!isSaid)
            {
                _logger.LogWarning(
                    "HEALTH_PORT: port {Port} of 127.0.0.1 cannot be used ({Error}), so health is not answered there; everything else goes "
                    + "on. It is tried again: stop what uses the port, or choose another one, or 0 for none",
                    _port, refusal);
            }

            isSaid = true;
            await Task.Delay(PortRetry, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private HttpListener? TryListen(out string? refusal)
    {
        var listener = new HttpListener { IgnoreWriteExceptions = true };
        try
        {
            listener.Prefixes.Add(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}/"));
            listener.Start();
            refusal = null;
            return listener;
        }
        catch (Exception failure) when (failure is HttpListenerException or System.Net.Sockets.SocketException)
        {
            listener.Close();
            refusal = failure.Message.TrimEnd('.');
            return null;
        }
    }

    private async Task AcceptAsync(HttpListener listener)
    {
        await using var closing = _closing.Token.Register(listener.Close);
        _isListening = true;
        while (listener.IsListening)
        {
            try
            {
                // Each request has its own deadline, and their number is limited, so none is waited for here.
                _ = AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception failure) when (failure is HttpListenerException or ObjectDisposedException or InvalidOperationException)
            {
                if (_closing.IsCancellationRequested)
                    break;
                _logger.LogWarning("A request on HEALTH_PORT could not be accepted: {Error}", failure.Message);
                await Task.Delay(AcceptRetry, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        _isListening = false;
    }

    // Never throws.
    private async Task AnswerAsync(HttpListenerContext request)
    {
        // Off the accepting loop: a route may run for a while before it waits for something.
        await Task.Yield();
        var hasRoom = !_stopping.IsCancellationRequested && await _room.WaitAsync(TimeSpan.Zero);
        try
        {
            using var limit = new CancellationTokenSource(_options.WriteLimit, _clock);
            var answer = hasRoom
                ? await AnswerToAsync(request.Request)
                : HttpAnswer.Text(HttpAnswer.Unavailable, "too many requests at once");
            limit.Token.ThrowIfCancellationRequested();
            await WriteAsync(request, answer, limit.Token);
        }
        catch (Exception failure)
        {
            // The client has gone, or does not read: nothing of the program depends on it.
            _logger.LogDebug("A request on HEALTH_PORT was not answered: {Error}", failure.Message);
            request.Response.Abort();
        }
        finally
        {
            if (hasRoom)
                _room.Release();
        }
    }

    private async Task<HttpAnswer> AnswerToAsync(HttpListenerRequest request)
    {
        if (request.HttpMethod is not ("GET" or "HEAD"))
            return HttpAnswer.Text((int)HttpStatusCode.MethodNotAllowed, "GET only");
        if (request.Url?.AbsolutePath is not { } path || !_routes.TryGetValue(path, out var route))
            return HttpAnswer.Text((int)HttpStatusCode.NotFound, string.Join(' ', _routes.Keys.Order(StringComparer.Ordinal)));
        try
        {
            var answer = await Deadline.RunAsync(route, _options.AnswerLimit, CancellationToken.None)
                .WaitAsync(_options.AnswerLimit + _options.StopGrace, _clock, _givingUp.Token);
            _failing.TryRemove(path, out _);
            return answer;
        }
        catch (OperationCanceledException) when (_givingUp.IsCancellationRequested)
        {
            return HttpAnswer.Text(HttpAnswer.Unavailable, "the program ends");
        }
        catch (Exception failure)
        {
            // Logged once until it works again: a monitor asks every few seconds.
            if (_failing.TryAdd(path, true))
                _logger.LogError(failure, "{Path} could not be answered", path);
            return HttpAnswer.Text(HttpAnswer.Unavailable, failure is TimeoutException ? "no answer in time" : "an error, see the log");
        }
    }

    private static async Task WriteAsync(HttpListenerContext request, HttpAnswer answer, CancellationToken cancellationToken)
    {
        var response = request.Response;
        var body = Encoding.UTF8.GetBytes(answer.Body);
        response.StatusCode = answer.Status;
        response.ContentType = answer.ContentType;
        response.ContentLength64 = body.Length;
        response.KeepAlive = false;
        response.Headers[HttpResponseHeader.CacheControl] = "no-store";
        response.Headers["X-Content-Type-Options"] = "nosniff";
        if (answer.Status == (int)HttpStatusCode.MethodNotAllowed)
            response.Headers[HttpResponseHeader.Allow] = "GET, HEAD";
        if (request.Request.HttpMethod != "HEAD")
            await response.OutputStream.WriteAsync(body, cancellationToken).AsTask().WaitAsync(cancellationToken);
        response.Close();
    }
}

/// <summary>The limits of the server; the program runs with the defaults.</summary>
/// <param name="MostAtOnce">How many requests are answered at once; others get a 503.</param>
/// <param name="AnswerLimit">How long a route may take.</param>
/// <param name="WriteLimit">How long a request may take altogether, so that a client that does not read is dropped.</param>
/// <param name="StopGrace">How long a request under way is waited for at a stop.</param>
internal sealed record OperationsServerOptions(int MostAtOnce, TimeSpan AnswerLimit, TimeSpan WriteLimit, TimeSpan StopGrace)
{
    public static OperationsServerOptions Default { get; } = new(
        MostAtOnce: 8, AnswerLimit: TimeSpan.FromSeconds(8), WriteLimit: TimeSpan.FromSeconds(15), StopGrace: TimeSpan.FromSeconds(1));
}
