using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Types;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Sets the menus of suggested commands in Telegram, one for clients and one for each managers' chat: at start, for the successor of a
/// migrated chat, and, after a refusal, as soon as the bot is admitted to the chat. Of several nodes only one does.
/// </summary>
internal sealed class CommandMenus(
    ITelegramBotClient client, SuggestedCommands commands, ManagerChats chats, ChatReachability reach, StartRush rush, SoleDuty duty,
    TimeProvider clock, ILogger<CommandMenus> logger) : BackgroundService
{
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    private static readonly TimeSpan RefusedRetry = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await rush.WaitForEndAsync(stoppingToken);
        await duty.WaitAsync(stoppingToken);
        if (await SetAsync(commands.ToClients, new BotCommandScopeAllPrivateChats(), stoppingToken) is { } reason)
            logger.LogWarning("Telegram refused the clients' menu of commands: {Description}", reason);
        var known = new HashSet<long>();
        var refused = new HashSet<long>();
        while (true)
        {
            var changed = chats.Changed;
            foreach (var chatId in chats.Current.Where(chatId => !known.Contains(chatId)))
            {
                var refusal = await SetAsync(commands.ToManagers, new BotCommandScopeChat { ChatId = chatId }, stoppingToken);
                reach.Asked(chatId, isKnown: refusal is null);
                if (refusal is null)
                    known.Add(chatId);
                else if (refused.Add(chatId))
                    ReportRefused(chatId, refusal);
            }

            var again = chats.Current.All(known.Contains) ? Timeout.InfiniteTimeSpan : RefusedRetry;
            try
            {
                await changed.WaitAsync(again, clock, stoppingToken);
            }
            catch (TimeoutException)
            {
                // Retries the chats that refused.
            }
        }
    }

    private void ReportRefused(long chatId, string refusal) => logger.LogWarning(
        "Telegram refused the menu of commands for chat {ChatId}: {Description}. Check MANAGER_CHAT_ID and vizteh.routes: a manager has to "
        + "press Start in the bot's chat first, and a group has to have the bot as a member", chatId, refusal);

    /// <returns>Telegram's final refusal; null when the menu is set.</returns>
    private async Task<string?> SetAsync(
        IReadOnlyList<SuggestedCommand> suggested, BotCommandScope scope, CancellationToken cancellationToken)
    {
        var menu = suggested.Select(command => new BotCommand(command.Name, command.Description)).ToArray();
        try
        {
            await RepeatedCall.RunAsync(
                async token =>
                {
                    await client.SetMyCommands(menu, scope, cancellationToken: token);
                    return true;
                },
                RetryBackoff, isFinal: (_, failure) => failure is SendFailure.Final, onFailure: null, clock, cancellationToken);
            return null;
        }
        catch (Exception exception) when (SendFailure.Of(exception) is SendFailure.Final refusal)
        {
            return refusal.Description;
        }
    }
}
