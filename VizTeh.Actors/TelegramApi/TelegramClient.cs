using Telegram.Bot;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Creates the process's one client of the Bot API, which is thread-safe.</summary>
internal static class TelegramClient
{
    /// <param name="serverClock">Learns Telegram's time from each response; null when nobody asks for it.</param>
    public static TelegramBotClient Create(BotSettings settings, ServerClock? serverClock = null)
    {
        HttpMessageHandler handler = new RawUpdatesHandler(new TelegramConnections());
        if (serverClock is not null)
        {
            serverClock.InnerHandler = handler;
            handler = serverClock;
        }

        // Each call has a time limit of its own.
        var http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        // TelegramSender retries. The library's own retries would wait inside a send, without a log line or cancellation.
        var options = new TelegramBotClientOptions(settings.Token, settings.TelegramApiUrl)
        {
            RetryCount = 0,
        };
        return new TelegramBotClient(options, http);
    }
}
