using Microsoft.Extensions.Logging;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A message of another version that this one cannot send: its row is set aside, and the other rows of the chat are sent.
/// </summary>
public sealed class UnreadableKind(ILogger<UnreadableKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Unreadable);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Refused(0, ((OwedMessage.Unreadable)entry.Row.Owed).Why));

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        await claim.RecordRefusalAsync(refused, TimeSpan.Zero, setAside: true, cancellationToken);
        logger.LogError(
            "The {Owed} to chat {ChatId} is set aside in table outbox: {Description}", claim.Head.Row.Owed.Name, claim.Head.Row.ChatId,
            refused.Description);
        return true;
    }
}
