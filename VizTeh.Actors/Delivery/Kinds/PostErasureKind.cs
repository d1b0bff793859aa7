using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The deletion of a message about an erased ticket. One that is gone already counts as deleted. Of one that Telegram no longer deletes for
/// a bot, a text is replaced, and a file is named to the managers. So is the ticket, if neither is possible.
/// </summary>
public sealed class PostErasureKind(BotSettings settings, ILogger<PostErasureKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.PostErasure);

    public override async Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (chatId, post) = (entry.Row.ChatId, PostOf(entry));
        var outcome = await sender.DeleteAsync(chatId, post.MessageId, patience, cancellationToken);
        if (post.HasFile || outcome is not SendOutcome.Refused { IsUndeletable: true })
            return outcome;
        var instead = settings.Company.Texts.With(
            CardPhrases.PostErased, ("number", post.TicketId.ToString(CultureInfo.InvariantCulture)));
        var edited = await sender.EditAsync(chatId, post.MessageId, new Message(instead), patience, cancellationToken);
        return edited is SendOutcome.Refused { IsEditedGone: true } ? new SendOutcome.Delivered(null) : edited;
    }

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) =>
        [ErasureRows.OweLeft(PostOf(entry).TicketId, entry.Row.ChatId)];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var (chatId, post) = (claim.Head.Row.ChatId, PostOf(claim.Head));
        if (refused.Reason is RefusalReason.EditedMessage or RefusalReason.Content)
        {
            await claim.DropAsync(ForgetMessage(claim.Head), cancellationToken);
            logger.LogWarning(
                "The {Owed} in chat {ChatId} is impossible ({Description}); the managers are asked to do it", post.Name, chatId,
                refused.Description);
            return true;
        }

        if (!post.HasFile || !refused.IsUndeletable)
            return false;
        var notice = new OwedMessage.OldFiles(post.TicketId, [post.MessageId]).ToColumns();
        await claim.DropAsync(
            [
                new NpgsqlBatchCommand("insert into outbox (chat_id, kind, ticket_id, payload) values ($1, $2, $3, $4::jsonb)")
                {
                    Parameters = { Value(chatId), Value(notice.Kind), Value(post.TicketId), Value(notice.Payload) },
                },
            ],
            cancellationToken);
        logger.LogWarning(
            "The {Owed} in chat {ChatId} can no longer be deleted ({Description}); the managers are asked to do it", post.Name, chatId,
            refused.Description);
        return true;
    }

    private static OwedMessage.PostErasure PostOf(OutboxEntry entry) => (OwedMessage.PostErasure)entry.Row.Owed;
}
