using System.Globalization;
using System.Runtime.CompilerServices;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>Telegram: whether it can be reached, knows the bot, and lets it write to the managers and to the ops chat.</summary>
internal static class TelegramChecks
{
    private const string Subject = "Telegram";

    /// <param name="storedPhoto">The file of the photo that a manager stored; null for none.</param>
    public static async IAsyncEnumerable<Check> RunAsync(
        BotSettings settings, string? storedPhoto, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var working = settings.Proxies.Count == 0 ? settings : null;
        await foreach (var (trial, alone) in TelegramProbe.TryProxiesAsync(settings, clock, cancellationToken))
        {
            yield return OfProxy(trial);
            if (trial.Fault is null)
                working ??= alone;
        }

        using var probe = new TelegramProbe(working ?? settings, clock);
        var reached = await GetMeAsync(probe, cancellationToken);
        yield return reached;
        if (reached.Outcome == CheckOutcome.Failed)
        {
            yield return Check.Skipped("chats", "not asked: Telegram does not answer the bot");
            yield break;
        }

        foreach (var (chatId, topicId) in ChatsOf(settings))
            yield return await LookAtManagersAsync(probe, chatId, topicId, cancellationToken);
        if (settings.Alerts.OpsChatId is { } opsChatId)
            yield return await LookAtOpsChatAsync(probe, opsChatId, cancellationToken);
        yield return await LookAtPhotoAsync(probe, settings.PhotoId, storedPhoto, cancellationToken);
        yield return await LookAtWebhookAsync(probe, cancellationToken);
        if (probe.ClockAhead is { } ahead)
            yield return DatabaseChecks.OfClock("Telegram", ahead);
    }

    private static IEnumerable<(long ChatId, int? TopicId)> ChatsOf(BotSettings settings) => settings.ManagerChatIds
        .Select(chat => (chat, (int?)null))
        .Concat(settings.Company.Routes.Select(route => (route.ChatId, route.TopicId)))
        .Distinct();

    private static Check OfProxy(ProxyTrial trial) => trial.Fault is { } fault
        ? Check.Notice("proxy", $"{trial.Proxy} does not lead to Telegram ({fault})", "PROXY: mend this entry, or take it out")
        : Check.Well(
            "proxy",
            string.Create(CultureInfo.InvariantCulture, $"{trial.Proxy} leads to Telegram within {trial.Took.TotalMilliseconds:0} ms"));

    private static async Task<Check> GetMeAsync(TelegramProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            var (bot, took) = await probe.GetMeAsync(cancellationToken);
            return Check.Well(
                Subject, string.Create(CultureInfo.InvariantCulture, $"answers @{bot.Username} within {took.TotalMilliseconds:0} ms"));
        }
        catch (ProbeException failure) when (failure.IsRefused)
        {
            return Check.Failed(
                Subject, $"refuses the token ({failure.Message})", "TOKEN: copy the bot's current token from @BotFather");
        }
        catch (ProbeException failure)
        {
            return Check.Failed(
                Subject, $"cannot be reached ({failure.Message})", "Check the machine's network, its firewall, PROXY and TELEGRAM_API_URL");
        }
    }

    private static Task<Check> LookAtManagersAsync(
        TelegramProbe probe, long chatId, int? topicId, CancellationToken cancellationToken) => LookAtChatAsync(
        probe, string.Create(CultureInfo.InvariantCulture, $"chat {chatId}{(topicId is { } topic ? $"/{topic}" : "")}"), chatId, topicId,
        chatId > 0
            ? "MANAGER_CHAT_ID: let this manager open the bot and press Start"
            : "MANAGER_CHAT_ID, vizteh.routes: add the bot to the group, and let it write there",
        cancellationToken);

    private static Task<Check> LookAtOpsChatAsync(TelegramProbe probe, long chatId, CancellationToken cancellationToken) => LookAtChatAsync(
        probe, "ops chat", chatId, topicId: null,
        chatId > 0
            ? "OPS_CHAT_ID: let this person open the bot and press Start; until then no alert comes there"
            : "OPS_CHAT_ID: add the bot to the group, and let it write there; until then no alert comes there",
        cancellationToken);

    private static async Task<Check> LookAtChatAsync(
        TelegramProbe probe, string subject, long chatId, int? topicId, string cure, CancellationToken cancellationToken)
    {
        try
        {
            var chat = await probe.GetChatAsync(chatId, cancellationToken);
            await probe.RequireMayWriteAsync(chatId, topicId, cancellationToken);
            return Check.Well(subject, $"{(chat.Title is { } title ? $"the group «{title}»" : "a private chat")}; the bot may write there");
        }
        catch (ProbeException failure)
        {
            return Check.Failed(subject, $"the bot cannot write there ({failure.Message})", cure);
        }
    }

    private static async Task<Check> LookAtPhotoAsync(
        TelegramProbe probe, string? ofSettings, string? stored, CancellationToken cancellationToken)
    {
        if ((ofSettings ?? stored) is not { } photoId)
            return Check.Well("photo", "PHOTO_ID is not set, and no photo is stored: «О компании» is its text alone");
        var whose = ofSettings is not null ? "that of PHOTO_ID" : "the one that a manager stored";
        try
        {
            await probe.RequireFileAsync(photoId, cancellationToken);
            return Check.Well("photo", $"Telegram has {whose}");
        }
        catch (ProbeException failure)
        {
            return Check.Notice(
                "photo", $"Telegram does not give {whose} ({failure.Message}): «О компании» goes without it",
                (ofSettings is not null ? "PHOTO_ID: take it out, and send" : "Send")
                + " the photo to the bot in a managers' chat with /photoid сохранить");
        }
    }

    private static async Task<Check> LookAtWebhookAsync(TelegramProbe probe, CancellationToken cancellationToken)
    {
        try
        {
            return await probe.GetWebhookAsync(cancellationToken) is { } webhook
                ? Check.Notice(
                    "webhook", $"one is set, to {webhook.Host}", "The bot removes it when it starts: stop the program that sets it")
                : Check.Well("webhook", "none is set");
        }
        catch (ProbeException failure)
        {
            return Check.Notice("webhook", $"not known ({failure.Message})", "Run the check again");
        }
    }
}
