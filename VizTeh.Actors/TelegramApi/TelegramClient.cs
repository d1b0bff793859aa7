using Telegram.Bot;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Makes the one client of the Bot API that the process uses; it is safe to share.</summary>
internal static class TelegramClient
{
    public static TelegramBotClient Create(BotSettings settings)
    {
        // Each call has a limit of its own.
        var http = new HttpClient(new RawUpdatesHandler(new TelegramConnections())) { Timeout = Timeout.InfiniteTimeSpan };
        // Retries are ours: the library's would sleep inside a send, unseen and uncancelled.
        var options = new TelegramBotClientOptions(settings.Token, settings.TelegramApiUrl)
        {
            RetryCount = 0,
        };
        return new TelegramBotClient(options, http);
    }
}
