using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Requests.Abstractions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// How the calls of <see cref="TelegramSender"/> are executed, whatever they send: within the limits, after the waits that Telegram asks
/// for, with retries, until the end of the program.
/// </summary>
/// <param name="share">Null for a bot on its own.</param>
internal sealed class PacedCalls(
    ITelegramBotClient client, PacingLimits? limits, TimeProvider clock, ILogger<TelegramSender> logger, BotTelemetry? telemetry,
    ISendPermit? permit, NodeShare? share) : IDisposable
{
    private static readonly Backoff RetryBackoff = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(30));

    private readonly SendRateLimits? _pacing = limits is null ? null : new SendRateLimits(limits, clock, share: share);
    private readonly FloodWaits _floods = new(clock);
    private readonly GroupSends? _groups =
        share is null ? null : new GroupSends(limits?.GroupWindow ?? SendRateLimits.GroupWindow, clock);

    private readonly HeardGroupSends _heard = new(limits?.GroupWindow ?? SendRateLimits.GroupWindow, clock);
    private readonly CancellationTokenSource _closing = new();
    private readonly CancellationTokenSource _abandoning = new();
    private readonly Lock _lock = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _underWay;

    /// <inheritdoc cref="TelegramSender.LimitLearnt"/>
    public event Action<ILimitNews>? LimitLearnt;

    /// <inheritdoc cref="TelegramSender.Hear"/>
    public void Hear(ILimitNews news)
    {
        switch (news)
        {
            case ChatLimited limited:
                _floods.AskFor(limited.ChatId, limited.Wait);
                break;
            case AllChatsLimited limited:
                _floods.AskForAll(limited.Wait);
                break;
            case GroupMessagesSent sent:
                _pacing?.Count(sent.ChatId, _heard.NewOf(sent));
                break;
            default:
                throw new UnreachableException($"{news.GetType()} is not handled");
        }
    }

    /// <inheritdoc cref="TelegramSender.KnownLimits"/>
    public IReadOnlyList<ILimitNews> KnownLimits() => [.. _groups?.Recent() ?? [], .. _floods.Known()];

    /// <summary>Executes a call, and waits for its outcome.</summary>
    /// <param name="chatId">The chat that gets a message; null if none does.</param>
    /// <param name="forManagers">Whether it takes its turn with the managers' calls.</param>
    /// <param name="patience">How long the caller waits for its turn; null for no limit.</param>
    /// <param name="makeRequest">Makes the request anew for each try.</param>
    /// <param name="messageIds">Takes the ids of the messages from the response.</param>
    /// <param name="messages">As how many messages it counts.</param>
    public async Task<SendOutcome> ExecuteAsync<TResult>(
        long? chatId, bool forManagers, TimeSpan? patience, Func<IRequest<TResult>> makeRequest,
        Func<TResult, IReadOnlyList<long>> messageIds, CancellationToken cancellationToken, int messages = 1)
    {
        lock (_lock)
            _underWay++;
        try
        {
            using var waits = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
            return await ExecuteUntilClosedAsync(chatId, forManagers, messages, patience, makeRequest, messageIds, waits.Token);
        }
        catch (OperationCanceledException)
            when (patience is not null && _closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            return new SendOutcome.Postponed(TimeSpan.FromSeconds(1));
        }
        finally
        {
            lock (_lock)
            {
                if (--_underWay == 0 && _closing.IsCancellationRequested)
                    _idle.TrySetResult();
            }
        }
    }

    /// <inheritdoc cref="TelegramSender.StopAsync"/>
    public async Task StopAsync(TimeSpan grace)
    {
        await _closing.CancelAsync();
        lock (_lock)
        {
            if (_underWay == 0)
                _idle.TrySetResult();
        }

        await Task.WhenAny(_idle.Task, Task.Delay(grace, clock));
        await _abandoning.CancelAsync();
        await _idle.Task;
    }

    public void Dispose()
    {
        _pacing?.Dispose();
        _closing.Dispose();
        _abandoning.Dispose();
    }

    private async Task<SendOutcome> ExecuteUntilClosedAsync<TResult>(
        long? chatId, bool forManagers, int messages, TimeSpan? patience, Func<IRequest<TResult>> makeRequest,
        Func<TResult, IReadOnlyList<long>> messageIds, CancellationToken cancellationToken)
    {
        var startedAt = clock.GetTimestamp();
        TimeSpan? Left() => patience is { } p ? p - clock.GetElapsedTime(startedAt) : null;

        var failures = 0;
        while (true)
        {
            if (_floods.Remaining(chatId) is { Ticks: > 0 } flood)
            {
                if (Left() < flood)
                    return new SendOutcome.Postponed(flood);
                await Task.Delay(flood, clock, cancellationToken);
                continue;
            }

            if (!await WaitTurnAsync(chatId, forManagers, messages, Left(), cancellationToken))
                return new SendOutcome.Postponed(TimeSpan.FromSeconds(1));

            cancellationToken.ThrowIfCancellationRequested();
            if (permit is not null)
                await permit.WaitAsync(cancellationToken);
            // Another node may have been told to wait while this call waited for its turn.
            if (share is not null && _floods.Remaining(chatId) > TimeSpan.Zero)
                continue;
            TellGroup(chatId, messages);
            var request = makeRequest();
            TimeSpan wait;
            try
            {
                var ids = messageIds(await CallAsync(request));
                var delivered = new SendOutcome.Delivered(ids.Count > 0 ? ids[0] : null)
                {
                    MayBeCopy = failures > 0,
                    MoreMessageIds = ids.Count > 1 ? [.. ids.Skip(1)] : [],
                };
                if (failures > 0)
                {
                    logger.LogInformation(
                        "{Method} to chat {ChatId} went through after {Failures} failures", request.MethodName, chatId, failures);
                }

                return delivered;
            }
            catch (Exception exception) when (SendFailure.Of(exception) is { } failure)
            {
                switch (failure)
                {
                    case SendFailure.LikelyDone:
                        logger.LogWarning(
                            "The success of {Method} to chat {ChatId} could not be read to its end; taken as done", request.MethodName,
                            chatId);
                        return new SendOutcome.Delivered(null);
                    case SendFailure.Final refusal:
                        // Only the outbox has patience for a chat's turn. It retries for days, and logs refusals itself.
                        logger.Log(
                            chatId is not null && patience is not null ? LogLevel.Debug : LogLevel.Information,
                            "{Method} to chat {ChatId} was refused: {Code} {Description}",
                            request.MethodName, chatId, refusal.Code, refusal.Description);
                        return new SendOutcome.Refused(refusal.Code, refusal.Description, refusal.MigratedTo);
                    case SendFailure.Flood limited:
                        logger.LogWarning(
                            "{Method} to chat {ChatId} was limited by Telegram for {RetryAfter}", request.MethodName, chatId,
                            limited.RetryAfter.InWords());
                        wait = limited.RetryAfter;
                        telemetry?.Metrics.Limited(
                            limited.ForAllChats ? MetricLabels.AllChats : chatId is null ? MetricLabels.OneCall : MetricLabels.OneChat,
                            wait);
                        // A call that names no chat (the answer to a press) waits alone: its 429 holds up no other call.
                        if (limited.ForAllChats)
                            Learn(new AllChatsLimited(wait), isNews: _floods.AskForAll(wait));
                        else if (chatId is { } limitedChatId)
                            Learn(new ChatLimited(limitedChatId, wait), isNews: _floods.AskFor(limitedChatId, wait));
                        else if (Left() < wait)
                            return new SendOutcome.Postponed(wait) { IsLimitedAlone = true };
                        break;
                    case SendFailure.Passing passing:
                        wait = RetryBackoff.Before(++failures);
                        logger.LogWarning(
                            "{Method} to chat {ChatId} failed ({Reason}), time {Failures}; next try in {Wait}",
                            request.MethodName, chatId, passing.Reason, failures, wait.InWords());
                        // Each retry may duplicate the message. A caller with limited patience records that, and lets the waits grow.
                        if (passing.MayBeDone && chatId is not null && patience is not null)
                            return new SendOutcome.Postponed(wait, passing.Reason);
                        break;
                    default:
                        throw new UnreachableException($"{failure.GetType()} is not handled");
                }
            }

            if (Left() < wait)
                return new SendOutcome.Postponed(wait);
            await Task.Delay(wait, clock, cancellationToken);
        }
    }

    private void TellGroup(long? chatId, int messages)
    {
        if (_groups is null || chatId is not { } id || !SendRateLimits.IsGroup(id))
            return;
        if (_groups.Add(id, messages) is { } sent)
            Learn(sent, isNews: true);
    }

    private void Learn(ILimitNews news, bool isNews)
    {
        if (isNews)
            LimitLearnt?.Invoke(news);
    }

    private async Task<TResult> CallAsync<TResult>(IRequest<TResult> request)
    {
        if (telemetry is null)
            return await client.SendRequest(request, _abandoning.Token);
        using var span = telemetry.Traces.EnterCall(request.MethodName);
        var outcome = MetricLabels.Delivered;
        try
        {
            return await client.SendRequest(request, _abandoning.Token);
        }
        catch (Exception exception)
        {
            outcome = SendFailure.Of(exception) switch
            {
                SendFailure.LikelyDone => MetricLabels.Delivered,
                SendFailure.Final => MetricLabels.Refused,
                SendFailure.Flood => MetricLabels.Limited,
                SendFailure.Passing => MetricLabels.Failed,
                _ => MetricLabels.CutOff,
            };
            throw;
        }
        finally
        {
            telemetry.Metrics.Sent(request.MethodName, outcome);
            span?.SetTag("vizteh.outcome", outcome);
        }
    }

    private async Task<bool> WaitTurnAsync(
        long? chatId, bool forManagers, int messages, TimeSpan? patience, CancellationToken cancellationToken)
    {
        if (_pacing is null)
            return true;
        if (patience is { } limited)
            return await _pacing.TryWaitAsync(chatId, forManagers, messages, limited, cancellationToken);
        await _pacing.WaitAsync(chatId, forManagers, messages, cancellationToken);
        return true;
    }
}
