using Microsoft.Extensions.Logging;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>What another version of the program owes and this one cannot send: it is set aside, and the rest of its chat goes on.</summary>
public sealed class UnreadableKind(ILogger<UnreadableKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Unreadable);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        Task.FromResult<SendOutcome>(new SendOutcome.Refused(0, ((OwedMessage.Unreadable)entry.Row.Owed).Why));

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        await claim.RecordFailureAsync(refused.Description, TimeSpan.Zero, setAside: true, cancellationToken);
        logger.LogError(
            "The {Owed} to chat {ChatId} is set aside in table outbox: {Description}", claim.Head.Row.Owed.Name, claim.Head.Row.ChatId,
            refused.Description);
        return true;
    }
}
