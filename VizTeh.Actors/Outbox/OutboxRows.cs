using System.Globalization;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>The rows for managers that waited for chats which are no managers' chats.</summary>
/// <param name="Cards">The cards that waited for such a chat.</param>
/// <param name="Added">The cards that now wait for a managers' chat instead, which lacked them.</param>
/// <param name="Edits">The edits for such a chat; they were dropped.</param>
/// <param name="Others">Any other rows for managers; they were dropped.</param>
public sealed record ReclaimedRows(long Cards, long Added, long Edits, long Others = 0)
{
    /// <summary>What was said about tickets; it now waits for the managers' chats that were not owed it.</summary>
    public int Messages { get; init; }

    /// <summary>The tickets whose files are now owed to the managers' chats that lack them.</summary>
    public int Files { get; init; }

    /// <summary>The requests to delete by hand what such a chat shows of erased tickets; the managers' chats are now owed them.</summary>
    public int Left { get; init; }
}

/// <summary>The operations on table <c>outbox</c> that other rooms run in their own transactions.</summary>
internal static class OutboxRows
{
    // Followed by the id of the row in ticket_messages, a slash and the chat's id.
    internal const string TicketMessageKey = "ticket-message/";

    /// <summary>Owes the card to a chat that has none and is owed none. A condition may follow.</summary>
    public const string CardIfMissing =
        """
        insert into outbox (chat_id, kind, ticket_id, topic_id)
        select @chatId, 'card', @ticketId, @TopicId::int
         where not exists (select from outbox there
                            where there.ticket_id = @ticketId and there.chat_id = @chatId and there.kind = 'card')
           and not exists (select from ticket_cards there where there.ticket_id = @ticketId and there.chat_id = @chatId)
        """;

    /// <summary>
    /// Owes a message in the caller's transaction. After the commit it is sent, in the order of what is owed to the chat. A key that was
    /// used before owes nothing again, whether or not its message was sent; keys are kept for at least 30 days.
    /// </summary>
    /// <param name="key">Identifies the cause of the message, by ids only: the same cause always gives the same key.</param>
    /// <returns>Whether the message is newly owed. If so, the actor of <see cref="OutboxKey"/> may be told after the commit.</returns>
    public static async Task<bool> OweAsync(
        string key, long chatId, OwedMessage message, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken)
    {
        if (message.Recipient == Recipient.Client && chatId <= 0)
            throw new ArgumentOutOfRangeException(nameof(chatId), chatId, "a message for a client needs a private chat");
        var columns = message.ToColumns();
        return await connection.ExecuteAsync(new CommandDefinition(
            """
            with fresh as (
                insert into outbox_keys (key) values (@key) on conflict (key) do nothing returning outbox_keys.key
            )
            insert into outbox (
                chat_id, kind, ticket_id, message_id, topic_id, recipient, payload, ticket_message_id, history_id, expires_at,
                reply_to, next_attempt_at, held_back_at)
            select @chatId, @Kind, @TicketId, @MessageId, @TopicId, @Recipient, @Payload::jsonb, @TicketMessageId, @HistoryId,
                   clock_timestamp() + @ValidFor::interval, @ReplyTo,
                   coalesce(clock_timestamp() + @Delay::interval, '-infinity'),
                   -- A row that is not due yet is not in its chat's queue.
                   case when @Delay::interval is not null then clock_timestamp() end
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
                columns.TicketMessageId,
                columns.HistoryId,
                columns.ReplyTo,
                message.ValidFor,
                message.Delay,
            },
            transaction, cancellationToken: cancellationToken)) > 0;
    }

    /// <summary>
    /// Owes a reminder of a ticket in the caller's transaction. It has no key: the caller holds the lock by which it knows that none waits.
    /// </summary>
    public static Task<int> OweReminderAsync(
        long chatId, OwedMessage reminder, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var columns = reminder.ToColumns();
        return connection.ExecuteAsync(new CommandDefinition(
            """
            insert into outbox (chat_id, kind, ticket_id, payload, history_id, expires_at)
            values (@chatId, @Kind, @TicketId, @Payload::jsonb, @HistoryId, clock_timestamp() + @ValidFor::interval)
            """,
            new { chatId, columns.Kind, columns.TicketId, columns.Payload, columns.HistoryId, reminder.ValidFor }, transaction,
            cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Owes what was said about a ticket to managers' chats, to each once. A chat without the ticket's card gets the card first.
    /// </summary>
    public static async Task OweTicketMessageAsync(
        long ticketId, long ticketMessageId, IReadOnlyCollection<CardPlace> places, NpgsqlConnection connection,
        NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        foreach (var place in places)
        {
            var chatId = place.ChatId;
            var key = string.Create(CultureInfo.InvariantCulture, $"{TicketMessageKey}{ticketMessageId}/{chatId}");
            await connection.ExecuteAsync(new CommandDefinition(
                $"{CardIfMissing} and not exists (select from outbox_keys used where used.key = @key)",
                new { chatId, ticketId, key, place.TopicId }, transaction, cancellationToken: cancellationToken));
            await OweAsync(
                key, chatId, new OwedMessage.TicketMessage(ticketId, ticketMessageId), connection, transaction, cancellationToken);
        }
    }

    /// <summary>
    /// Moves the waiting rows of a chat to another chat, except cards, files and messages about tickets that the other chat already has,
    /// and rows about messages that stay in the old chat: edits, and requests to delete files. A row that is being sent stays too; its
    /// refusal will call this method again.
    /// </summary>
    public static async Task MoveAsync(
        long oldChatId, long newChatId, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        // Waiting rows and rows that were set aside have an index each.
        const string waiting =
            """
            with waiting as (
                select id, kind, ticket_id, ticket_message_id from outbox
                 where (chat_id = @oldChatId and set_aside_at is null or chat_id = @oldChatId and set_aside_at is not null)
                   and message_id is null and (kind <> 'old_files' or payload -> 'chatId' is not null)
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
                                       where there.chat_id = @newChatId and there.ticket_id = waiting.ticket_id))
                       or waiting.ticket_message_id is not null
                      and (select true from outbox_keys used
                            where used.key = '{TicketMessageKey}' || waiting.ticket_message_id || '/' || @newChatId
                            limit 1) is not null
                       or waiting.kind = 'ticket_files' and waiting.ticket_message_id is null
                      and (exists (select from outbox there
                                    where there.chat_id = @newChatId and there.kind = 'card' and there.ticket_id = waiting.ticket_id)
                           or (select true from outbox_keys used
                                where used.key = '{TicketFilesRows.KeyPrefix}' || waiting.ticket_id || '/' || @newChatId
                                limit 1) is not null)))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
        await connection.ExecuteAsync(new CommandDefinition(
            $"""
            {waiting}
            update outbox
               set chat_id = @newChatId, attempts = 0, next_attempt_at = '-infinity', held_back_at = null, may_be_sent = false,
                   topic_id = null, reply_to = null,
                   -- The line above words that fill a message stayed in the old chat.
                   payload = case when kind <> 'ticket_message' then payload end,
                   last_error = case when set_aside_at is not null then last_error end
             where id = any(array(select waiting.id from waiting))
            """,
            new { oldChatId, newChatId }, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Removes the waiting rows for managers from all chats but the current ones. Each ticket's card goes to every chat of its route that
    /// has none of it under any of the chat's ids, its files and what was said about it to every chat of the ticket that was not owed
    /// them; edits and other rows are dropped. Rows for clients stay, and what an erasure changes in such a chat. A row that is being sent
    /// stays until the next call.
    /// </summary>
    public static async Task<ReclaimedRows> ReclaimAsync(
        TicketRoutes routes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var currentById = routes.CurrentById;
        var (reclaimed, withFiles) = await ReclaimCardsAsync(routes, connection, transaction, cancellationToken);
        // A chat that never had the message may be in force again later: its key goes with its row.
        var others = (await connection.QueryAsync<(long TicketId, long? TicketMessageId)>(new CommandDefinition(
            $"""
            with ours as (
                select unnest(@ids::bigint[]) as id
            ), gone as (
                delete from outbox
                 where outbox.id in (select lost.id from outbox lost
                                      where lost.kind in ('ticket_message', 'ticket_files', 'addition_edit')
                                        and lost.chat_id not in (select ours.id from ours)
                                        and lost.chat_id not in (select migrated.new_chat_id from migrated_chats migrated
                                                                  where migrated.old_chat_id = any(@ids))
                                        for update skip locked)
                returning outbox.id, outbox.ticket_id, outbox.ticket_message_id, outbox.chat_id
            ), forgotten as (
                delete from outbox_keys using gone
                 where outbox_keys.key = case when gone.ticket_message_id is null then '{TicketFilesRows.KeyPrefix}' || gone.ticket_id
                                              else '{TicketMessageKey}' || gone.ticket_message_id end || '/' || gone.chat_id
            )
            select gone.ticket_id, gone.ticket_message_id from gone
             group by gone.ticket_id, gone.ticket_message_id order by min(gone.id)
            """,
            new { ids = currentById.Keys.ToArray() }, transaction, cancellationToken: cancellationToken))).AsList();
        var files = 0;
        foreach (var ticketId in withFiles)
            files += await TicketFilesRows.OweAsync(ticketId, routes, connection, transaction, cancellationToken) ? 1 : 0;
        foreach (var (ticketId, ticketMessageId) in others)
        {
            if (ticketMessageId is not { } id)
            {
                files += await TicketFilesRows.OweAsync(ticketId, routes, connection, transaction, cancellationToken) ? 1 : 0;
            }
            else
            {
                var places = await TicketPlaces.FindAsync(ticketId, routes, connection, transaction, cancellationToken);
                await OweTicketMessageAsync(
                    ticketId, id, [.. places.OrderBy(place => place.ChatId)], connection, transaction, cancellationToken);
            }
        }

        var left = await ErasureRows.ReclaimAsync(currentById, connection, transaction, cancellationToken);
        return reclaimed with { Left = left, Messages = others.Count(row => row.TicketMessageId is not null), Files = files };
    }

    // Returns the tickets of the reclaimed cards that have files as well: a current chat may have such a card already, but not the files.
    private static async Task<(ReclaimedRows Rows, long[] WithFiles)> ReclaimCardsAsync(
        TicketRoutes routes, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var parameters = new DynamicParameters(
            new { ids = routes.CurrentById.Keys.ToArray(), currentId = routes.CurrentById.Values.ToArray() });
        routes.AddTo(parameters);
        var row = await connection.QuerySingleAsync<(long Cards, long Added, long Edits, long Others, long[] WithFiles)>(
            new CommandDefinition(ReclaimCards, parameters, transaction, cancellationToken: cancellationToken));
        return (new ReclaimedRows(row.Cards, row.Added, row.Edits, row.Others), row.WithFiles);
    }

    private static readonly string ReclaimCards =
        $"""
        with ours as (
            select known.id, known.current_id from unnest(@ids::bigint[], @currentId::bigint[]) as known (id, current_id)
        ), moved as (
            -- A group that migrated after the ids were read: its rows have moved to the new chat, which is no former chat.
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
                                    and (select ticket.erased_at from tickets ticket where ticket.id = lost.ticket_id limit 1) is null
                                    and lost.chat_id <> all(@ids) and lost.chat_id not in (select moved.id from moved)
                                    for update skip locked)
            returning outbox.id
        ), others as (
            delete from outbox
             where outbox.id in (select lost.id from outbox lost
                                  where lost.recipient = 'managers'
                                    and lost.kind not in ('card', 'card_edit', 'ticket_message', 'ticket_files', 'addition_edit',
                                                          'post_erasure', 'old_files')
                                    and lost.chat_id <> all(@ids) and lost.chat_id not in (select moved.id from moved)
                                    for update skip locked)
            returning outbox.id
        ), added as (
            insert into outbox (chat_id, kind, ticket_id, created_at, last_error, set_aside_at, topic_id)
            select place.chat_id, 'card', card.ticket_id, card.created_at,
                   case when card.set_aside_at is not null then card.last_error end, card.set_aside_at, place.topic_id
              from (select distinct on (waiting.ticket_id) waiting.*,
                           (select ticket.direction from tickets ticket where ticket.id = waiting.ticket_id limit 1) as direction
                      from waiting
                     order by waiting.ticket_id, waiting.set_aside_at nulls first, waiting.id) card
             cross join {TicketRoutes.Places}
             where {TicketRoutes.IsPlaceOf("card.direction")}
               and not exists (select from outbox there join ours on ours.id = there.chat_id
                                where ours.current_id = place.chat_id and there.kind = 'card' and there.ticket_id = card.ticket_id)
               and not exists (select from ticket_cards there join ours on ours.id = there.chat_id
                                where ours.current_id = place.chat_id and there.ticket_id = card.ticket_id)
             order by card.id, place.chat_id
            returning outbox.id
        )
        select (select count(*) from waiting) as cards, (select count(*) from added) as added, (select count(*) from edits) as edits,
               (select count(*) from others) as others,
               array(select distinct waiting.ticket_id from waiting
                      where (select jsonb_path_exists(ticket.answers, '$[*].files[*]') from tickets ticket
                              where ticket.id = waiting.ticket_id limit 1)) as withfiles
        """;
}
