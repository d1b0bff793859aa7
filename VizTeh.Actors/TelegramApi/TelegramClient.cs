using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Bot;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Creates the process's one client of the Bot API, which is thread-safe.</summary>
internal static class TelegramClient
{
    /// <param name="connections">Null for those that PROXY asks for, without a log.</param>
    public static TelegramBotClient Create(BotSettings settings, HttpMessageHandler? connections = null)
    {
        // Each call has a time limit of its own.
        var http = new HttpClient(new RawUpdatesHandler(connections ?? ConnectionsOf(settings))) { Timeout = Timeout.InfiniteTimeSpan };
        // TelegramSender retries. The library's own retries would wait inside a send, without a log line or cancellation.
        var options = new TelegramBotClientOptions(settings.Token, settings.TelegramApiUrl)
        {
            RetryCount = 0,
        };
        return new TelegramBotClient(options, http);
    }

    /// <summary>The connections that PROXY asks for, without a log.</summary>
    public static HttpMessageHandler ConnectionsOf(BotSettings settings) =>
        (HttpMessageHandler?)ProxiedConnections.Of(settings, NullLoggerFactory.Instance, TimeProvider.System) ?? new TelegramConnections();
}
