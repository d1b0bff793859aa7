using Npgsql;

namespace VizTeh.Actors.Tickets;

/// <summary>A message of the bot in a managers' chat that is about a ticket, and is none of its cards.</summary>
/// <param name="TicketMessageId">The row of table <c>ticket_messages</c> that it shows; null for the files of the form.</param>
/// <param name="HasFile">Whether it is a client's file or place, as opposed to a text.</param>
/// <param name="Shows">As in column <c>ticket_posts.shows</c>.</param>
internal sealed record TicketPost(
    long ChatId, long MessageId, long TicketId, long? TicketMessageId, bool HasFile, string? Shows = null)
{
    /// <summary>Which wording of a client's words it shows, if an edit can change them; null for any other message.</summary>
    public int? Edits { get; init; }
}

/// <summary>Table <c>ticket_posts</c>.</summary>
internal static class TicketPosts
{
    // Values of the column shows: permanent.

    /// <summary>A reminder of the ticket: people talk about it, so a reply to it is no answer to the client.</summary>
    public const string Reminder = "reminder";

    /// <summary>What a manager said, with the line above it.</summary>
    public const string Whole = "whole";

    /// <summary>The line above words that fill a message, which follows.</summary>
    public const string Heading = "heading";

    /// <summary>These words.</summary>
    public const string Words = "words";

    /// <summary>
    /// The statement that stores messages. Idempotent. One whose ticket was deleted meanwhile is left out, as is the reference to a deleted
    /// row of <c>ticket_messages</c>: the statement settles what Telegram has accepted, so it must not fail for ever. A row of
    /// <c>ticket_cards</c> with the id of such a message is that of another one, and goes.
    /// </summary>
    /// <param name="posts">All in one chat.</param>
    public static NpgsqlBatchCommand Add(IReadOnlyCollection<TicketPost> posts) => new(
        """
        with former as (
            delete from ticket_cards where ticket_cards.chat_id = any($1) and ticket_cards.message_id = any($2)
        )
        insert into ticket_posts (chat_id, message_id, ticket_id, ticket_message_id, has_file, edits, shows)
        select post.chat_id, post.message_id, post.ticket_id,
               (select said.id from ticket_messages said where said.id = post.ticket_message_id limit 1), post.has_file, post.edits,
               post.shows
          from unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::bigint[], $5::boolean[], $6::integer[], $7::text[])
               as post (chat_id, message_id, ticket_id, ticket_message_id, has_file, edits, shows)
         where (select true from tickets ticket where ticket.id = post.ticket_id limit 1)
        on conflict (chat_id, message_id) do update
           set ticket_id = excluded.ticket_id, ticket_message_id = excluded.ticket_message_id, has_file = excluded.has_file,
               edits = excluded.edits, shows = excluded.shows, posted_at = excluded.posted_at
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
            Column(posts, post => post.Edits),
            Column(posts, post => post.Shows),
        },
    };

    /// <summary>The statement for a message <c>@MessageId</c> of <c>@ChatId</c> that is a card: it is nothing else.</summary>
    public const string ForgetCard =
        "delete from ticket_posts where ticket_posts.chat_id = @ChatId and ticket_posts.message_id = @MessageId";

    /// <summary>The same for several of a chat.</summary>
    public static NpgsqlBatchCommand ForgetCards(long chatId, long[] messageIds) => new(
        "delete from ticket_posts where ticket_posts.chat_id = $1 and ticket_posts.message_id = any($2)")
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = chatId }, new NpgsqlParameter<long[]> { TypedValue = messageIds } },
    };

    /// <summary>
    /// The statement that owes an edit of each text in other managers' chats that shows what managers said: after the words, or what became
    /// of them, have changed. It follows the statement that changed them, whose lock it needs.
    /// </summary>
    public static NpgsqlBatchCommand OweEdits(long[] ticketMessageIds) => new(
        $"""
        -- Sorted on their own, so that they are never looked for in the order of the key.
        with shown as materialized (
            select post.chat_id, post.ticket_id, post.message_id, post.ticket_message_id from ticket_posts post
             where post.ticket_message_id = any($1) and post.shows in ('{Whole}', '{Heading}', '{Words}')
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, ticket_message_id)
        select shown.chat_id, 'post_edit', shown.ticket_id, shown.message_id, shown.ticket_message_id from shown
         order by shown.chat_id, shown.message_id
        """)
    {
        Parameters = { new NpgsqlParameter<long[]> { TypedValue = ticketMessageIds } },
    };

    /// <summary>
    /// The statement that owes the same for a message that has changed since it was read to be shown. It follows <see cref="Add"/> and
    /// <see cref="AnswerCopies.Lock"/>.
    /// </summary>
    public static NpgsqlBatchCommand OweMissedEdits(long ticketMessageId, int edits, string? undelivered, bool isNote) => new(
        $"""
        with shown as materialized (
            select post.chat_id, post.ticket_id, post.message_id, post.ticket_message_id from ticket_posts post
             where post.ticket_message_id = $1 and post.shows in ('{Whole}', '{Heading}', '{Words}')
        )
        insert into outbox (chat_id, kind, ticket_id, message_id, ticket_message_id)
        select shown.chat_id, 'post_edit', shown.ticket_id, shown.message_id, shown.ticket_message_id from shown
         where (select said.edits <> $2 or said.undelivered is distinct from $3 or (said.author = 'note') <> $4
                  from ticket_messages said where said.id = $1 limit 1)
         order by shown.chat_id, shown.message_id
        """)
    {
        Parameters =
        {
            new NpgsqlParameter<long> { TypedValue = ticketMessageId },
            new NpgsqlParameter<int> { TypedValue = edits },
            new NpgsqlParameter<string?> { TypedValue = undelivered },
            new NpgsqlParameter<bool> { TypedValue = isNote },
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
