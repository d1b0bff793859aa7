using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// The statements that owe edits of cards whose <see cref="CardStory"/> has changed. The edits wait a little, out of the queue: those of an
/// album, or of several tickets, become one edit a card, and none comes between the parts of an album.
/// <para>
/// A card that is on its way may have been drawn before the change. Where the change holds the lock of the card's ticket, the card's
/// settling sees the change. Where it does not, an edit without a message is owed beside the edits of the cards that are known: it is for
/// the newest card of its chat, and comes after the card for which it waits. One statement reads both, and a card's row in the outbox goes
/// in the transaction that makes the card known: so it finds one of them, whenever that is, and no lock is needed. Such locks could not be
/// put in an order: two changes may each have locked their own ticket, and concern each other's cards.
/// </para>
/// </summary>
internal static class CardRedraws
{
    private const string Later = "clock_timestamp() + interval '3 seconds', clock_timestamp()";

    private const string Columns = "chat_id, kind, ticket_id, message_id, next_attempt_at, held_back_at";

    private const string OfCardsOfOpen =
        $"""
        insert into outbox ({Columns})
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id, {Later}
          from ticket_cards card
         where card.ticket_id = @TicketId
           and (select ticket.status from tickets ticket where ticket.id = @TicketId) is distinct from 'closed'
        """;

    // A ticket has a card for each managers' chat, and some more. With the limit it cannot be read in another order than by ticket.
    private const string CardsOfOther =
        """
        cross join lateral (
             (select known.chat_id, known.ticket_id, known.message_id from ticket_cards known
               where known.ticket_id = other.id order by known.chat_id, known.message_id limit 100)
             union all
             (select waiting.chat_id, waiting.ticket_id, null from outbox waiting
               where waiting.ticket_id = other.id and waiting.kind = 'card' and waiting.set_aside_at is null
               order by waiting.chat_id, waiting.id limit 100)) card
        """;

    private const string InOrder = "order by card.chat_id, card.message_id";

    /// <summary>Of the cards of <c>@TicketId</c>, if it is open: its client has written.</summary>
    public const string OfOpen = $"{OfCardsOfOpen} {InOrder}";

    /// <summary>Of the same, if the client had waited for the answer <c>@id</c> with a message.</summary>
    public const string OfAnswered =
        $"""
        {OfCardsOfOpen}
           and (select said.author from ticket_messages said
                 where said.ticket_id = @TicketId and said.id < @id and (said.author = 'client' or {ClientWaiting.IsAnswer})
                 order by said.id desc limit 1) = 'client'
         {InOrder}
        """;

    private static readonly string OfNoAnswers =
        $"""
        insert into outbox ({Columns})
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id, {Later}
          from (select distinct said.ticket_id as id
                  from unnest($1::bigint[]) as lost (id)
                 cross join lateral (
                       select told.id, told.ticket_id, told.author, told.undelivered from ticket_messages told
                        where told.id = lost.id limit 1) said
                 where (said.author = 'note' or said.undelivered is not null)
                   and (select ticket.status from tickets ticket where ticket.id = said.ticket_id limit 1) is distinct from 'closed'
                   and (select true from ticket_messages asked
                         where asked.ticket_id = said.ticket_id and asked.id < said.id and asked.author = 'client' limit 1)) other
         {CardsOfOther}
         {InOrder}
        """;

    /// <summary>
    /// Of the cards of open tickets, after it is known of what was an answer that the client does not get it: it is a note now, or cannot
    /// be delivered, or only its words were. Nothing for any other answer.
    /// </summary>
    public static NpgsqlBatchCommand OfNoAnswer(IReadOnlyCollection<long> ticketMessageIds) => new(OfNoAnswers)
    {
        Parameters = { new NpgsqlParameter<long[]> { TypedValue = [.. ticketMessageIds] } },
    };

    /// <summary>Of the cards of the client's other open tickets, the newest of them, after <c>@TicketId</c> was opened or closed.</summary>
    public static readonly string OfOthers =
        $"""
        insert into outbox ({Columns})
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id, {Later}
          from (select other.id::bigint as id from tickets other
                 where other.user_id = (select ticket.user_id from tickets ticket where ticket.id = @TicketId)
                   and other.status <> 'closed' and other.user_id > 0 and other.id <> @TicketId
                 order by other.id desc limit {CardStory.MostNumbers + 1}) other
         {CardsOfOther}
         {InOrder}
        """;

    /// <summary>A part of the statement that creates tickets: the same for each of their clients.</summary>
    public static readonly string OfOthersOfCreated =
        $"""
        redrawn as (
            insert into outbox ({Columns})
            select card.chat_id, 'card_edit', card.ticket_id, card.message_id, {Later}
              from created
             cross join lateral (
                   select other.id::bigint as id from tickets other
                    where other.user_id = created.user_id and other.status <> 'closed' and other.user_id > 0
                    order by other.id desc limit {CardStory.MostNumbers + 1}) other
             {CardsOfOther}
             {InOrder}
        )
        """;
}
