using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>
/// A ticket's card, drawn from the ticket as it was when the row was claimed. Its message id is stored, for later edits. The files of the
/// form follow it from the same row (<see cref="TicketFilesKind"/>).
/// </summary>
public sealed class CardKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Card);

    // A card without a known id could never be edited. A duplicate is better than a card with an outdated state.
    public override bool NeedsMessageId => true;

    public override bool LocksTickets => true;

    public override bool KeepsRow(OutboxEntry entry) => entry.Files.Count > 0;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendToTopicAsync(
            entry.Row.ChatId, CardOf(entry).TopicId,
            TicketCard.Render(entry.Ticket!, settings.Company, entry.Story), patience, cancellationToken);

    /// <summary>
    /// Stores the id of a new card's message, and owes an edit of a card whose ticket changed while the card was being sent. All of them
    /// are in one chat.
    /// </summary>
    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        // The locks order this transaction and a change of status: either the change sees the card and owes an edit, or this transaction
        // sees the change and owes one. So the locks are taken by a statement of their own, before the statement that reads.
        new("select from tickets where tickets.id = any($1) order by tickets.id for share")
        {
            Parameters = { Column(sent, TicketOf) },
        },
        TicketPosts.ForgetCards(sent[0].Entry.Row.ChatId, [.. sent.Select(card => card.NewMessageId!.Value)]),
        new(
            $"""
            with sent as (
                select * from unnest($1, $2, $3, $4, $5) as card (ticket_id, chat_id, message_id, version, topic_id)
            ), known as (
                insert into ticket_cards (ticket_id, chat_id, message_id, topic_id)
                select sent.ticket_id, sent.chat_id, sent.message_id, sent.topic_id from sent
                on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id, topic_id = excluded.topic_id
                where ticket_cards.ticket_id <> excluded.ticket_id
                returning ticket_cards.ticket_id, ticket_cards.chat_id, ticket_cards.message_id
            )
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select known.chat_id, 'card_edit', known.ticket_id, known.message_id
              from known
              join sent on sent.chat_id = known.chat_id and sent.message_id = known.message_id
             where (select {CardStorySql.Version} from tickets ticket where ticket.id = sent.ticket_id limit 1)
                   is distinct from sent.version
             order by known.message_id
            """)
        {
            Parameters =
            {
                Column(sent, TicketOf),
                Column(sent, card => card.Entry.Row.ChatId),
                Column(sent, card => card.NewMessageId!.Value),
                Column(sent, card => card.Entry.Version),
                Value<int?[]>([.. sent.Select(card => CardOf(card.Entry).TopicId)]),
            },
        },
        .. from card in sent
           where card.Entry.KeepsRow
           select TicketFilesRows.AfterCard(card.Entry.Row.Id, TicketOf(card), card.Entry.Row.ChatId),
    ];

    private static OwedMessage.Card CardOf(OutboxEntry entry) => (OwedMessage.Card)entry.Row.Owed;

    private static long TicketOf(SentEntry sent) => CardOf(sent.Entry).TicketId;

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyList<SentEntry> sent, Func<SentEntry, T> value) =>
        Value<T[]>([.. sent.Select(value)]);
}
