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
            (_, { } said) => ManagerAnswerText.ToManagers(owed.TicketId, said.Name, words, texts),
            _ => TicketMessageText.Render(owed.TicketId, words, texts),
        };
        return sender.SendReplyAsync(entry.Row.ChatId, entry.CardMessageId, message, patience, cancellationToken);
    }

    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        TicketPosts.Add(
        [
            .. from one in sent
               let owed = MessageOf(one.Entry)
               from messageId in one.MessageIds
               select new TicketPost(one.Entry.Row.ChatId, messageId, owed.TicketId, owed.TicketMessageId, HasFile: false),
        ]),
        TicketPosts.EraseLate([.. sent.Select(one => MessageOf(one.Entry).TicketId)]),
        .. from one in sent
           where one.Entry.KeepsRow
           select IsHeadingOnly(one.Entry)
               ? AnswerRows.At(AnswerStep.Content, [one.Entry.Row.Id])
               : TicketFilesRows.AfterWords(one.Entry.Row.Id),
    ];

    // Whether the words do not fit beside the line above them, which is sent first.
    private static bool IsHeadingOnly(OutboxEntry entry) =>
        MessageOf(entry).Step == AnswerStep.Whole && !TicketMessageText.Fits(entry.Words ?? "");

    private static OwedMessage.TicketMessage MessageOf(OutboxEntry entry) => (OwedMessage.TicketMessage)entry.Row.Owed;
}
