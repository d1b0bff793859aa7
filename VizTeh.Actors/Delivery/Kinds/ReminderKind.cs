using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The reminder of a ticket, as a reply to its card, that mentions the ticket's owner of then, or the manager who asked for it. The claim
/// reads whether the ticket still waits for it. With its sending the ticket has no reminder any more, and its cards are drawn anew.
/// </summary>
public sealed class ReminderKind(BotSettings settings, ILogger<ReminderKind> logger) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Reminder);

    // What is read under a claim may be outdated by the time of its second message.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) => false;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reminder = ReminderOf(entry);
        var owner = entry.Ticket?.Ticket.Owner;
        return sender.SendReplyAsync(
            entry.Row.ChatId, entry.UnderCard,
            SnoozeReminderText.Render(
                reminder.TicketId, owner?.Id ?? reminder.ById, owner is null ? reminder.ByName : owner.Name, settings.Company.Texts),
            patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        .. Posts(sent, one => ReminderOf(one).TicketId, TicketPosts.Reminder),
        .. sent.SelectMany(one => End(ReminderOf(one.Entry), "reminded")),
    ];

    public override bool LocksTickets => true;

    /// <summary>
    /// A reminder that Telegram refuses to show is given up, and taken off the ticket: it would be refused each time that it is owed.
    /// </summary>
    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Reason != RefusalReason.Content)
            return false;
        var row = claim.Head.Row;
        await claim.DropAsync([.. End(ReminderOf(claim.Head), "snooze-end")], cancellationToken);
        logger.LogError(
            "The {Owed} is refused in chat {ChatId} and given up ({Code} {Description})", row.Owed.Name, row.ChatId, refused.Code,
            refused.Description);
        return true;
    }

    // Another chat is owed the reminder only after such a refusal. A 404 means that the token or the address of the Bot API is wrong, which
    // says nothing about the chat.
    public override IReadOnlyList<NpgsqlBatchCommand> RecordRefusal(OutboxEntry entry, SendOutcome.Refused refused) =>
        refused.Code == 404 ? [] : [ReminderRows.Refused(ReminderOf(entry), entry.Row.ChatId)];

    // Two statements: the second sees the cards that were settled while the first waited for the lock of the ticket. The action is that of
    // the row in ticket_history.
    private static IEnumerable<NpgsqlBatchCommand> End(OwedMessage.Reminder reminder, string action) =>
    [
        new(
            $"""
            with ended as (
                update tickets set snoozed_until = null, snooze_id = null, snooze_chat_id = null
                 where tickets.id = $1 and tickets.snooze_id = $2
                returning tickets.id
            )
            insert into ticket_history (ticket_id, status, action) select ended.id, 'open', '{action}' from ended
            """)
        {
            Parameters = { Value(reminder.TicketId), Value(reminder.HistoryId) },
        },
        new(
            """
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
             where card.ticket_id = $1
             order by card.chat_id, card.message_id
            """)
        {
            Parameters = { Value(reminder.TicketId) },
        },
    ];

    private static OwedMessage.Reminder ReminderOf(OutboxEntry entry) => (OwedMessage.Reminder)entry.Row.Owed;
}
