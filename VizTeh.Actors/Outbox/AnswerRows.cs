using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>The statements on rows of table <c>outbox</c> that owe managers' answers to clients, and what is said about tickets.</summary>
internal static class AnswerRows
{
    // Telegram sends the parts of an album one after another, as a message each.
    private const string AlbumWait = "1500 milliseconds";

    /// <summary>
    /// An album of which further parts are on their way waits for them at most so long, from its newest part or the last start on.
    /// </summary>
    public const string LongestAlbumWait = "10 minutes";

    /// <summary>
    /// Whether a row is an answer that was not tried yet. It is not due at once only as a part of an album, and nothing but time ends that
    /// wait.
    /// </summary>
    public const string IsUntried = "(outbox.kind = 'answer' and outbox.attempts = 0)";

    /// <summary>
    /// The statement that has the parts of an album wait for others: the wait counts from the newest one. What is being sent just now is
    /// left alone. Parameters: the ticket, the managers' chat, the album.
    /// </summary>
    public const string AwaitParts =
        $"""
        update outbox set next_attempt_at = clock_timestamp() + interval '{AlbumWait}'
         where outbox.id = any(array(
               select waiting.id from ticket_messages part
                 join outbox waiting on waiting.ticket_message_id = part.id
                where part.ticket_id = @ticketId and part.chat_id = @ChatId and part.album_id = @AlbumId
                  and waiting.kind = 'answer' and waiting.attempts = 0
                  for update of waiting skip locked))
        """;

    /// <summary>
    /// The statement that has the parts of all albums wait anew, as <see cref="AwaitParts"/>.
    /// </summary>
    public const string AwaitAllParts =
        $"""
        update outbox set next_attempt_at = clock_timestamp() + interval '{AlbumWait}'
         where outbox.id = any(array(
               select waiting.id from outbox waiting
                 join ticket_messages part on part.id = waiting.ticket_message_id
                where waiting.kind = 'answer' and waiting.set_aside_at is null and part.album_id is not null
                  for update of waiting skip locked))
        """;

    /// <summary>The statement that says what is left to send from the rows, which stay first in their chat's queue. Idempotent.</summary>
    public static NpgsqlBatchCommand At(AnswerStep step, IReadOnlyCollection<long> rowIds) => new(
        """
        update outbox
           set payload = $2::jsonb, attempts = 0, next_attempt_at = '-infinity', held_back_at = null, may_be_sent = false,
               last_error = null
         where outbox.id = any($1) and outbox.kind in ('answer', 'ticket_message')
        """)
    {
        Parameters = { Value<long[]>([.. rowIds]), Value(step.ToPayload()) },
    };

    /// <summary>
    /// The statement that stores why answers cannot reach the client, and owes the managers who gave them a report: one for an album.
    /// Idempotent.
    /// </summary>
    /// <param name="reason">As in column <c>ticket_messages.undelivered</c>.</param>
    public static NpgsqlBatchCommand Undelivered(IReadOnlyCollection<long> ticketMessageIds, string reason) => new(
        """
        with failed as (
            update ticket_messages set undelivered = $2
             where ticket_messages.id = any($1) and ticket_messages.undelivered is null
            returning ticket_messages.id, ticket_messages.ticket_id, ticket_messages.chat_id, ticket_messages.album_id
        )
        insert into outbox (chat_id, kind, ticket_id, ticket_message_id)
        select failed.chat_id, 'answer_report', failed.ticket_id, failed.id
          from failed
         where failed.chat_id is not null
           and not exists (select from failed earlier where earlier.album_id = failed.album_id and earlier.id < failed.id)
         order by failed.id
        """)
    {
        Parameters = { Value<long[]>([.. ticketMessageIds]), Value(reason) },
    };

    /// <summary>The statement that owes the manager who gave an answer a report on it.</summary>
    public static NpgsqlBatchCommand Report(long ticketMessageId, ReportSubject subject) => new(
        """
        insert into outbox (chat_id, kind, ticket_id, ticket_message_id, payload)
        select said.chat_id, 'answer_report', said.ticket_id, said.id, $2::jsonb
          from ticket_messages said
         where said.id = $1 and said.chat_id is not null
        """)
    {
        Parameters = { Value(ticketMessageId), Value(subject.ToPayload()) },
    };

    private static NpgsqlParameter<T> Value<T>(T value) => new() { TypedValue = value };
}
