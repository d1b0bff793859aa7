using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using Telegram.Bot.Types.Enums;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.TelegramApi;

/// <summary>A chat as the bot sees it.</summary>
/// <param name="Title">Of a group; null of a private chat, whose name is a person's.</param>
internal sealed record ProbedChat(string? Title);

/// <summary>A webhook that is set for the bot.</summary>
/// <param name="Host">Of its address, whose path may hold a secret.</param>
internal sealed record ProbedWebhook(string Host);

/// <summary>A call of the Bot API that did not do what was asked.</summary>
/// <param name="refusal">Telegram's words or the network's, without the token.</param>
/// <param name="isRefused">Whether Telegram itself answered; else it was not reached.</param>
internal sealed class ProbeException(string refusal, bool isRefused, Exception cause) : Exception(refusal, cause)
{
    public bool IsRefused => isRefused;
}

/// <summary>
/// Asks the Bot API about the bot without changing anything. It never calls getUpdates: that would end the poll of a running bot.
/// </summary>
internal sealed class TelegramProbe(BotSettings settings, TimeProvider clock) : IDisposable
{
    // Telegram answers within a second or two.
    private static readonly TimeSpan CallLimit = TimeSpan.FromSeconds(15);

    private static readonly string NoAnswer = $"no answer for {CallLimit.InWords()}";

    private readonly ServerClock _serverClock = new(clock, TelegramClient.ConnectionsOf(settings));
    private TelegramBotClient? _client;

    private TelegramBotClient Client => _client ??= TelegramClient.Create(settings, _serverClock);

    /// <inheritdoc cref="ServerClock.Ahead"/>
    public TimeSpan? ClockAhead => _serverClock.Ahead;

    /// <summary>Asks Telegram through each entry of PROXY, in order.</summary>
    /// <returns>For each its trial, and the settings that have this entry alone.</returns>
    public static async IAsyncEnumerable<(ProxyTrial Trial, BotSettings Alone)> TryProxiesAsync(
        BotSettings settings, TimeProvider clock, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var proxies = ProxiedConnections.Of(settings, NullLoggerFactory.Instance, clock);
        for (var position = 1; position <= settings.Proxies.Count; position++)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(CallLimit);
            ProxyTrial trial;
            try
            {
                trial = await proxies!.TryAsync(position, limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                trial = new ProxyTrial(proxies!.Names[position - 1], CallLimit, NoAnswer);
            }

            yield return (trial, settings with { Proxies = [settings.Proxies[position - 1]] });
        }
    }

    /// <returns>The bot, and how long the answer took.</returns>
    /// <exception cref="ProbeException">Telegram is out of reach, or knows no bot with this token.</exception>
    public async Task<(BotIdentity Bot, TimeSpan Took)> GetMeAsync(CancellationToken cancellationToken)
    {
        var begun = clock.GetTimestamp();
        var me = await AskAsync(token => Client.GetMe(token), cancellationToken);
        return (new BotIdentity(me.Id, me.Username ?? ""), clock.GetElapsedTime(begun));
    }

    /// <exception cref="ProbeException">Telegram does not show the chat to the bot.</exception>
    public async Task<ProbedChat> GetChatAsync(long chatId, CancellationToken cancellationToken)
    {
        var chat = await AskAsync(token => Client.GetChat(chatId, token), cancellationToken);
        return new ProbedChat(chat.Title);
    }

    /// <summary>
    /// Shows "typing" in the chat for some seconds, the one call that needs the right to write and leaves nothing behind.
    /// </summary>
    /// <exception cref="ProbeException">The bot may not write there.</exception>
    public Task RequireMayWriteAsync(long chatId, int? topicId, CancellationToken cancellationToken) => AskAsync(
        async token =>
        {
            await Client.SendChatAction(chatId, ChatAction.Typing, topicId, cancellationToken: token);
            return true;
        },
        cancellationToken);

    /// <exception cref="ProbeException">Telegram has no such file for this bot.</exception>
    public Task RequireFileAsync(string fileId, CancellationToken cancellationToken) =>
        AskAsync(token => Client.GetFile(fileId, token), cancellationToken);

    /// <returns>Null when no webhook is set.</returns>
    /// <exception cref="ProbeException">Telegram does not answer.</exception>
    public async Task<ProbedWebhook?> GetWebhookAsync(CancellationToken cancellationToken)
    {
        var info = await AskAsync(token => Client.GetWebhookInfo(token), cancellationToken);
        return string.IsNullOrEmpty(info.Url) ? null
            : new ProbedWebhook(Uri.TryCreate(info.Url, UriKind.Absolute, out var url) ? url.Host : "an address that cannot be read");
    }

    public void Dispose() => _serverClock.Dispose();

    private static async Task<T> AskAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(CallLimit);
        try
        {
            return await ask(limit.Token);
        }
        catch (OperationCanceledException late) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ProbeException(NoAnswer, isRefused: false, late);
        }
        catch (ApiRequestException refusal)
        {
            throw new ProbeException(
                string.Create(CultureInfo.InvariantCulture, $"{refusal.ErrorCode} {refusal.Message}"), isRefused: true, refusal);
        }
        catch (RequestException failure)
        {
            throw new ProbeException(
                SendFailure.Of(failure) is SendFailure.Passing passing ? passing.Reason : failure.Message, isRefused: false, failure);
        }
    }
}
