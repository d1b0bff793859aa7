using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A manager's answer, sent to the client with the ticket's number. The ids of the client's copies are stored, for the client's replies to
/// them and for later edits. A file without room for words is preceded by a message that names the ticket. When it is sent, the manager's
/// message gets a reaction. When it cannot be sent, the manager gets a reply with the reason and the client's phone, and a message that
/// only names the ticket is deleted.
/// </summary>
public sealed class AnswerKind(BotSettings settings, ILogger<AnswerKind> logger) : MessageKind
{
    // Retries for about twenty minutes.
    private const int MostRefusals = 10;

    public override Type Owed => typeof(OwedMessage.Answer);

    // Whoever makes it a note withdraws it under the lock of its row: so it is sent only as the head of a claim.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) => false;

    public override bool KeepsRow(OutboxEntry entry) => StepOf(entry) is AnswerStep.Whole or AnswerStep.Alone && HasTwoMessages(entry);

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (chatId, ticketId, texts) = (entry.Row.ChatId, TicketOf(entry), settings.Company.Texts);
        IReadOnlyList<OutboxEntry> parts = PartsOf(entry);
        return (ShownBy(entry), parts[0].Files) switch
        {
            (AnswerCopies.File, var files) => SendFilesAsync([.. files], [null]),
            (AnswerCopies.Caption, _) => SendFilesAsync(
                [.. parts.SelectMany(part => part.Files)],
                [.. parts.Select((part, index) => index == 0
                    ? ManagerAnswerText.Caption(ticketId, part.Words ?? "", texts)
                    : ManagerAnswerText.CaptionAlone(part.Words ?? ""))]),
            (AnswerCopies.TextAlone, _) =>
                sender.SendAsync(chatId, ManagerAnswerText.Alone(entry.Words ?? ""), patience, cancellationToken),
            // The words fill a message, which follows.
            (AnswerCopies.Heading, _) =>
                sender.SendAsync(chatId, ManagerAnswerText.ToClient(ticketId, "", texts), patience, cancellationToken),
            _ => sender.SendAsync(chatId, ManagerAnswerText.ToClient(ticketId, entry.Words ?? "", texts), patience, cancellationToken),
        };

        Task<SendOutcome> SendFilesAsync(IReadOnlyList<Attachment> files, IReadOnlyList<string?> captions) =>
            new AttachmentSender(sender).SendAsync(
                chatId, files, [.. captions.Select(caption => caption is "" ? null : caption)], patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent)
    {
        // The locks order this transaction and a change of the words: either the change sees the copy and owes an edit, or this
        // transaction sees the change and owes one.
        long[] all = [.. sent.SelectMany(one => PartsOf(one.Entry)).Select(IdOf).Order()];
        long[] done = [.. sent.Where(one => !one.Entry.KeepsRow).SelectMany(one => PartsOf(one.Entry)).Select(IdOf)];
        return
        [
            AnswerCopies.Lock(all),
            AnswerCopies.Add([.. sent.SelectMany(CopiesOf)]),
            AnswerCopies.Delivered(done),
            CardRedraws.OfNoAnswer(done),
            AnswerCopies.OweMissedEdits(all),
            .. from one in sent where one.Entry.KeepsRow select AnswerRows.At(AnswerStep.Content, one.Entry.RowIds),
        ];
    }

    public override async Task<bool> TrySettleRefusalAsync(
        OutboxClaim claim, SendOutcome.Refused refused, CancellationToken cancellationToken)
    {
        var (entry, row) = (claim.Head, claim.Head.Row);
        if (refused.Reason == RefusalReason.Content && entry.Album is not [])
        {
            await claim.ReplaceAsync([AnswerRows.At(AnswerStep.Alone, entry.RowIds)], cancellationToken);
            logger.LogWarning(
                "Of the {Owed}, an album, a part is refused ({Code} {Description}); each is tried alone", row.Owed.Name, refused.Code,
                refused.Description);
            return true;
        }

        // A 404 means that the token or the address of the Bot API is wrong, which says nothing about the chat.
        if (refused.Code == 404 || (refused.Reason != RefusalReason.Content && !refused.IsPersonGone && row.Attempts + 1 < MostRefusals))
            return false;
        var reason = refused switch
        {
            { IsVoiceForbidden: true } => "voice",
            { Reason: RefusalReason.Content } => "content",
            { IsPersonGone: true, IsBlocked: true } => "blocked",
            { IsPersonGone: true } => "gone",
            _ => "refused",
        };
        if (refused.Reason == RefusalReason.Content && entry is { Files: [_], Words.Length: > 0 }
            && StepOf(entry) is AnswerStep.Whole or AnswerStep.Alone)
        {
            await claim.ReplaceAsync(
                [
                    AnswerRows.Undelivered([IdOf(entry)], reason), TicketPosts.OweEdits([IdOf(entry)]),
                    CardRedraws.OfNoAnswer([IdOf(entry)]), AnswerRows.At(AnswerStep.Words, entry.RowIds),
                ],
                cancellationToken);
        }
        else
        {
            long[] lost = [.. PartsOf(entry).Select(IdOf)];
            await claim.DropAsync(
                [
                    AnswerRows.Undelivered(lost, reason), .. AfterFirst(entry, refused),
                    TicketPosts.OweEdits(lost), CardRedraws.OfNoAnswer(lost),
                ],
                cancellationToken);
        }

        logger.LogWarning(
            "The {Owed} cannot be delivered ({Code} {Description}); the manager is told", row.Owed.Name, refused.Code,
            refused.Description);
        return true;
    }

    // The parts of an album that has a caption each; without one, the others show their file only.
    private static IEnumerable<AnswerCopy> CopiesOf(SentEntry one)
    {
        var (entry, parts, shows) = (one.Entry, PartsOf(one.Entry), ShownBy(one.Entry));
        return one.MessageIds.Zip(parts, (messageId, part) => new AnswerCopy(
            entry.Row.ChatId, messageId, TicketOf(entry), IdOf(part),
            part == parts[0] || shows != AnswerCopies.Caption ? shows : AnswerCopies.CaptionAlone, part.Said?.Edits ?? 0));
    }

    private static string ShownBy(OutboxEntry entry) => (entry.Files, StepOf(entry)) switch
    {
        (_, AnswerStep.Words) => AnswerCopies.Text,
        ([_], AnswerStep.Content) => AnswerCopies.File,
        ([], AnswerStep.Content) => AnswerCopies.TextAlone,
        ([], _) when HasTwoMessages(entry) => AnswerCopies.Heading,
        ([_], _) when !HasTwoMessages(entry) => AnswerCopies.Caption,
        _ => AnswerCopies.Text,
    };

    private static bool HasTwoMessages(OutboxEntry entry) => entry.Files is [var file]
        ? !ManagerAnswerText.HasCaption(file.Kind) || !ManagerAnswerText.FitsCaption(entry.Words)
        : !ManagerAnswerText.FitsText(entry.Words ?? "");

    // What becomes of the first message of an answer whose second one is refused. Words too long for a caption came in it: the client has
    // them. Without words it names the ticket only, and says nothing without what follows.
    private static NpgsqlBatchCommand[] AfterFirst(OutboxEntry entry, SendOutcome.Refused refused) => (StepOf(entry), entry) switch
    {
        (AnswerStep.Content, { Files: [_], Words.Length: > 0 }) =>
            refused.Reason == RefusalReason.Content ? [AnswerCopies.Delivered([IdOf(entry)])] : [],
        (AnswerStep.Content, _) when !refused.IsPersonGone => [AnswerCopies.OweDeletion(IdOf(entry))],
        _ => [],
    };

    private static IReadOnlyList<OutboxEntry> PartsOf(OutboxEntry entry) => entry.Album is [] ? [entry] : entry.Album;

    private static long TicketOf(OutboxEntry entry) => ((OwedMessage.Answer)entry.Row.Owed).TicketId;

    private static long IdOf(OutboxEntry entry) => ((OwedMessage.Answer)entry.Row.Owed).TicketMessageId;

    private static AnswerStep StepOf(OutboxEntry entry) => ((OwedMessage.Answer)entry.Row.Owed).Step;
}
