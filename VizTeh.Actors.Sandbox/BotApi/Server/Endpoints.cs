using System.Globalization;
using System.Text;
using System.Text.Json;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Chats;
using VizTeh.Actors.Sandbox.BotApi.Methods;
using VizTeh.Actors.Sandbox.BotApi.Updates;

namespace VizTeh.Actors.Sandbox.BotApi.Server;

/// <summary>The HTTP endpoints: paths, tokens, envelopes, and the injected faults.</summary>
internal sealed class Endpoints(BotApiState state, FaultInjector faults, RecordedCalls calls)
{
    private const string Json = "application/json";
    private const int MaxTokenLength = 80;

    private sealed record Answer(int Status, string Body, string ContentType = Json, int? RetryAfter = null);

    public async Task HandleAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.StartsWith("/file/bot", StringComparison.Ordinal))
        {
            await ServeFileAsync(context, path["/file/bot".Length..]);
            return;
        }

        var slash = path.StartsWith("/bot", StringComparison.Ordinal) ? path.IndexOf('/', "/bot".Length) : -1;
        if (slash < 0)
            await WriteAsync(context, Refused(new Refusal(404, "Not Found")));
        else if (CheckToken(path["/bot".Length..slash]) is { } refusal)
            await WriteAsync(context, Refused(refusal));
        else
            await CallAsync(context, MethodTable.NameOf(path[(slash + 1)..]));
    }

    /// <summary>A malformed token never reaches a bot (ClientManager::send); a well-formed one may belong to no bot.</summary>
    private Refusal? CheckToken(string token)
    {
        if (token == state.Options.Token)
            return null;
        var colon = token.IndexOf(':', StringComparison.Ordinal);
        var wellFormed = colon > 0 && token[0] != '0' && token.Length <= MaxTokenLength
            && long.TryParse(token.AsSpan(0, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id < 1L << 54;
        return new Refusal(401, wellFormed ? "Unauthorized" : "Unauthorized: invalid token specified");
    }

    private async Task CallAsync(HttpContext context, string method)
    {
        var calledAt = context.Request.Host.Value ?? "";
        RequestParameters parameters;
        try
        {
            parameters = await RequestParameters.ReadAsync(context.Request, context.RequestAborted);
        }
        catch (RefusalException unreadable)
        {
            var refused = Refused(unreadable.Refusal);
            calls.Add(method, null, new RequestParameters(), refused.Status, refused.Body, null, calledAt);
            await WriteAsync(context, refused);
            return;
        }

        var chatId = ChatIdOf(parameters);
        var fault = faults.Take(method, chatId, parameters["text"]);
        var answer = await AnswerAsync(context, method, parameters, fault);
        if (answer is null)
        {
            calls.Add(method, chatId, parameters, 0, null, fault?.Fault.Kind, calledAt);
            context.Abort();
        }
        else if (fault?.Fault.Kind == FaultKind.ExecuteThenTruncate)
        {
            calls.Add(method, chatId, parameters, answer.Status, null, fault.Fault.Kind, calledAt);
            await WriteHalfAsync(context, answer);
        }
        else
        {
            calls.Add(method, chatId, parameters, answer.Status, answer.Body, fault?.Fault.Kind, calledAt);
            await WriteAsync(context, answer);
        }
    }

    /// <returns>Null if the connection is to be reset.</returns>
    private async Task<Answer?> AnswerAsync(HttpContext context, string method, RequestParameters parameters, InjectedFault? injected)
    {
        switch (injected?.Fault)
        {
            case { Kind: FaultKind.TooManyRequests, AsHtml: true } fault:
                return new Answer(429, Page(429, "Too Many Requests"), "text/html", fault.RetryAfter);
            case { Kind: FaultKind.TooManyRequests } fault:
                return Refused(Refusal.TooManyRequests(fault.RetryAfter));
            case { Kind: FaultKind.ServerError, AsHtml: true } fault:
                return new Answer(fault.Code, Page(fault.Code, ReasonOf(fault.Code)), "text/html");
            case { Kind: FaultKind.ServerError } fault:
                return Refused(new Refusal(fault.Code, fault.Description ?? ReasonOf(fault.Code)));
            case { Kind: FaultKind.EmptyAnswer }:
                return new Answer(200, """{"ok":true,"result":[]}""");
            case { Kind: FaultKind.Foreign } fault:
                return new Answer(fault.Code, fault.Body, fault.ContentType);
            case { Kind: FaultKind.ResetBeforeExecution }:
                return null;
            case { Kind: FaultKind.Stall } when !await StallAsync(injected, context.RequestAborted):
                return null;
        }

        var answer = await ExecuteAsync(context, method, parameters);
        return injected?.Fault.Kind switch
        {
            FaultKind.ExecuteThenReset => null,
            FaultKind.ExecuteThenGarbage => new Answer(200, "<!-- upstream"),
            FaultKind.ExecuteThenStall when !await StallAsync(injected, context.RequestAborted) => null,
            _ => answer,
        };
    }

    /// <returns>False if the caller gave up meanwhile.</returns>
    private async Task<bool> StallAsync(InjectedFault injected, CancellationToken cancellationToken)
    {
        try
        {
            await injected.Released.WaitAsync(injected.Fault.Duration ?? Timeout.InfiniteTimeSpan, state.Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // The stall is over.
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private async Task<Answer?> ExecuteAsync(HttpContext context, string method, RequestParameters parameters)
    {
        var cancellationToken = context.RequestAborted;
        try
        {
            if (method == Fault.PollMethod)
            {
                await TellWhatIsErasedAsync(parameters, cancellationToken);
                Task<PollOutcome> poll;
                lock (state.Gate)
                {
                    state.Feed.PolledAt = context.Request.Host.Value;
                    poll = state.Feed.Poll(parameters, cancellationToken);
                }

                var outcome = await poll;
                return outcome.Refusal is { } refusal
                    ? Refused(refusal)
                    : new Answer(200, $"{{\"ok\":true,\"result\":{outcome.UpdatesJson}}}");
            }

            lock (state.Gate)
                return new Answer(200, MethodTable.Run(state, method, parameters).ToJson());
        }
        catch (RefusalException refused)
        {
            return Refused(refused.Refusal);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception error) when (
            error is InvalidOperationException or JsonException or FormatException or ArgumentException or OverflowException)
        {
            // An exception of the emulator must be recognisable as the emulator's defect, not as Telegram's behaviour.
            return Refused(new Refusal(500, $"Internal Server Error: the emulated server failed: {error}"));
        }
    }

    private async Task TellWhatIsErasedAsync(RequestParameters parameters, CancellationToken cancellationToken)
    {
        if (state.Options.BeforeErase is not { } tell)
            return;
        IReadOnlyList<long> erased;
        lock (state.Gate)
            erased = state.Feed.ErasedBy(parameters);
        if (erased.Count > 0)
            await tell(erased, cancellationToken);
    }

    private async Task ServeFileAsync(HttpContext context, string tokenAndPath)
    {
        var slash = tokenAndPath.IndexOf('/', StringComparison.Ordinal);
        StoredFile? file = null;
        if (slash > 0 && CheckToken(tokenAndPath[..slash]) is null)
        {
            lock (state.Gate)
                file = state.Files.FindByPath(tokenAndPath[(slash + 1)..]);
        }

        if (file is null)
        {
            await WriteAsync(context, Refused(new Refusal(404, "Not Found")));
            return;
        }

        context.Response.ContentType = "application/octet-stream";
        await context.Response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    private static long? ChatIdOf(RequestParameters parameters) =>
        long.TryParse(parameters["chat_id"], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : null;

    private static Answer Refused(Refusal refusal) => new(refusal.Code, refusal.ToJson(), RetryAfter: refusal.RetryAfter);

    private static async Task WriteAsync(HttpContext context, Answer answer)
    {
        var body = WriteHeaders(context, answer);
        try
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // The caller has disconnected; the call is executed and recorded all the same, as by the real server.
        }
    }

    private static async Task WriteHalfAsync(HttpContext context, Answer answer)
    {
        var body = WriteHeaders(context, answer);
        // The body is shorter than announced, so the server closes the connection after it. With a reset at once, this half might not be
        // sent at all.
        await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2), context.RequestAborted);
    }

    private static byte[] WriteHeaders(HttpContext context, Answer answer)
    {
        var body = Encoding.UTF8.GetBytes(answer.Body);
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = body.Length;
        if (answer.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        return body;
    }

    private static string ReasonOf(int code) => code switch
    {
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Server Error",
    };

    private static string Page(int code, string reason) =>
        $"<html>\r\n<head><title>{code} {reason}</title></head>\r\n<body><h1>{code} {reason}</h1><hr></body>\r\n</html>\r\n";
}
