using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>A reaction to a manager's message. A refusal drops it: a chat may allow no reactions, and the message may be gone.</summary>
public sealed class ReactionKind : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Reaction);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var owed = (OwedMessage.Reaction)entry.Row.Owed;
        return sender.ReactAsync(entry.Row.ChatId, owed.MessageId, owed.Emoji, patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) => [];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        await claim.DropAsync([], cancellationToken);
        return true;
    }
}
