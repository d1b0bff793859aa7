namespace VizTeh.Actors.Delivery;

/// <summary>The SQL that finds where what is owed about a ticket comes in its chat: under the ticket's card.</summary>
internal static class UnderCardSql
{
    /// <summary>
    /// The place for a row of <c>run</c>: <c>message_id</c> of the newest card of the ticket in the chat, of those in the topic of the
    /// first, and <c>topic_id</c>. No row for a message of another kind, and where the ticket has no card.
    /// </summary>
    public const string Place =
        """
        select place.message_id, place.topic_id
          from ((select card.message_id, card.topic_id from ticket_cards card
                  where card.ticket_id = run.ticket_id and card.chat_id = run.chat_id
                  order by (card.topic_id is not distinct from (
                             select oldest.topic_id from ticket_cards oldest
                              where oldest.ticket_id = run.ticket_id and oldest.chat_id = run.chat_id
                              order by oldest.message_id limit 1)) desc, card.message_id desc
                  limit 1)
                union all
                -- A card that was deleted in the chat is sent anew, behind what was owed by then.
                (select null, waiting.topic_id from outbox waiting
                  where waiting.ticket_id = run.ticket_id and waiting.chat_id = run.chat_id and waiting.kind = 'card'
                  order by waiting.id limit 1)) place
         where run.ticket_message_id is not null
            or run.kind in ('ticket_files', 'old_files', 'answer_prompt', 'reminder', 'wait_reminder')
         order by place.message_id nulls last limit 1
        """;
}
