using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// What is personal in a ticket, and how it is erased from the tables: for whoever asks for it, and when its time is over. In the caller's
/// transaction, which holds the locks. Idempotent.
/// </summary>
internal sealed class TicketErasure(NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
{
    /// <summary>Telegram deletes no older message for a bot (Bot API, deleteMessage). Somewhat less, for the way to Telegram.</summary>
    private const string Deletable = "interval '47 hours 45 minutes'";

    // A notice with more links would be cut.
    private const int MostFilesOfNotice = 40;

    // In this order. The history grows with each ticket, so that a card that is being sent just now is edited afterwards.
    private static readonly string[] Statements =
    [
        """
        update tickets set status = 'closed', close_at = now(), outcome = 'withdrawn'
         where tickets.id = any(@ids) and tickets.status is distinct from 'closed'
        """,
        "insert into ticket_history (ticket_id, status) select ticket.id, 'closed' from unnest(@ids) as ticket (id) order by ticket.id",
        """
        update ticket_history set actor_id = null, actor_name = null
         where ticket_history.ticket_id = any(@ids)
           and ticket_history.actor_id = (select ticket.user_id from tickets ticket where ticket.id = ticket_history.ticket_id limit 1)
        """,
        // A manager may have had an own ticket in work.
        """
        update ticket_history set former_owner_id = null, former_owner_name = null
         where ticket_history.ticket_id = any(@ids)
           and ticket_history.former_owner_id = (select ticket.user_id from tickets ticket
                                                  where ticket.id = ticket_history.ticket_id limit 1)
        """,
        """
        update tickets set owner_id = null, owner_name = null, claimed_at = null
         where tickets.id = any(@ids) and tickets.owner_id = tickets.user_id
        """,
        // What is owed to the managers would show the client's words, or tell of a ticket that they have not seen. An edit is drawn from
        // what is left.
        """
        delete from outbox
         where outbox.ticket_id = any(@ids) and (outbox.kind not in ('card_edit', 'post_erasure', 'old_files')
                                                 or outbox.recipient <> 'managers')
        """,
        $"""
        insert into outbox (chat_id, kind, ticket_id, message_id, payload)
        select post.chat_id, 'post_erasure', post.ticket_id, post.message_id,
               case when post.has_file then jsonb_build_object('hasFile', true) end
          from ticket_posts post
         where post.ticket_id = any(@ids) and (not post.has_file or post.posted_at > now() - {Deletable})
         order by post.chat_id, post.message_id
        """,
        $"""
        insert into outbox (chat_id, kind, ticket_id, payload)
        select part.chat_id, 'old_files', part.ticket_id,
               jsonb_build_object('messageIds', jsonb_agg(part.message_id order by part.message_id))
          from (select post.chat_id, post.ticket_id, post.message_id,
                       (row_number() over (partition by post.chat_id, post.ticket_id order by post.message_id) - 1) / @most as number
                  from ticket_posts post
                 where post.ticket_id = any(@ids) and post.has_file and post.posted_at <= now() - {Deletable}) part
         group by part.chat_id, part.ticket_id, part.number
         order by part.chat_id, part.ticket_id, part.number
        """,
        ErasureRows.OweLeftInMigrated,
        "delete from ticket_posts where ticket_posts.ticket_id = any(@ids)",
        // The statistics of a period tell how long clients waited for an answer.
        """
        update tickets
           set erased_answered_at = (select min(said.sent_at) from ticket_messages said
                                      where said.ticket_id = tickets.id and said.author = 'manager'
                                        and (said.undelivered is null or said.delivered_at is not null))
         where tickets.id = any(@ids) and tickets.erased_at is null
        """,
        "delete from ticket_messages where ticket_messages.ticket_id = any(@ids)",
        "delete from ticket_waits where ticket_waits.ticket_id = any(@ids)",
        """
        insert into outbox (chat_id, kind, ticket_id, message_id)
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
         where card.ticket_id = any(@ids)
         order by card.chat_id, card.message_id
        """,
        "update bans set ticket_id = null where bans.ticket_id = any(@ids)",
        // Only what was chosen from a list of the firm's: a direction that was typed may hold anything. Rows of an earlier bot have no
        // other than chosen ones.
        """
        update tickets
           set user_id = null, username = null, account_name = null, name = null, org = null, city = null, description = null,
               phone = null, source = null, erased_at = now(), erased_for = @reason,
               snoozed_until = null, snooze_id = null, snooze_chat_id = null, snooze_offer = null,
               direction = case when tickets.answers is null or jsonb_typeof(tickets.answers) <> 'array' or chosen.answers is not null
                                then tickets.direction end,
               answers = chosen.answers
          from (select ticket.id,
                       (select jsonb_agg(answer - 'files')
                          from jsonb_array_elements(
                               case when jsonb_typeof(ticket.answers) = 'array' then ticket.answers else '[]' end) answer
                         where answer ->> 'id' = 'direction' and answer ->> 'kind' = 'Choice') as answers
                  from tickets ticket where ticket.id = any(@ids)) chosen
         where tickets.id = any(@ids) and tickets.id = chosen.id
        """,
    ];

    // The consent names the client's message, and belongs to nobody any more.
    private const string ConsentColumns =
        """
        select attribute.attname::text from pg_attribute attribute
         where attribute.attrelid = 'tickets'::regclass and attribute.attname like 'consent\_%' and not attribute.attisdropped
        """;

    private static readonly string OfInbox = InboxOfClient.IsOfClient.Replace("@client", "@userId::text", StringComparison.Ordinal);

    /// <summary>
    /// Erases tickets whose rows the caller has locked: open ones are withdrawn, of all only what names nobody stays, and what was shown of
    /// them in the managers' chats is owed to be changed. Updates of managers that were set aside and hold such a message are deleted.
    /// </summary>
    /// <param name="reason">As in column <c>tickets.erased_for</c>.</param>
    public async Task EraseTicketsAsync(long[] ids, string? reason)
    {
        if (ids.Length == 0)
            return;
        // Read first: an erased ticket has no posts any more.
        var shown = (await connection.QueryAsync<string>(Command(InboxOfManagers.Shown, new { ids }))).ToHashSet();
        foreach (var statement in Statements)
            await ExecuteAsync(statement, new { ids, reason, most = MostFilesOfNotice });
        foreach (var column in await connection.QueryAsync<string>(Command(ConsentColumns, null)))
            await ExecuteAsync($"update tickets set \"{column}\" = null where tickets.id = any(@ids)", new { ids });
        if (shown.Count == 0)
            return;
        await ExecuteAsync(
            $"""
            delete from inbox
             where inbox.seq = any(array(
                   select inbox_row.seq from inbox inbox_row
                    where inbox_row.set_aside_at is not null and {InboxOfManagers.HoldsShown}))
            """,
            new { shown = shown.ToArray() });
        await DeleteTextsAsync(text => InboxOfManagers.IsHeldBy(text, shown));
    }

    /// <summary>
    /// Erases what the other tables hold of a client: of the inbox what was set aside, and what came before the given update.
    /// </summary>
    /// <param name="confirmedBy">The update that confirmed an erasure: it stays in the inbox. Null for none.</param>
    public async Task EraseClientAsync(long userId, long? confirmedBy)
    {
        await ExecuteAsync("update bans set ticket_id = null where bans.user_id = @userId and bans.ticket_id is not null", new { userId });
        foreach (var table in await ClientTables.ErasedInAsync(connection, transaction, cancellationToken))
            await ExecuteAsync($"delete from \"{table}\" where user_id = @userId", new { userId });
        // After the tables: whoever is owing something with the change of such a row comes before, and is seen here, or finds no row.
        await ExecuteAsync("delete from outbox where outbox.chat_id = @userId and outbox.recipient = 'client'", new { userId });
        await ExecuteAsync(
            $"""
            delete from inbox
             where inbox.seq = any(array(
                   select inbox_row.seq from inbox inbox_row
                    where {OfInbox}
                      and (inbox_row.set_aside_at is not null
                           or inbox_row.seq < (select confirmed.seq from inbox confirmed
                                                where confirmed.update_id = @confirmedBy and confirmed.set_aside_at is null))))
            """,
            new { userId, confirmedBy });
        await DeleteTextsAsync(text => InboxOfClient.IsOf(text, userId));
    }

    private async Task DeleteTextsAsync(Func<string, bool> isMeant)
    {
        var texts = await InboxTexts.FindAsync(isMeant, connection, transaction, cancellationToken);
        if (texts.Count > 0)
            await ExecuteAsync("delete from inbox where inbox.seq = any(@texts)", new { texts });
    }

    private Task<int> ExecuteAsync(string sql, object parameters) => connection.ExecuteAsync(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters) =>
        new(sql, parameters, transaction, cancellationToken: cancellationToken);
}
