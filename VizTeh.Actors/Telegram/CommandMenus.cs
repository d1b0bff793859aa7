using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Types;
using VizTeh.Actors.Manager;

namespace VizTeh.Actors.Telegram;

/// <summary>Tells Telegram, at start and for a chat that takes the place of another, which commands to suggest: one menu for clients, one for each manager's chat.</summary>
internal sealed class CommandMenus(ITelegramBotClient client, ManagerChats chats, TimeProvider clock, ILogger<CommandMenus> logger)
    : BackgroundService
{
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private static readonly BotCommand[] ForClients =
    [
        new("start", "Начать"),
        new("help", "Подсказка"),
        new("cancel", "Отменить заявку"),
    ];

    private static readonly BotCommand[] ForManagers =
    [
        new("start", "Начать"),
        new("help", "Подсказка"),
        new("photoid", "Узнать file_id фотографии (в подписи к фото)"),
    ];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await SetAsync(ForClients, new BotCommandScopeAllPrivateChats(), chatId: null, stoppingToken);
        var known = new HashSet<long>();
        while (true)
        {
            var changed = chats.Changed;
            foreach (var chatId in chats.InForce.Where(known.Add))
                await SetAsync(ForManagers, new BotCommandScopeChat { ChatId = chatId }, chatId, stoppingToken);
            await changed.WaitAsync(stoppingToken);
        }
    }

    private async Task SetAsync(BotCommand[] commands, BotCommandScope scope, long? chatId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await client.SetMyCommands(commands, scope, cancellationToken: cancellationToken);
                return;
            }
            catch (Exception exception) when (SendFailure.Of(exception) is { } failure)
            {
                if (failure is SendFailure.Final refusal)
                {
                    logger.LogWarning(
                        "Telegram refused the menu of commands for chat {ChatId}: {Description}. Check MANAGER_CHAT_ID: a manager has to "
                        + "press Start in the bot's chat first, and a group has to have the bot as a member", chatId, refusal.Description);
                    return;
                }

                var wait = failure is SendFailure.Flood flood ? flood.RetryAfter : RetryBackoff.Before(attempt);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
