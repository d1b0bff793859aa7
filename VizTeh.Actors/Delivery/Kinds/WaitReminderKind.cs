using Microsoft.Extensions.Logging;
using Npgsql;
using NpgsqlTypes;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// The reminder that a ticket's client waits, as a reply to the ticket's card, drawn when it is sent: so it tells how long the client has
/// waited by then. The claim reads whether the client still waits. With its sending, all steps that were due by then are told of.
/// </summary>
public sealed class WaitReminderKind(BotSettings settings, TimeProvider clock, ILogger<WaitReminderKind> logger) : MessageKind
{
    // Long enough for a client's next message to go on from it, and no longer, since the row tells of the client.
    private static readonly TimeSpan KeptWhenOver = TimeSpan.FromDays(7);

    public override Type Owed => typeof(OwedMessage.WaitReminder);

    // What is read under a claim may be outdated by the time of its second message.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) => false;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var reminder = ReminderOf(entry);
        return sender.SendReplyAsync(
            entry.Row.ChatId, entry.UnderCard,
            WaitReminderText.Render(
                reminder.TicketId, reminder.Since, settings.Company.Claim.IsOn ? entry.Ticket?.Ticket.Owner : null, settings.Company,
                clock.GetUtcNow()),
            patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
        [.. Posts(sent, one => ReminderOf(one).TicketId, TicketPosts.Reminder), .. sent.SelectMany(one => Told(one.Entry))];

    /// <summary>A reminder that Telegram refuses to show is dropped; the next step comes in its time.</summary>
    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Reason != RefusalReason.Content)
            return false;
        var row = claim.Head.Row;
        await claim.DropAsync([.. Told(claim.Head)], cancellationToken);
        logger.LogWarning(
            "The {Owed} is refused in chat {ChatId} and dropped ({Code} {Description})", row.Owed.Name, row.ChatId, refused.Code,
            refused.Description);
        return true;
    }

    // The first of several chats counts. Idempotent.
    private IEnumerable<NpgsqlBatchCommand> Told(OutboxEntry entry)
    {
        var (reminder, now) = (ReminderOf(entry), clock.GetUtcNow());
        var next = WaitRules.NextDue(reminder.StartedAt, now, settings.Company);
        yield return new NpgsqlBatchCommand(
            """
            update ticket_waits set told = $3 + 1, due_at = $4, is_over = $5
             where ticket_waits.ticket_id = $1 and ticket_waits.wait_id = $2 and ticket_waits.told <= $3
            """)
        {
            Parameters =
            {
                Value(reminder.TicketId), Value(reminder.WaitId), Value(reminder.Round), Moment(next ?? now + KeptWhenOver),
                Value(next is null),
            },
        };
        if (next is not null || WaitRules.NextDue(now, now, settings.Company) is not { } first)
            yield break;

        // The client has written while the last reminder was on its way. That message found a wait that went on, and began none. It is a
        // statement of its own: the one above has locked the row, and has the values of before.
        yield return new NpgsqlBatchCommand(
            """
            update ticket_waits set wait_id = default, started_at = $3, told = 0, is_over = false, due_at = $4
             where ticket_waits.ticket_id = $1 and ticket_waits.wait_id = $2 and ticket_waits.is_over
               and ticket_waits.message_id::text <> $5
            """)
        {
            Parameters =
            {
                Value(reminder.TicketId), Value(reminder.WaitId), Moment(now), Moment(first), Value(entry.Version ?? ""),
            },
        };
    }

    private static NpgsqlParameter<DateTime> Moment(DateTimeOffset at) =>
        new() { TypedValue = at.UtcDateTime, NpgsqlDbType = NpgsqlDbType.TimestampTz };

    private static OwedMessage.WaitReminder ReminderOf(OutboxEntry entry) => (OwedMessage.WaitReminder)entry.Row.Owed;
}
