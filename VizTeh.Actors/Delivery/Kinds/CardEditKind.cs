using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// An edit of a sent card. All waiting edits of a message are one, drawn from the ticket as it was when the row was claimed.
/// </summary>
public sealed class CardEditKind(BotSettings settings, ILogger<CardEditKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.CardEdit);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.EditAsync(
            entry.Row.ChatId, MessageOf(entry),
            TicketCard.Render(entry.Ticket!, settings.Company, entry.Story, entry.Menu), patience, cancellationToken);

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) =>
    [
        new("delete from ticket_cards where ticket_cards.chat_id = $1 and ticket_cards.message_id = $2")
        {
            Parameters = { Value(entry.Row.ChatId), Value(MessageOf(entry)) },
        },
        ErasureRows.OweLeft(EditOf(entry).TicketId, entry.Row.ChatId),
    ];

    /// <summary>
    /// Settles the refusal for a message that can never be edited again: its row in ticket_cards is deleted, and a new card is owed to the
    /// chat, into the topic where that message was, unless the chat has another one or a card waits for it.
    /// </summary>
    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Reason != RefusalReason.EditedMessage)
            return false;
        var (chatId, edit) = (claim.Head.Row.ChatId, EditOf(claim.Head));
        var order = new NpgsqlBatchCommand(
            """
            insert into outbox (chat_id, kind, ticket_id, topic_id)
            select $1, 'card', $2, (select lost.topic_id from ticket_cards lost where lost.chat_id = $1 and lost.message_id = $3)
             where not exists (select from outbox there where there.chat_id = $1 and there.ticket_id = $2 and there.kind = 'card')
               and not exists (select from ticket_cards there
                                where there.chat_id = $1 and there.ticket_id = $2 and there.message_id <> $3)
               -- A chat that lost the card of an erased ticket needs no other.
               and (select ticket.erased_at from tickets ticket where ticket.id = $2) is null
            """)
        {
            Parameters = { Value(chatId), Value(edit.TicketId), Value(MessageOf(claim.Head)) },
        };
        // A message that is gone shows nothing any more.
        var forgetting = ForgetMessage(claim.Head);
        await claim.DropAsync([order, .. (refused.IsEditedGone ? forgetting.Take(1) : forgetting)], cancellationToken);
        logger.LogWarning(
            "The {Owed} in chat {ChatId} can no longer be edited ({Description}); {Remedy}",
            edit.Name, chatId, refused.Description, order.RecordsAffected > 0 ? "it is sent anew" : "the chat has another one");
        return true;
    }

    // One without a message is outdated, and never sent.
    private static long MessageOf(OutboxEntry entry) => EditOf(entry).MessageId!.Value;

    private static OwedMessage.CardEdit EditOf(OutboxEntry entry) => (OwedMessage.CardEdit)entry.Row.Owed;
}
