using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>The first calls to Telegram at start: getMe, and the switch to polling.</summary>
internal static class TelegramConnection
{
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(30));

    /// <summary>
    /// Waits for Telegram without a limit: its outage must not keep the program from starting. A webhook is removed, since Telegram would
    /// send every update there instead of to the poller; pending updates are kept.
    /// </summary>
    /// <param name="connectivity">Gets whether Telegram answers; may be null.</param>
    /// <exception cref="SettingsException">Telegram knows no bot with this token.</exception>
    public static async Task<BotIdentity> OpenAsync(
        ITelegramBotClient client, ILogger logger, Connectivity? connectivity, CancellationToken cancellationToken)
    {
        try
        {
            return await RepeatedCall.RunAsync(
                async token =>
                {
                    var me = await client.GetMe(token);
                    await client.DeleteWebhook(dropPendingUpdates: false, token);
                    connectivity?.Telegram.Reached();
                    connectivity?.Token.Reached();
                    logger.LogInformation("Connected to Telegram as @{Username}", me.Username);
                    return new BotIdentity(me.Id, me.Username ?? "");
                },
                RetryBackoff, isFinal: (exception, _) => IsUnknownToken(exception), ReportUnreachable, TimeProvider.System,
                cancellationToken);
        }
        catch (ApiRequestException exception) when (IsUnknownToken(exception))
        {
            connectivity?.Telegram.Reached();
            connectivity?.Token.Failed();
            throw new SettingsException(
                $"TOKEN: Telegram rejects it ({exception.ErrorCode} {exception.Message}): copy the bot's current token from @BotFather.",
                exception);
        }

        void ReportUnreachable(Exception exception, SendFailure failure, TimeSpan wait)
        {
            if (failure is SendFailure.Passing)
                connectivity?.Telegram.Failed();
            logger.LogWarning(
                "Telegram cannot be reached ({Error}); check the network, PROXY and TELEGRAM_API_URL; next try in {Wait}",
                failure is SendFailure.Passing passing ? passing.Reason : exception.Message, wait.InWords());
        }
    }

    private static bool IsUnknownToken(Exception exception) => exception is ApiRequestException { ErrorCode: 401 or 404 };
}
