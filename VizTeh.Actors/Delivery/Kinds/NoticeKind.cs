using Microsoft.Extensions.Logging;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A notice, said as it was owed; nothing is remembered of its message. A client who has left is told nothing, and one whose chat goes on
/// refusing it is given up; a managers' chat is waited for, as for its cards, until the notice expires.
/// </summary>
public sealed class NoticeKind(ILogger<NoticeKind> logger) : MessageKind
{
    // About twenty minutes of them.
    private const int MostRefusals = 10;

    public override Type Owed => typeof(OwedMessage.Notice);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendAsync(entry.Row.ChatId, ((OwedMessage.Notice)entry.Row.Owed).Message, patience, cancellationToken);

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var row = claim.Head.Row;
        // Of 404 it is the token or the address of the Bot API that is wrong, which says nothing of the chat.
        if (row.Owed.Recipient == Recipient.Managers || refused.Code == 404 || (!refused.IsPersonGone && row.Attempts + 1 < MostRefusals))
            return false;
        await claim.DropAsync([], cancellationToken);
        logger.LogWarning(
            "A notice to user {UserId} is given up after {Refusals} refusals: {Code} {Description}",
            row.ChatId, row.Attempts + 1, refused.Code, refused.Description);
        return true;
    }
}
