using Microsoft.Extensions.Logging;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>
/// The chat for alerts. They go there past the outbox, which is in the database, and are waited for only shortly. Used by one round at a
/// time.
/// </summary>
internal sealed class OpsChat(
    long chatId, TelegramSender sender, AlertOptions options, Troubles troubles, TimeProvider clock, ILogger<OpsChat> logger)
{
    /// <summary>The matter of the trouble in the view <c>health</c>.</summary>
    public const string Matter = "ops chat";

    private long _chatId = chatId;

    /// <summary>Sends a text. Only a cancellation throws.</summary>
    /// <returns>Whether Telegram has accepted it.</returns>
    public async Task<bool> TrySendAsync(string html, CancellationToken cancellationToken)
    {
        var outcome = await SendAsync(html, cancellationToken);
        if (outcome is SendOutcome.Refused { MigratedTo: { } newId })
        {
            logger.LogWarning(
                "The ops chat {OldChatId} has become the supergroup {NewChatId}: put {NewChatId} into OPS_CHAT_ID", _chatId, newId, newId);
            _chatId = newId;
            outcome = await SendAsync(html, cancellationToken);
        }

        var reason = outcome switch
        {
            SendOutcome.Delivered => null,
            SendOutcome.Refused refusal => $"{refusal.Code} {refusal.Description}",
            SendOutcome.Postponed { Unconfirmed: { } fault } => fault,
            _ => "Telegram does not answer, or asks to wait",
        };
        if (reason is null)
        {
            if (troubles.Clear(Matter, null))
                logger.LogInformation("The ops chat takes alerts again");
            return true;
        }

        if (troubles.Raise(Matter, null, $"an alert could not be sent: {reason}"))
            logger.LogError("An alert could not be sent to the ops chat {ChatId}: {Reason}", _chatId, reason);
        return false;
    }

    /// <returns>Null when there was no outcome in time; the message may come later.</returns>
    private async Task<SendOutcome?> SendAsync(string html, CancellationToken cancellationToken)
    {
        var sending = sender.SendAsync(_chatId, new Message(html), options.ChatPatience, cancellationToken);
        try
        {
            try
            {
                return await sending.WaitAsync(options.ChatLimit, clock, cancellationToken);
            }
            catch (OperationCanceledException) when (!sending.IsCompleted)
            {
                // A stop ends waits, never a call: whether it succeeds decides whether the alert is sent again after the next start.
                return await sending.WaitAsync(options.Grace, clock, CancellationToken.None);
            }
        }
        catch (TimeoutException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return null;
        }
    }
}
