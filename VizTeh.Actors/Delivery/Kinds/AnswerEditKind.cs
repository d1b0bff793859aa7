using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// An edit of the client's copy of an answer, with the words as they were when the row was claimed. Words that do not fit the copy are not
/// sent, and the manager is told. So is a manager whose client has left, or has no copy any more that could be edited. A copy that only
/// names the ticket of an answer which cannot be delivered is deleted.
/// </summary>
public sealed class AnswerEditKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.AnswerEdit);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (owed, chatId, words, texts) = (EditOf(entry), entry.Row.ChatId, entry.Words ?? "", settings.Company.Texts);
        return entry.Shows switch
        {
            _ when IsBareHeading(entry) => sender.DeleteAsync(chatId, owed.MessageId, patience, cancellationToken),
            _ when !Fits(entry) => Task.FromResult<SendOutcome>(new SendOutcome.Delivered(owed.MessageId)),
            AnswerCopies.Text => sender.EditAsync(
                chatId, owed.MessageId, ManagerAnswerText.ToClient(owed.TicketId, words, texts), patience, cancellationToken),
            AnswerCopies.TextAlone when words.Length > 0 =>
                sender.EditAsync(chatId, owed.MessageId, ManagerAnswerText.Alone(words), patience, cancellationToken),
            AnswerCopies.Caption => sender.EditCaptionAsync(
                chatId, owed.MessageId, ManagerAnswerText.Caption(owed.TicketId, words, texts), patience, cancellationToken),
            AnswerCopies.CaptionAlone => sender.EditCaptionAsync(
                chatId, owed.MessageId, ManagerAnswerText.CaptionAlone(words), patience, cancellationToken),
            // The copy is no longer stored, or has no words.
            _ => Task.FromResult<SendOutcome>(new SendOutcome.Delivered(owed.MessageId)),
        };
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent)
    {
        long[] ids = [.. sent.Select(one => EditOf(one.Entry).TicketMessageId).Distinct().Order()];
        return
        [
            AnswerCopies.Lock(ids),
            .. sent.Select(one => Settled(one.Entry)),
            AnswerCopies.OweMissedEdits(ids),
        ];
    }

    // A private chat never migrates.
    public override IReadOnlyList<NpgsqlBatchCommand> ForgetMessage(OutboxEntry entry) => [];

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        if (IsBareHeading(claim.Head))
        {
            // The manager knows already that the client does not have the answer.
            if (refused is { Reason: RefusalReason.Chat, IsUndeletable: false, IsPersonGone: false })
                return false;
            await claim.DropAsync([], cancellationToken);
            return true;
        }

        if (refused.Reason != RefusalReason.EditedMessage && !refused.IsPersonGone)
            return false;
        await claim.DropAsync([Missed(claim.Head, ReportSubject.LostEdit)], cancellationToken);
        return true;
    }

    private static NpgsqlBatchCommand Settled(OutboxEntry entry) => entry switch
    {
        _ when IsBareHeading(entry) => AnswerCopies.Forget(entry.Row.ChatId, EditOf(entry).MessageId),
        _ when Fits(entry) => AnswerCopies.Edited(entry.Row.ChatId, EditOf(entry).MessageId, entry.Said?.Edits ?? 0),
        _ => Missed(entry, ReportSubject.Edit),
    };

    private static bool IsBareHeading(OutboxEntry entry) =>
        AnswerCopies.IsBareHeading(entry.Shows, entry.Words ?? "", entry.Said?.Undelivered);

    private static NpgsqlBatchCommand Missed(OutboxEntry entry, ReportSubject why) =>
        AnswerCopies.Missed(entry.Row.ChatId, EditOf(entry).MessageId, entry.Said?.Edits ?? 0, why);

    private static bool Fits(OutboxEntry entry) => entry.Shows switch
    {
        AnswerCopies.Text => ManagerAnswerText.FitsText(entry.Words ?? ""),
        AnswerCopies.Caption => ManagerAnswerText.FitsCaption(entry.Words),
        AnswerCopies.CaptionAlone => ManagerAnswerText.FitsCaptionAlone(entry.Words ?? ""),
        _ => true,
    };

    private static OwedMessage.AnswerEdit EditOf(OutboxEntry entry) => (OwedMessage.AnswerEdit)entry.Row.Owed;
}
