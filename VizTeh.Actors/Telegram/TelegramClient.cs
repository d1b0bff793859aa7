using System.Net;
using System.Net.Http.Json;
using Telegram.Bot;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Telegram;

/// <summary>Makes the one client of the Bot API that the process uses; it is safe to share.</summary>
internal static class TelegramClient
{
    public static TelegramBotClient Create(BotSettings settings)
    {
        // Each call has a limit of its own.
        var http = new HttpClient(new RawUpdatesHandler(new FloodHandler(new TelegramConnections()))) { Timeout = Timeout.InfiniteTimeSpan };
        // Retries are ours: the library's would sleep inside a send, unseen and uncancelled.
        var options = new TelegramBotClientOptions(settings.Token, settings.TelegramApiUrl)
        {
            RetryCount = 0,
        };
        return new TelegramBotClient(options, http);
    }

    /// <summary>Keeps the wait that a 429 in HTML names in its header, which the library does not read.</summary>
    private sealed class FloodHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            // Of a length that is known it goes out in one packet; else in chunks, the last of which takes another. A file is left to it.
            if (request.Content is JsonContent content)
                await content.LoadIntoBufferAsync(cancellationToken);
            var response = await base.SendAsync(request, cancellationToken);
            if (response.StatusCode != HttpStatusCode.TooManyRequests || response.Content.Headers.ContentType?.MediaType == "application/json")
                return response;
            var retryAfter = response.Headers.RetryAfter?.Delta;
            response.Dispose();
            throw new FloodException(retryAfter);
        }
    }
}
