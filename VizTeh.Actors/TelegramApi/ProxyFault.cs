using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Why Telegram did not answer a call, for the log. Only a response in the Bot API's format is Telegram's, a refusal too; any other one
/// counts like no response.
/// </summary>
internal static class ProxyFault
{
    /// <returns>Null when the error says nothing about the way to Telegram, such as a cancellation.</returns>
    public static string? Of(Exception error) => error switch
    {
        HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
            "no TLS connection that can be trusted: " + error.GetBaseException().Message,
        HttpRequestException { InnerException: SocketException refused } => refused.Message,
        HttpRequestException or IOException => error.GetBaseException().Message,
        _ => null,
    };

    /// <returns>Null when the response is Telegram's.</returns>
    public static async Task<string?> OfAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        // AnswerHandler has passed it on.
        if (response.StatusCode == HttpStatusCode.OK)
            return null;
        var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
        return AnswerBody.KindOf(body, isWhole: true) == AnswerKind.Refusal
            ? null
            : $"HTTP {(int)response.StatusCode}, not from Telegram";
    }

    /// <summary>
    /// The error of a proxy that makes no tunnel, in words that may be logged: .NET's own name the proxy with its user and password, if
    /// they come from a variable such as <c>https_proxy</c>.
    /// </summary>
    public static HttpRequestException OfTunnel(HttpRequestException error) => new(
        HttpRequestError.ProxyTunnelError,
        error switch
        {
            { StatusCode: { } status } => $"the proxy answers {(int)status}",
            // The time-out for the connection ends a read from the proxy.
            _ when error.GetBaseException() is SocketException { SocketErrorCode: SocketError.OperationAborted } =>
                "the proxy does not answer in time",
            { InnerException: { } inner } => "the proxy refuses: " + inner.Message,
            _ => "the proxy refuses",
        },
        inner: null, error.StatusCode);
}
