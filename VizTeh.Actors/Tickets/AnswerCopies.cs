using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Tickets;

/// <summary>A message in a client's chat that holds a manager's answer, or a part of it.</summary>
/// <param name="TicketMessageId">The row of table <c>ticket_messages</c>.</param>
/// <param name="Shows">As in column <c>answer_copies.shows</c>.</param>
/// <param name="Edits">The wording that it shows.</param>
internal sealed record AnswerCopy(long ChatId, long MessageId, long TicketId, long TicketMessageId, string Shows, int Edits);

/// <summary>Table <c>answer_copies</c>, as the settling of an answer writes it.</summary>
internal static class AnswerCopies
{
    // Values of the column shows: permanent.

    /// <summary>The line that names the ticket, and the words.</summary>
    public const string Text = "text";

    /// <summary>The words, which the line that names the ticket was sent before.</summary>
    public const string TextAlone = "text-alone";

    /// <summary>The line that names the ticket, and the words if there are any, under a file.</summary>
    public const string Caption = "caption";

    /// <summary>The words, if there are any, under a later file of an album.</summary>
    public const string CaptionAlone = "caption-alone";

    /// <summary>A file without words.</summary>
    public const string File = "file";

    /// <summary>The line that names the ticket.</summary>
    public const string Heading = "heading";

    // Telegram allows it as a reaction (Bot API, ReactionTypeEmoji).
    private const string DeliveredEmoji = "👍";

    /// <summary>The statement that locks what was said, before a statement that reads it.</summary>
    public static NpgsqlBatchCommand Lock(long[] ticketMessageIds) => new(
        "select from ticket_messages where ticket_messages.id = any($1) order by ticket_messages.id for share")
    {
        Parameters = { Value(ticketMessageIds) },
    };

    /// <summary>The statement that stores copies. Idempotent. One of what was deleted meanwhile is left out.</summary>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<AnswerCopy> copies) => new(
        """
        insert into answer_copies (chat_id, message_id, ticket_id, ticket_message_id, shows, edits)
        select copy.chat_id, copy.message_id, copy.ticket_id, copy.ticket_message_id, copy.shows, copy.edits
          from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::integer[])
               as copy (chat_id, message_id, ticket_id, ticket_message_id, shows, edits)
         where (select true from ticket_messages said where said.id = copy.ticket_message_id limit 1)
        on conflict (chat_id, message_id) do update
           set ticket_id = excluded.ticket_id, ticket_message_id = excluded.ticket_message_id, shows = excluded.shows,
               edits = excluded.edits, sent_at = excluded.sent_at
         where answer_copies.ticket_message_id <> excluded.ticket_message_id
        """)
    {
        Parameters =
        {
            Column(copies, copy => copy.ChatId),
            Column(copies, copy => copy.MessageId),
            Column(copies, copy => copy.TicketId),
            Column(copies, copy => copy.TicketMessageId),
            Column(copies, copy => copy.Shows),
            Column(copies, copy => copy.Edits),
        },
    };

    /// <summary>
    /// The statement that stores that answers were delivered, and owes the managers' messages a reaction: of an album, the first part that
    /// was delivered. Idempotent.
    /// </summary>
    public static NpgsqlBatchCommand Delivered(long[] ticketMessageIds) => new(
        $"""
        with done as (
            update ticket_messages set delivered_at = clock_timestamp()
             where ticket_messages.id = any($1) and ticket_messages.delivered_at is null
            returning ticket_messages.id, ticket_messages.ticket_id, ticket_messages.chat_id, ticket_messages.message_id,
                      ticket_messages.album_id
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, payload)
        select done.chat_id, 'reaction', done.ticket_id, done.message_id, '"{DeliveredEmoji}"'::jsonb
          from done
         where done.chat_id is not null and done.message_id is not null
           and (select true from ticket_messages earlier
                 where earlier.ticket_id = done.ticket_id and earlier.id < done.id and earlier.album_id = done.album_id
                   and earlier.delivered_at is not null
                 limit 1) is null
           -- The table is read as it was before this statement.
           and not exists (select from done earlier
                            where earlier.ticket_id = done.ticket_id and earlier.id < done.id and earlier.album_id = done.album_id)
         order by done.id
        """)
    {
        Parameters = { Value(ticketMessageIds) },
    };

    /// <summary>The statement that owes an edit of each copy whose words were changed after they were read to be sent.</summary>
    public static NpgsqlBatchCommand OweMissedEdits(long[] ticketMessageIds) => new(
        $"""
        -- Sorted on their own, so that they are never looked for in the order of the key.
        with missed as materialized (
            select copy.chat_id, copy.ticket_id, copy.message_id, copy.ticket_message_id
              from answer_copies copy
             where copy.ticket_message_id = any($1) and copy.shows not in ('{File}', '{Heading}')
               and copy.edits < (select said.edits from ticket_messages said where said.id = copy.ticket_message_id limit 1)
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, recipient, ticket_message_id)
        select missed.chat_id, 'answer_edit', missed.ticket_id, missed.message_id, 'client', missed.ticket_message_id from missed
         order by missed.chat_id, missed.message_id
        """)
    {
        Parameters = { Value(ticketMessageIds) },
    };

    /// <summary>
    /// The statement that owes the deletion of what the client has of an undelivered answer: the line that names the ticket, which nothing
    /// follows. The deletion is an edit of the copy (<see cref="IsBareHeading"/>).
    /// </summary>
    public static NpgsqlBatchCommand OweDeletion(long ticketMessageId) => new(
        $"""
        -- Sorted on their own, so that they are never looked for in the order of the key.
        with bare as materialized (
            select copy.chat_id, copy.ticket_id, copy.message_id, copy.ticket_message_id from answer_copies copy
             where copy.ticket_message_id = $1 and copy.shows in ('{Text}', '{Heading}')
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, recipient, ticket_message_id)
        select bare.chat_id, 'answer_edit', bare.ticket_id, bare.message_id, 'client', bare.ticket_message_id from bare
         order by bare.chat_id, bare.message_id
        """)
    {
        Parameters = { Value(ticketMessageId) },
    };

    /// <summary>Whether a copy shows the line that names the ticket, and nothing else is to come.</summary>
    /// <param name="shows">As in column <c>answer_copies.shows</c>.</param>
    /// <param name="words">The answer's words of now.</param>
    /// <param name="undelivered">As in column <c>ticket_messages.undelivered</c>.</param>
    public static bool IsBareHeading(string? shows, string words, string? undelivered) =>
        undelivered is not null && (shows == Heading || (shows == Text && words.Length == 0));

    /// <summary>The statement for a copy that was deleted.</summary>
    public static NpgsqlBatchCommand Forget(long chatId, long messageId) => new(
        "delete from answer_copies where answer_copies.chat_id = $1 and answer_copies.message_id = $2")
    {
        Parameters = { Value(chatId), Value(messageId) },
    };

    /// <summary>
    /// The statement that notes which wording a copy does not get, and owes the manager a report. Idempotent.
    /// </summary>
    /// <param name="why">That the copy has no room for it, or cannot be changed.</param>
    public static NpgsqlBatchCommand Missed(long chatId, long messageId, int edits, ReportSubject why) => new(
        """
        with missed as (
            update answer_copies set edits = $3
             where answer_copies.chat_id = $1 and answer_copies.message_id = $2 and answer_copies.edits < $3
            returning answer_copies.ticket_message_id
        )
        insert into outbox (chat_id, kind, ticket_id, ticket_message_id, payload)
        select said.chat_id, 'answer_report', said.ticket_id, said.id, $4::jsonb
          from missed
         cross join lateral (
               select message.id, message.chat_id, message.ticket_id from ticket_messages message
                where message.id = missed.ticket_message_id limit 1) said
         where said.chat_id is not null
        """)
    {
        Parameters = { Value(chatId), Value(messageId), Value(edits), Value(why.ToPayload()) },
    };

    /// <summary>The statement that stores which wording a copy shows now.</summary>
    public static NpgsqlBatchCommand Edited(long chatId, long messageId, int edits) => new(
        "update answer_copies set edits = $3 where answer_copies.chat_id = $1 and answer_copies.message_id = $2")
    {
        Parameters = { Value(chatId), Value(messageId), Value(edits) },
    };

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyCollection<AnswerCopy> copies, Func<AnswerCopy, T> value) =>
        new() { TypedValue = [.. copies.Select(value)] };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
