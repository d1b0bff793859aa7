using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// An edit of what another managers' chat is shown of an answer, drawn from the answer as it was when the row was claimed: its words, and
/// whether it reached the client or became a note. It is dropped when the message can no longer be edited.
/// </summary>
public sealed class PostEditKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.PostEdit);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (owed, words, texts) = ((OwedMessage.PostEdit)entry.Row.Owed, entry.Words ?? "", settings.Company.Texts);
        var message = (entry.Shows, entry.Said) switch
        {
            (TicketPosts.Whole, { } said) => ManagerAnswerText.ToManagers(owed.TicketId, said.AsShown(words), words, texts),
            (TicketPosts.Heading, { } said) => ManagerAnswerText.ToManagers(owed.TicketId, said.AsShown(words), "", texts),
            (TicketPosts.Words, { }) when words.Length > 0 => TicketMessageText.Alone(words),
            // It is no longer known, or has no words any more.
            _ => null,
        };
        return message is null
            ? Task.FromResult<SendOutcome>(new SendOutcome.Delivered(owed.MessageId))
            : sender.EditAsync(entry.Row.ChatId, owed.MessageId, message, patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) => [];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (refused.Reason is not (RefusalReason.EditedMessage or RefusalReason.Content))
            return false;
        await claim.DropAsync([], cancellationToken);
        return true;
    }
}
