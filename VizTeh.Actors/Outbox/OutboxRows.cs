using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>What waited for chats that are no managers' chats.</summary>
/// <param name="Cards">Cards that waited there.</param>
/// <param name="Added">Cards that wait for a managers' chat in their stead; it lacked them.</param>
/// <param name="Edits">Edits there, which were dropped.</param>
/// <param name="Others">What else was for managers there, and was dropped.</param>
public sealed record ReclaimedRows(long Cards, long Added, long Edits, long Others = 0);

/// <summary>What others may do to the rows of table <c>outbox</c>, in a transaction of their own.</summary>
internal static class OutboxRows
{
    /// <summary>
    /// Owes a message in the caller's transaction: once it is committed, the message is sent, in the order of what is owed to the chat.
    /// It is not owed again under a key that was used before, whether or not it was sent since; keys are kept for 30 days at least.
    /// </summary>
    /// <param name="key">Names what the message is for, by ids only; the same cause gives the same key each time.</param>
    /// <returns>
    /// Whether it is owed now and was not before. Then the actor of <see cref="OutboxKey"/> may be told, after the commit.
    /// </returns>
    public static async Task<bool> OweAsync(
        string key, long chatId, OwedMessage message, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        if (message.Recipient == Recipient.Client && chatId <= 0)
            throw new ArgumentOutOfRangeException(nameof(chatId), chatId, "what is for a client goes to a private chat");
        var columns = message.ToColumns();
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with forgotten as (
                delete from outbox_keys
                 where outbox_keys.key = any(array(
                       select old.key from outbox_keys old where old.owed_at < now() - interval '30 days'
                        order by old.owed_at limit 100 for update skip locked))
            ), fresh as (
                insert into outbox_keys (key) values (@key) on conflict (key) do nothing returning outbox_keys.key
            )
            insert into outbox (chat_id, kind, ticket_id, message_id, topic_id, recipient, payload, expires_at)
            select @chatId, @Kind, @TicketId, @MessageId, @TopicId, @Recipient, @Payload::jsonb, clock_timestamp() + @ValidFor::interval
              from fresh
            """,
            new
            {
                key,
                chatId,
                columns.Kind,
                columns.TicketId,
                columns.MessageId,
                columns.TopicId,
                columns.Recipient,
                columns.Payload,
                message.ValidFor,
            },
            transaction, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>
    /// Gives what waits for a chat to another one, but for cards that it has. Edits stay: the messages are where they were.
    /// A row that is just being sent stays too; its refusal will bring it here again.
    /// </summary>
    public static async Task MoveAsync(
        long oldChatId, long newChatId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // What waits and what was set aside have an index each.
        const string waiting =
            """
            with waiting as (
                select id, kind, ticket_id from outbox
                 where (chat_id = @oldChatId and set_aside_at is null or chat_id = @oldChatId and set_aside_at is not null)
                   and message_id is null
                   for update skip locked)
            """;
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            delete from outbox
             where id = any(array(
                   select waiting.id from waiting
                    where waiting.kind = 'card'
                      and (exists (select from outbox there
                                    where there.chat_id = @newChatId and there.kind = 'card' and there.ticket_id = waiting.ticket_id)
                           or exists (select from ticket_cards there
                                       where there.chat_id = @newChatId and there.ticket_id = waiting.ticket_id))))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            update outbox
               set chat_id = @newChatId, attempts = 0, next_attempt_at = '-infinity', held_back_at = null, may_be_sent = false,
                   topic_id = null,
                   last_error = case when set_aside_at is not null then last_error end
             where id = any(array(select waiting.id from waiting))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Takes back what is for managers and waits for any other chat than the given ones: each ticket's card goes to every chat in force
    /// that has none of it, by whichever of its ids; edits are dropped, and so is whatever was owed to that one chat. What is for a client
    /// stays. A row that is just being sent stays until it is looked for again.
    /// </summary>
    /// <param name="currentById">Every id of the chats that may be written to, with the newest one of that chat.</param>
    public static Task<ReclaimedRows> ReclaimAsync(
        IReadOnlyDictionary<long, long> currentById, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken) => connection.QuerySingleAsync<ReclaimedRows>(new CommandDefinition(
            """
            with ours as (
                select known.id, known.current_id from unnest(@ids::bigint[], @currentId::bigint[]) as known (id, current_id)
            ), moved as (
                -- A group that migrated since the ids were read: what waits for it has moved there, and it is no former chat.
                select migrated.new_chat_id as id from migrated_chats migrated where migrated.old_chat_id = any(@ids)
            ), waiting as materialized (
                select lost.id, lost.ticket_id, lost.created_at, lost.last_error, lost.set_aside_at from outbox lost
                 where lost.kind = 'card' and lost.chat_id <> all(@ids) and lost.chat_id not in (select moved.id from moved)
                   for update skip locked
            ), gone as (
                delete from outbox using waiting where outbox.id = waiting.id
            ), edits as (
                delete from outbox
                 where outbox.id in (select lost.id from outbox lost
                                      where lost.kind = 'card_edit'
                                        and lost.chat_id <> all(@ids) and lost.chat_id not in (select moved.id from moved)
                                        for update skip locked)
                returning outbox.id
            ), others as (
                delete from outbox
                 where outbox.id in (select lost.id from outbox lost
                                      where lost.recipient = 'managers' and lost.kind not in ('card', 'card_edit')
                                        and lost.chat_id <> all(@ids) and lost.chat_id not in (select moved.id from moved)
                                        for update skip locked)
                returning outbox.id
            ), added as (
                insert into outbox (chat_id, kind, ticket_id, created_at, last_error, set_aside_at)
                select target.id, 'card', card.ticket_id, card.created_at,
                       case when card.set_aside_at is not null then card.last_error end, card.set_aside_at
                  from (select distinct on (waiting.ticket_id) waiting.* from waiting
                         order by waiting.ticket_id, waiting.set_aside_at nulls first, waiting.id) card
                 cross join (select distinct ours.current_id as id from ours) target
                 where not exists (select from outbox there join ours on ours.id = there.chat_id
                                    where ours.current_id = target.id and there.kind = 'card' and there.ticket_id = card.ticket_id)
                   and not exists (select from ticket_cards there join ours on ours.id = there.chat_id
                                    where ours.current_id = target.id and there.ticket_id = card.ticket_id)
                 order by card.id, target.id
                returning outbox.id
            )
            select (select count(*) from waiting) as cards, (select count(*) from added) as added, (select count(*) from edits) as edits,
                   (select count(*) from others) as others
            """,
            new { ids = currentById.Keys.ToArray(), currentId = currentById.Values.ToArray() }, transaction,
            cancellationToken: cancellationToken));
}
