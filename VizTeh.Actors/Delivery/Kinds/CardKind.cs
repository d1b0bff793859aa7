using Npgsql;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Delivery.Kinds;

/// <summary>A ticket's card, drawn from the ticket as it was when the row was claimed. Its message is remembered, to be edited.</summary>
public sealed class CardKind(BotSettings settings) : MessageKind
{
    public override Type Owed => typeof(OwedMessage.Card);

    // Without its id the card could never be edited: better twice than a card that lies.
    public override bool NeedsMessageId => true;

    public override Task<SendOutcome> SendAsync(
        OutboxEntry entry, TelegramSender sender, TimeSpan patience, CancellationToken cancellationToken) =>
        sender.SendToTopicAsync(
            entry.Row.ChatId, CardOf(entry).TopicId, TicketCard.Render(entry.Ticket!, settings.Company.TimeZone), patience,
            cancellationToken);

    /// <summary>A new card's message becomes known, and a card whose ticket changed while it was on its way gets an edit.</summary>
    public override IReadOnlyList<NpgsqlBatchCommand> Record(IReadOnlyList<SentEntry> sent) =>
    [
        // The locks order this against changes of status: either the change sees the card and orders an edit, or this sees the
        // change and does. So they are a statement of their own, before the one that looks.
        new("select from tickets where tickets.id = any($1) order by tickets.id for share")
        {
            Parameters = { Column(sent, TicketOf) },
        },
        new(
            """
            with sent as (
                select * from unnest($1, $2, $3, $4) as card (ticket_id, chat_id, message_id, changes)
            ), known as (
                insert into ticket_cards (ticket_id, chat_id, message_id)
                select sent.ticket_id, sent.chat_id, sent.message_id from sent
                on conflict (chat_id, message_id) do update set ticket_id = excluded.ticket_id
                where ticket_cards.ticket_id <> excluded.ticket_id
                returning ticket_cards.ticket_id, ticket_cards.chat_id, ticket_cards.message_id
            )
            insert into outbox (chat_id, kind, ticket_id, message_id)
            select known.chat_id, 'card_edit', known.ticket_id, known.message_id
              from known
              join sent on sent.chat_id = known.chat_id and sent.message_id = known.message_id
             where (select count(*) from ticket_history past where past.ticket_id = sent.ticket_id) > sent.changes
             order by known.message_id
            """)
        {
            Parameters =
            {
                Column(sent, TicketOf),
                Column(sent, card => card.Entry.Row.ChatId),
                Column(sent, card => card.NewMessageId!.Value),
                Column(sent, card => card.Entry.Changes),
            },
        },
    ];

    private static OwedMessage.Card CardOf(OutboxEntry entry) => (OwedMessage.Card)entry.Row.Owed;

    private static long TicketOf(SentEntry sent) => CardOf(sent.Entry).TicketId;

    private static NpgsqlParameter<long[]> Column(IReadOnlyList<SentEntry> sent, Func<SentEntry, long> value) =>
        Value<long[]>([.. sent.Select(value)]);
}
