using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// What was said about a ticket, sent as a reply to the ticket's card in the chat. It is retried as cards are. The files that came with the
/// words follow from the same row (<see cref="TicketFilesKind"/>).
/// </summary>
public sealed class TicketMessageKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.TicketMessage);

    // The id of a card that was sent in this run is not stored yet, so the message could not be a reply to it.
    public override bool MayFollow(OutboxEntry entry, IReadOnlyList<SentEntry> sent) =>
        !sent.Any(one => one.Entry.Row.Owed is OwedMessage.Card card && card.TicketId == MessageOf(entry).TicketId);

    public override bool KeepsRow(OutboxEntry entry) => entry.Files.Count > 0;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendReplyAsync(
            entry.Row.ChatId, entry.CardMessageId,
            entry.Said is { } said
                ? ManagerAnswerText.ToManagers(MessageOf(entry).TicketId, said.Name, entry.Words!, settings.Company.Texts)
                : TicketMessageText.Render(MessageOf(entry).TicketId, entry.Words!, settings.Company.Texts),
            patience, cancellationToken);

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
        .. from one in sent where one.Entry.KeepsRow select TicketFilesRows.AfterWords(one.Entry.Row.Id),
    ];

    private static OwedMessage.TicketMessage MessageOf(OutboxEntry entry) => (OwedMessage.TicketMessage)entry.Row.Owed;
}
