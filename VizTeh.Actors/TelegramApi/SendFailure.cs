using System.Net;
using Telegram.Bot.Exceptions;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The meaning of a failed call of the Bot API for the next step: the pure part of retrying.</summary>
internal abstract record SendFailure
{
    private SendFailure()
    {
    }

    /// <summary>Telegram asked to wait (429).</summary>
    /// <param name="ForAllChats">Whether a server before the Bot API answered, so that every call is affected.</param>
    public sealed record Flood(TimeSpan RetryAfter, bool ForAllChats) : SendFailure;

    /// <summary>A fault of the network, of the server, or of something before it; a retry may succeed.</summary>
    /// <param name="MayBeDone">Whether the call may have been executed, so that a retry may duplicate a message.</param>
    public sealed record Passing(string Reason, bool MayBeDone) : SendFailure;

    /// <summary>The Bot API reported success, but the response cannot be read whole: the call was executed.</summary>
    public sealed record LikelyDone : SendFailure;

    /// <summary>Telegram answered with a final refusal.</summary>
    public sealed record Final(int Code, string Description, long? MigratedTo) : SendFailure;

    private static readonly TimeSpan DefaultFloodWait = TimeSpan.FromSeconds(5);

    // Telegram asks for seconds up to hours. A longer time is an error on the way, and a delay has a maximum of weeks.
    private static readonly TimeSpan ShortestFloodWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestFloodWait = TimeSpan.FromDays(1);

    /// <summary>
    /// Classifies an exception of the Telegram.Bot library: an <see cref="ApiRequestException"/> is an answer of the Bot API, any other
    /// <see cref="RequestException"/> is not. Returns null for anything else, which is a bug and not an outcome.
    /// </summary>
    public static SendFailure? Of(Exception exception) => exception switch
    {
        ApiRequestException { ErrorCode: 429 } e =>
            FloodOf(e.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : null, forAllChats: false),
        ApiRequestException { ErrorCode: >= 500 } e => new Passing($"{e.ErrorCode} {e.Message}", MayBeDone: false),
        // The operator may replace a revoked token, so the call is retried and nothing is lost until then.
        ApiRequestException { ErrorCode: 401 } e => new Passing($"401 {e.Message}: check TOKEN", MayBeDone: false),
        ApiRequestException e => new Final(e.ErrorCode, e.Message, e.Parameters?.MigrateToChatId),
        RequestException { InnerException: FloodException flood } => FloodOf(flood.RetryAfter, forAllChats: true),
        RequestException { InnerException: CutOffException } => new LikelyDone(),
        RequestException { InnerException: ForeignAnswerException foreign } => new Passing(foreign.Message, MayBeDone: true),
        // The library could not read the response, but it began as one of the Bot API's, or AnswerHandler would not have passed it on.
        RequestException { HttpStatusCode: HttpStatusCode.OK } => new LikelyDone(),
        RequestException { HttpStatusCode: { } status } =>
            new Passing($"HTTP {(int)status} without a readable answer", MayBeDone: (int)status >= 500),
        RequestException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } } =>
            new Passing(
            "no TLS connection that can be trusted: something on the way answers in Telegram's place, or the machine's clock or "
                + "certificates "
            + "are wrong", MayBeDone: false),
        RequestException { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError } tunnel } =>
            new Passing("network: " + tunnel.Message, MayBeDone: false),
        RequestException { InnerException: HttpRequestException inner } =>
            new Passing(
                "network: " + (inner.HttpRequestError == HttpRequestError.Unknown
                    ? inner.GetBaseException().Message : inner.HttpRequestError.ToString()),
                MayBeDone: !IsBeforeSending(inner.HttpRequestError)),
        RequestException e => new Passing(e.InnerException?.GetType().Name ?? "no answer", MayBeDone: true),
        _ => null,
    };

    private static Flood FloodOf(TimeSpan? asked, bool forAllChats)
    {
        var wait = asked ?? DefaultFloodWait;
        return new Flood(wait < ShortestFloodWait ? ShortestFloodWait : wait > LongestFloodWait ? LongestFloodWait : wait, forAllChats);
    }

    private static bool IsBeforeSending(HttpRequestError error) => error
        is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError;
}
