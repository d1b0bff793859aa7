using Microsoft.Extensions.Logging;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telegram;

namespace VizTeh.Actors.Outbox;

/// <summary>How the first row of a chat fared.</summary>
/// <param name="ChatId">The chat.</param>
/// <param name="Wait">How long the chat has to rest; zero when its next row may be tried at once; null when none is known of.</param>
/// <param name="HasMigrated">Whether its rows went over to another chat, which is to be looked at.</param>
public sealed record DeliveryReport(long ChatId, TimeSpan? Wait, bool HasMigrated = false);

/// <summary>Sends the first row of a chat, and settles it by what Telegram said.</summary>
public sealed class OutboxDelivery(
    OutboxStore store, TelegramSender sender, BotSettings settings, ManagerChats chats, ChatReach reach, TimeProvider clock,
    ILogger<OutboxDelivery> logger)
{
    // A claim holds a connection: a chat whose turn is further off is let go of and comes back.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);
    private static readonly Backoff RefusalBackoff = new(TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5));
    private static readonly Backoff SettleBackoff = new(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5));

    public async Task<DeliveryReport> DeliverFirstAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var claim = await store.ClaimAsync(chatId, cancellationToken);
        if (claim is null)
            return new DeliveryReport(chatId, null);

        var card = TicketCard.Render(claim.State, settings.Company.TimeZone);
        var outcome = claim.Row.MessageId is { } messageId
            ? await sender.EditAsync(chatId, messageId, card, Patience, cancellationToken)
            : await sender.SendAsync(chatId, card, Patience, cancellationToken);
        if (outcome is SendOutcome.Refused refused && MovedTo(chatId, refused) is { } newChatId)
        {
            await MigrateAsync(claim, new ChatMigration(chatId, newChatId), cancellationToken);
            return new DeliveryReport(chatId, TimeSpan.Zero, HasMigrated: true);
        }

        return new DeliveryReport(chatId, await SettleAsync(claim, outcome, cancellationToken));
    }

    // A group that is known to have moved may be refused in other words too, and never comes back into reach.
    private long? MovedTo(long chatId, SendOutcome.Refused refused) =>
        refused.MigratedTo ?? (refused.IsAboutChat && chats.InForceFor(chatId) is var inForce && inForce != chatId ? inForce : null);

    private async Task MigrateAsync(OutboxClaim claim, ChatMigration migration, CancellationToken cancellationToken)
    {
        await claim.MigrateAsync(migration, cancellationToken);
        chats.Learn(migration);
        if (claim.Row.MessageId is not null)
        {
            logger.LogWarning(
                "The card of ticket {TicketId} in chat {ChatId} can no longer be edited: the group has become the supergroup {NewChatId}",
                claim.Row.TicketId, migration.OldChatId, migration.NewChatId);
        }
    }

    private async Task<TimeSpan?> SettleAsync(OutboxClaim claim, SendOutcome outcome, CancellationToken cancellationToken)
    {
        var isEdit = claim.Row.MessageId is not null;
        switch (outcome)
        {
            case SendOutcome.Delivered { MessageId: null } when !isEdit:
                // Without its id the card could never be edited: better twice than a card that lies.
                await claim.RecordFailureAsync("sent, but the answer was unreadable", TimeSpan.Zero, setAside: false, cancellationToken);
                return TimeSpan.Zero;

            case SendOutcome.Delivered delivered:
                FailPoints.Pass(FailPoints.CardSent);
                await CompleteAsync(claim, isEdit ? null : delivered.MessageId, cancellationToken);
                FailPoints.Pass(FailPoints.CardSettled);
                reach.Regained(claim.Row.ChatId);
                return claim.HasMore ? TimeSpan.Zero : null;

            case SendOutcome.Postponed postponed:
                return postponed.RetryAfter;

            case SendOutcome.Refused { IsAboutChat: true } refused:
                var wait = RefusalBackoff.Before(claim.Row.Attempts + 1);
                reach.Lost(claim.Row.ChatId, refused.Description);
                await claim.RecordFailureAsync(refused.Description, wait, setAside: false, cancellationToken);
                return wait;

            case SendOutcome.Refused refused when isEdit:
                logger.LogWarning(
                    "The card of ticket {TicketId} in chat {ChatId} can no longer be edited: {Description}",
                    claim.Row.TicketId, claim.Row.ChatId, refused.Description);
                await claim.DropAsync(
                    forgetCard: refused.Description.Contains("not found", StringComparison.OrdinalIgnoreCase), cancellationToken);
                return TimeSpan.Zero;

            case SendOutcome.Refused refused:
                logger.LogError(
                    "The card of ticket {TicketId} was refused in chat {ChatId} and is set aside in table outbox: {Code} {Description}",
                    claim.Row.TicketId, claim.Row.ChatId, refused.Code, refused.Description);
                await claim.RecordFailureAsync(refused.Description, TimeSpan.Zero, setAside: true, cancellationToken);
                return TimeSpan.Zero;

            default:
                throw new ArgumentOutOfRangeException(nameof(outcome), outcome.GetType(), "an outcome that is not settled yet");
        }
    }

    // What Telegram has accepted is only known here: it is held on to until the database takes it, else the card would come twice.
    private async Task CompleteAsync(OutboxClaim claim, long? sentMessageId, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await store.CompleteAsync(claim, sentMessageId, cancellationToken);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                var wait = SettleBackoff.Before(attempt);
                logger.LogError(
                    "The card of ticket {TicketId} was sent to chat {ChatId}, but that could not be stored ({Error}); next try in {Wait}",
                    claim.Row.TicketId, claim.Row.ChatId, error.Message, wait);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
