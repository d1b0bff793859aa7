using System.Net;
using Telegram.Bot.Exceptions;

namespace VizTeh.Actors.Telegram;

/// <summary>What a failed call of the Bot API means for the next step: the pure part of retrying.</summary>
internal abstract record SendFailure
{
    private SendFailure()
    {
    }

    /// <summary>Telegram asked to wait (429).</summary>
    /// <param name="ForAllChats">True when it was not the Bot API that answered but a server before it: nothing will get through.</param>
    public sealed record Flood(TimeSpan RetryAfter, bool ForAllChats) : SendFailure;

    /// <summary>A fault of the network or of the server; the same call may go through later. The message may have been sent.</summary>
    public sealed record Passing(string Reason) : SendFailure;

    /// <summary>The status said success but the body was unreadable: the call was most likely executed.</summary>
    public sealed record LikelyDone : SendFailure;

    /// <summary>Telegram answered with a final refusal.</summary>
    public sealed record Final(int Code, string Description, long? MigratedTo) : SendFailure;

    private static readonly TimeSpan DefaultFloodWait = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Reads an exception of the Telegram.Bot library: <see cref="ApiRequestException"/> is an answer of the Bot API, any other
    /// <see cref="RequestException"/> is not. Returns null for anything else: a bug, not an outcome.
    /// </summary>
    public static SendFailure? Of(Exception exception) => exception switch
    {
        ApiRequestException { ErrorCode: 429 } e =>
            new Flood(e.Parameters?.RetryAfter is { } seconds ? TimeSpan.FromSeconds(seconds) : DefaultFloodWait, ForAllChats: false),
        ApiRequestException { ErrorCode: >= 500 } e => new Passing($"{e.ErrorCode} {e.Message}"),
        // A revoked token may be put right by the operator; nothing may be lost until then.
        ApiRequestException { ErrorCode: 401 } e => new Passing($"401 {e.Message}: check TOKEN"),
        ApiRequestException e => new Final(e.ErrorCode, e.Message, e.Parameters?.MigrateToChatId),
        RequestException { InnerException: FloodException flood } => new Flood(flood.RetryAfter ?? DefaultFloodWait, ForAllChats: true),
        RequestException { HttpStatusCode: HttpStatusCode.OK } => new LikelyDone(),
        RequestException { HttpStatusCode: { } status } => new Passing($"HTTP {(int)status} without a readable answer"),
        RequestException { InnerException: HttpRequestException inner } => new Passing($"network: {inner.HttpRequestError}"),
        RequestException e => new Passing(e.InnerException?.GetType().Name ?? "no answer"),
        _ => null,
    };
}

/// <summary>A 429 that did not come from the Bot API itself and so has no JSON to say how long to wait.</summary>
internal sealed class FloodException(TimeSpan? retryAfter) : HttpRequestException("429 Too Many Requests", null, HttpStatusCode.TooManyRequests)
{
    /// <summary>From the header <c>Retry-After</c>; null when there is none.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
