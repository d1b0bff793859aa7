using Microsoft.Extensions.Logging;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A notice, sent in the words in which it was owed; its message id is not stored. It is dropped when its client has left, or has a chat
/// that keeps refusing it. A managers' chat is retried, as for cards, until the notice expires.
/// </summary>
public sealed class NoticeKind(BotSettings settings, ILogger<NoticeKind> logger) : MessageKind
{
    // Retries for about twenty minutes.
    private const int MostRefusals = 10;

    public override Type Owed => typeof(OwedMessage.Notice);

    // Whoever undoes the change withdraws the notice, unless its row is locked: so it is sent only as the head of a claim. So is the
    // reminder of a form: what is read under a claim may be outdated by the time of its second message.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) =>
        entry.Row.Owed is OwedMessage.Notice { HistoryId: null, RemindsOf: null };

    // Nobody is woken by it after an outage.
    public override DateTimeOffset? NotBefore(OutboxEntry entry, DateTimeOffset now) =>
        entry.Row.Owed is OwedMessage.Notice { IsOfLeftForm: true } or OwedMessage.Notice { RemindsOf: not null }
        && settings.Company.Reminder.Within(now) is var opening && opening > now
            ? opening
            : null;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var notice = (OwedMessage.Notice)entry.Row.Owed;
        return sender.SendReplyAsync(entry.Row.ChatId, new ReplyPlace(notice.ReplyTo), notice.Message, patience, cancellationToken);
    }

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var row = claim.Head.Row;
        if (refused.Reason == RefusalReason.Content)
            return false;
        // A 404 means that the token or the address of the Bot API is wrong, which says nothing about the chat.
        if (row.Owed.Recipient == Recipient.Managers || refused.Code == 404 || (!refused.IsPersonGone && row.Attempts + 1 < MostRefusals))
            return false;
        await claim.DropAsync([], cancellationToken);
        logger.LogWarning(
            "A notice to user {UserId} is given up after {Refusals} refusals: {Code} {Description}",
            row.ChatId, row.Attempts + 1, refused.Code, refused.Description);
        return true;
    }
}
