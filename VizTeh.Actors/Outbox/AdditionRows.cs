using System.Globalization;
using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The rows of table <c>outbox</c> that show the managers what a client changed of a message to a ticket. A chat that shows the words has
/// its message edited; a chat where that message is unknown, or has no room, gets the new words as a message to the ticket.
/// </summary>
internal static class AdditionRows
{
    /// <summary>
    /// Owes a chat the new words in the caller's transaction, which has locked the row of the message. A message that waits to be sent is
    /// drawn with the new words: then nothing is owed.
    /// </summary>
    /// <param name="firstId">The row of <c>ticket_messages</c> with the words as they were first sent.</param>
    /// <param name="correctionId">The row with the new words.</param>
    /// <param name="ids">The chat's newest id, and its former ones.</param>
    public static async Task OweCorrectionAsync(
        long ticketId, long firstId, long correctionId, CardPlace place, long[] ids, NpgsqlConnection connection,
        NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        var key = string.Create(CultureInfo.InvariantCulture, $"{OutboxRows.TicketMessageKey}{correctionId}/{place.ChatId}");
        // Files that came without words wait without words: theirs always come in a message of their own.
        var isShown = await connection.QuerySingleAsync<bool>(new CommandDefinition(
            """
            with wordings as materialized (
                select @firstId as id
                union all
                select newer.id from ticket_messages newer where newer.corrects = @firstId
            ), edited as (
                insert into outbox (chat_id, kind, ticket_id, message_id, ticket_message_id)
                select post.chat_id, 'addition_edit', @ticketId, post.message_id, @correctionId
                  from ticket_posts post
                 where post.ticket_message_id = any(array(select wordings.id from wordings))
                   and post.chat_id = @chatId and post.edits is not null
                 order by post.message_id
                returning outbox.id
            ), kept as (
                -- A setting that is changed meanwhile owes the words to the chats that have no such key.
                insert into outbox_keys (key) select @key where exists (select from edited) on conflict (key) do nothing
            )
            select exists (select from edited)
                or exists (select from outbox waiting
                            where waiting.ticket_message_id = any(array(select wordings.id from wordings))
                              and waiting.kind = 'ticket_message' and waiting.chat_id = any(@ids) and waiting.set_aside_at is null
                              and (waiting.ticket_message_id <> @firstId
                                   or (select said.text from ticket_messages said where said.id = @firstId) <> ''))
            """,
            new { ticketId, firstId, correctionId, chatId = place.ChatId, ids, key }, transaction, cancellationToken: cancellationToken));
        if (!isShown)
            await OutboxRows.OweTicketMessageAsync(ticketId, correctionId, [place], connection, transaction, cancellationToken);
    }

    /// <summary>
    /// The statement that owes a chat the words that a message got after they were read to be sent. Its transaction has locked the row of
    /// the message. Idempotent, apart from an edit that changes nothing.
    /// </summary>
    /// <param name="firstId">The row of <c>ticket_messages</c> with the words as they were first sent.</param>
    /// <param name="edits">The wording that was sent.</param>
    /// <param name="messageId">The message that shows it; null for one that cannot be edited.</param>
    public static NpgsqlBatchCommand OweMissed(long firstId, int edits, long chatId, long? messageId) => new(
        $"""
        with missed as materialized (
            select newest.id, said.ticket_id
              from ticket_messages said
             cross join lateral (
                   select newer.id from ticket_messages newer where newer.corrects = said.id order by newer.id desc limit 1) newest
             where said.id = $1 and said.edits > $2
        ), edited as (
            insert into outbox (chat_id, kind, ticket_id, message_id, ticket_message_id)
            select $3, 'addition_edit', missed.ticket_id, $4, missed.id from missed where $4 is not null
        ), fresh as (
            insert into outbox_keys (key)
            select '{OutboxRows.TicketMessageKey}' || missed.id || '/' || $3 from missed where $4 is null
            on conflict (key) do nothing
            returning outbox_keys.key
        )
        insert into outbox (chat_id, kind, ticket_id, ticket_message_id)
        select $3, 'ticket_message', missed.ticket_id, missed.id from missed where exists (select from fresh)
        """)
    {
        Parameters = { Value(firstId), Value(edits), Value(chatId), Value(messageId) },
    };

    /// <summary>The statement that stores which wording a message shows now. Idempotent.</summary>
    public static NpgsqlBatchCommand Edited(long chatId, long messageId, int edits) => new(
        """
        update ticket_posts set edits = $3
         where ticket_posts.chat_id = $1 and ticket_posts.message_id = $2 and ticket_posts.edits is not null
        """)
    {
        Parameters = { Value(chatId), Value(messageId), Value(edits) },
    };

    /// <summary>
    /// The statement for a message that cannot show the new words: it is not edited any more, and its chat, or the one that the chat has
    /// become, is owed them as a message to the ticket. Idempotent.
    /// </summary>
    public static NpgsqlBatchCommand OweInstead(OwedMessage.AdditionEdit edit, long chatId) => new(
        """
        with given_up as (
            update ticket_posts set edits = null
             where ticket_posts.chat_id = $1 and ticket_posts.message_id = $2 and ticket_posts.edits is not null
            returning ticket_posts.ticket_id
        )
        insert into outbox (chat_id, kind, ticket_id, ticket_message_id)
        select coalesce((select migrated.new_chat_id from migrated_chats migrated where migrated.old_chat_id = $1 limit 1), $1),
               'ticket_message', given_up.ticket_id, newest.id
          from given_up
         cross join lateral (
               select newer.id from ticket_messages newer
                where newer.corrects = (select said.corrects from ticket_messages said where said.id = $3 limit 1)
                order by newer.id desc limit 1) newest
        """)
    {
        Parameters = { Value(chatId), Value(edit.MessageId), Value(edit.TicketMessageId) },
    };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
