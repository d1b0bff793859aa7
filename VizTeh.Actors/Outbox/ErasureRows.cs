using Dapper;
using Npgsql;

namespace VizTeh.Actors.Outbox;

/// <summary>
/// The rows of table <c>outbox</c> that an erasure owes, and what becomes of them when a chat is out of reach. Edits and deletions stay
/// with the chat that shows the message, in force or not: they disclose nothing. What cannot be done is told to the managers in force.
/// </summary>
internal static class ErasureRows
{
    /// <summary>
    /// The condition on table <c>outbox</c>, without an alias, for a row that takes a client's data away from whatever chat shows it.
    /// Null for false.
    /// </summary>
    public const string MayGoAnywhere =
        """
        (kind = 'post_erasure' or kind = 'card_edit'
            and (select erased.erased_at is not null from tickets erased where erased.id = outbox.ticket_id limit 1))
        """;

    // Followed by the ticket's id, a slash and the id of the chat.
    private const string LeftKey = "erasure-left/";

    /// <summary>
    /// The statement that owes the managers the request to delete by hand what a chat still shows of a ticket: once a ticket and chat, and
    /// only if the ticket is erased. The row waits for that very chat, and goes where other rows for managers go from there.
    /// </summary>
    public static NpgsqlBatchCommand OweLeft(long ticketId, long chatId) => new(
        $"""
        with fresh as (
            insert into outbox_keys (key)
            select '{LeftKey}' || $1 || '/' || $2
             where (select ticket.erased_at from tickets ticket where ticket.id = $1 limit 1) is not null
            on conflict (key) do nothing
            returning outbox_keys.key
        )
        insert into outbox (chat_id, kind, ticket_id, payload)
        select $2, 'old_files', $1, jsonb_build_object('chatId', $2) from fresh
        """)
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = ticketId }, new NpgsqlParameter<long> { TypedValue = chatId } },
    };

    /// <summary>
    /// The statement that owes the same for groups that became supergroups after the tickets <c>@ids</c> were created: nobody can edit a
    /// message there, and the cards whose edit was refused before are no longer known.
    /// </summary>
    public const string OweLeftInMigrated =
        $"""
        with gone as (
            select ticket.id::bigint as ticket_id, migrated.old_chat_id as chat_id
              from tickets ticket
              join migrated_chats migrated on migrated.learned_at > ticket.created_at
             where ticket.id = any(@ids)
        ), fresh as (
            insert into outbox_keys (key) select '{LeftKey}' || gone.ticket_id || '/' || gone.chat_id from gone
            on conflict (key) do nothing
            returning outbox_keys.key
        )
        insert into outbox (chat_id, kind, ticket_id, payload)
        select gone.chat_id, 'old_files', gone.ticket_id, jsonb_build_object('chatId', gone.chat_id)
          from gone
          join fresh on fresh.key = '{LeftKey}' || gone.ticket_id || '/' || gone.chat_id
         order by gone.chat_id, gone.ticket_id
        """;

    /// <summary>
    /// Moves the requests of former managers' chats to the current chats, which read that the former chat still shows the ticket.
    /// </summary>
    /// <param name="currentById">Every id of the current chats, former ids included, with the chat's newest id.</param>
    /// <returns>How many requests the current chats are owed.</returns>
    public static Task<int> ReclaimAsync(
        IReadOnlyDictionary<long, long> currentById, NpgsqlConnection connection, NpgsqlTransaction transaction,
        CancellationToken cancellationToken) =>
        connection.ExecuteAsync(new CommandDefinition(
            $"""
            with ours as (
                select unnest(@ids::bigint[]) as id
            ), gone as (
                delete from outbox
                 where outbox.id in (select lost.id from outbox lost
                                      where lost.kind = 'old_files' and lost.chat_id not in (select ours.id from ours)
                                        and lost.chat_id not in (select migrated.new_chat_id from migrated_chats migrated
                                                                  where migrated.old_chat_id = any(@ids))
                                        for update skip locked)
                returning outbox.ticket_id, coalesce((outbox.payload ->> 'chatId')::bigint, outbox.chat_id) as chat_id,
                          outbox.payload -> 'chatId' is not null as has_key
            ), fresh as (
                insert into outbox_keys (key)
                select distinct '{LeftKey}' || gone.ticket_id || '/' || gone.chat_id from gone where not gone.has_key
                on conflict (key) do nothing
                returning outbox_keys.key
            )
            insert into outbox (chat_id, kind, ticket_id, payload)
            select target.id, 'old_files', shown.ticket_id, jsonb_build_object('chatId', shown.chat_id)
              from (select distinct gone.ticket_id, gone.chat_id from gone
                     where gone.has_key
                        or exists (select from fresh where fresh.key = '{LeftKey}' || gone.ticket_id || '/' || gone.chat_id)) shown
             cross join (select unnest(@current::bigint[]) as id) target
             order by shown.ticket_id, shown.chat_id, target.id
            """,
            new { ids = currentById.Keys.ToArray(), current = currentById.Values.Distinct().Order().ToArray() }, transaction,
            cancellationToken: cancellationToken));
}
