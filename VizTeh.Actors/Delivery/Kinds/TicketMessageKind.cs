using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// What was said about a ticket, sent as a reply to the ticket's card in the chat. It is retried as cards are. Words that fill a message
/// follow the line above them as a message of their own, and the files that came with the words follow (<see cref="TicketFilesKind"/>), all
/// from the same row.
/// </summary>
public sealed class TicketMessageKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.TicketMessage);

    // The id of a card that was sent in this run is not stored yet, so the message could not be a reply to it.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) =>
        !sent.Any(one => one.Entry.Row.Owed is OwedMessage.Card card && card.TicketId == MessageOf(entry).TicketId);

    public override bool KeepsRow(OutboxEntry entry) => IsHeadingOnly(entry) || entry.Files.Count > 0;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (owed, words, texts) = (MessageOf(entry), IsHeadingOnly(entry) ? "" : entry.Words!, settings.Company.Texts);
        var message = (owed.Step, entry.Said) switch
        {
            (AnswerStep.Content, _) => TicketMessageText.Alone(words),
            (_, { } said) => ManagerAnswerText.ToManagers(owed.TicketId, said.AsShown(entry.Words ?? ""), words, texts),
            _ when entry.Wording is { IsCorrection: true } => TicketMessageText.Corrected(owed.TicketId, words, texts),
            _ => TicketMessageText.Render(owed.TicketId, words, texts),
        };
        return sender.SendReplyAsync(entry.Row.ChatId, entry.UnderCard, message, patience, cancellationToken);
    }

    // The lock orders this transaction and a change of what was said, by a client or a manager: either the change sees the message and owes
    // an edit, or this transaction sees the change and owes one.
    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        AnswerCopies.Lock([.. sent.Select(LockedOf).OfType<long>().Distinct().Order()]),
        TicketPosts.Add(
        [
            .. from one in sent
               let owed = MessageOf(one.Entry)
               from messageId in one.MessageIds
               select new TicketPost(
                   one.Entry.Row.ChatId, messageId, owed.TicketId, owed.TicketMessageId, HasFile: false, ShownBy(one.Entry))
               {
                   Edits = IsEditable(one.Entry) ? WordingOf(one)?.Edits : null,
               },
        ]),
        .. from one in sent
           let wording = WordingOf(one)
           where wording is not null
           select AdditionRows.OweMissed(
               wording.FirstId, wording.Edits, one.Entry.Row.ChatId, IsEditable(one.Entry) ? one.NewMessageId : null),
        .. from one in sent
           where one.Entry.Said is not null
           let said = one.Entry.Said
           select TicketPosts.OweMissedEdits(said.Id, said.Edits, said.Undelivered, said.IsNote),
        TicketPosts.EraseLate([.. sent.Select(one => MessageOf(one.Entry).TicketId)]),
        .. from one in sent
           where one.Entry.KeepsRow
           select IsHeadingOnly(one.Entry)
               ? AnswerRows.At(AnswerStep.Content, [one.Entry.Row.Id])
               : TicketFilesRows.AfterWords(one.Entry.Row.Id),
    ];

    // The row whose lock a change of the words takes; null when the message shows none that may change.
    private static long? LockedOf(SentEntry one) =>
        one.Entry.Said is not null ? MessageOf(one.Entry).TicketMessageId : WordingOf(one)?.FirstId;

    // Null for a client's words: of them the column edits tells the wording.
    private static string? ShownBy(OutboxEntry entry) => (entry.Said, MessageOf(entry).Step) switch
    {
        (null, _) => null,
        (_, AnswerStep.Content) => TicketPosts.Words,
        _ => IsHeadingOnly(entry) ? TicketPosts.Heading : TicketPosts.Whole,
    };

    // Whether the words do not fit beside the line above them, which is sent first.
    private static bool IsHeadingOnly(OutboxEntry entry) =>
        MessageOf(entry).Step == AnswerStep.Whole && !TicketMessageText.Fits(entry.Words ?? "");

    // The line above the words belongs to the same message: an edit may replace both.
    private static bool IsEditable(OutboxEntry entry) => MessageOf(entry).Step == AnswerStep.Whole;

    // Null when the message shows no words of a client.
    private static ClientWording? WordingOf(SentEntry one) => IsHeadingOnly(one.Entry) ? null : one.Entry.Wording;

    private static OwedMessage.TicketMessage MessageOf(OutboxEntry entry) => (OwedMessage.TicketMessage)entry.Row.Owed;
}
