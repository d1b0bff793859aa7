using System.Net;
using System.Net.Http.Json;
using System.Runtime.ExceptionServices;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Reads each response to its end and passes on only those of the Bot API. The library takes any response with status 200 for Telegram's
/// and hides its body, but the page of a proxy, a provider or a captive portal has that status too.
/// </summary>
internal sealed class AnswerHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    // getUpdates, the longest response, ends a batch at some 4 MiB (telegram-bot-api, Client.cpp). This limit is only for endless
    // responses.
    private const int MostBytes = 32 << 20;

    private const int FirstBytes = 4 << 10;
    private const int TrustedLength = 1 << 20;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Buffered, so that the request has a Content-Length and is written in one packet. Chunked encoding would send its last chunk in a
        // second packet. Uploads of files are not copied: one whose stream tells its length has a Content-Length all the same.
        if (request.Content is JsonContent content)
            await content.LoadIntoBufferAsync(cancellationToken);
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            var body = await ReadAsync(response.Content, cancellationToken);
            RequireTelegram(response, body);
            response.Content = ToContent(body.Bytes, response.Content);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private static void RequireTelegram(HttpResponseMessage response, Body body)
    {
        var kind = AnswerBody.KindOf(body.Bytes.Span, isWhole: body.Fault is null);
        if (response.StatusCode == HttpStatusCode.OK && kind == AnswerKind.CutOff)
            throw new CutOffException();
        if (body.Fault is { } fault)
            ExceptionDispatchInfo.Throw(fault);
        if (response.StatusCode == HttpStatusCode.TooManyRequests && kind != AnswerKind.Refusal)
            throw new FloodException(WaitOf(response));
        if (response.StatusCode == HttpStatusCode.OK && kind != AnswerKind.Success)
            throw new ForeignAnswerException(response.StatusCode, response.Content.Headers.ContentType?.MediaType);
    }

    // Given in seconds, or as a time by the server's own clock.
    private static TimeSpan? WaitOf(HttpResponseMessage response) =>
        response.Headers.RetryAfter is { } retry ? retry.Delta ?? (retry.Date - response.Headers.Date) : null;

    private static async Task<Body> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        var expected = content.Headers.ContentLength;
        var buffer = new byte[expected is > 0 and <= TrustedLength ? (int)expected : FirstBytes];
        var length = 0;
        try
        {
            await using var stream = await content.ReadAsStreamAsync(cancellationToken);
            while (true)
            {
                if (length == buffer.Length)
                {
                    if (length == expected)
                        break;
                    if (length == MostBytes)
                        throw new IOException($"an answer of more than {MostBytes} bytes");
                    Array.Resize(ref buffer, Math.Min(buffer.Length * 2, MostBytes));
                }

                var read = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken);
                if (read == 0)
                    break;
                length += read;
            }

            return new Body(buffer.AsMemory(0, length), null);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            return new Body(buffer.AsMemory(0, length), exception);
        }
    }

    private static ReadOnlyMemoryContent ToContent(ReadOnlyMemory<byte> bytes, HttpContent original)
    {
        var content = new ReadOnlyMemoryContent(bytes);
        content.Headers.ContentType = original.Headers.ContentType;
        return content;
    }

    /// <param name="Fault">The error that ended the body early; null when the body is whole.</param>
    private sealed record Body(ReadOnlyMemory<byte> Bytes, Exception? Fault);
}

/// <summary>A success of the Bot API was cut off: the call was executed.</summary>
internal sealed class CutOffException() : IOException("Telegram's answer was cut off");

/// <summary>A response that is not the Bot API's.</summary>
internal sealed class ForeignAnswerException(HttpStatusCode status, string? mediaType) : IOException(
    $"an answer that is not Telegram's: status {(int)status}, {mediaType ?? "of no type"}; a proxy, a provider or a portal that asks to "
        + "log in "
    + "gives it in Telegram's place");

/// <summary>A 429 that is not from the Bot API itself, and so has no JSON with the time to wait.</summary>
internal sealed class FloodException(TimeSpan? retryAfter) : HttpRequestException(
    "429 Too Many Requests", null, HttpStatusCode.TooManyRequests)
{
    /// <summary>The header <c>Retry-After</c>; null when there is none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
