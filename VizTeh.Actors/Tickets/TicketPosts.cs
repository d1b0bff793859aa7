using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>A message of the bot in a managers' chat that is about a ticket, and is none of its cards.</summary>
/// <param name="TicketMessageId">The row of table <c>ticket_messages</c> that it shows; null for the files of the form.</param>
/// <param name="HasFile">Whether it is a client's file or place, as opposed to a text.</param>
internal sealed record TicketPost(long ChatId, long MessageId, long TicketId, long? TicketMessageId, bool HasFile);

/// <summary>Table <c>ticket_posts</c>.</summary>
internal static class TicketPosts
{
    /// <summary>
    /// The statement that stores messages. Idempotent. One whose ticket was deleted meanwhile is left out, as is the reference to a deleted
    /// row of <c>ticket_messages</c>: the statement settles what Telegram has accepted, so it must not fail for ever.
    /// </summary>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<TicketPost> posts) => new(
        """
        insert into ticket_posts (chat_id, message_id, ticket_id, ticket_message_id, has_file)
        select post.chat_id, post.message_id, post.ticket_id,
               (select said.id from ticket_messages said where said.id = post.ticket_message_id limit 1), post.has_file
          from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[])
               as post (chat_id, message_id, ticket_id, ticket_message_id, has_file)
         where (select true from tickets ticket where ticket.id = post.ticket_id limit 1)
        on conflict (chat_id, message_id) do update
           set ticket_id = excluded.ticket_id, ticket_message_id = excluded.ticket_message_id, has_file = excluded.has_file,
               posted_at = excluded.posted_at
         where ticket_posts.ticket_id <> excluded.ticket_id
        """)
    {
        Parameters =
        {
            Column(posts, post => post.ChatId),
            Column(posts, post => post.MessageId),
            Column(posts, post => post.TicketId),
            Column(posts, post => post.TicketMessageId),
            Column(posts, post => post.HasFile),
        },
    };

    /// <summary>
    /// The statement for messages that were being sent while their client's data was erased: their deletion is owed. It follows
    /// <see cref="Add"/>, which has waited for the erasure.
    /// </summary>
    public static NpgsqlBatchCommand EraseLate(long[] ticketIds) => new(
        """
        with late as (
            delete from ticket_posts
             where ticket_posts.ticket_id = any(array(
                   select ticket.id from tickets ticket where ticket.id = any($1) and ticket.erased_at is not null))
            returning ticket_posts.chat_id, ticket_posts.message_id, ticket_posts.ticket_id, ticket_posts.has_file
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, payload)
        select late.chat_id, 'post_erasure', late.ticket_id, late.message_id,
               case when late.has_file then jsonb_build_object('hasFile', true) end
          from late order by late.chat_id, late.message_id
        """)
    {
        Parameters = { new NpgsqlParameter<long[]> { TypedValue = ticketIds } },
    };

    private static NpgsqlParameter<T[]> Column<T>(IReadOnlyCollection<TicketPost> posts, Func<TicketPost, T> value) =>
        new() { TypedValue = [.. posts.Select(value)] };
}
