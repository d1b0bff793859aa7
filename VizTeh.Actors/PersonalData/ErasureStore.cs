using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// Erases a client's data from the tables, and owes to the managers' chats what has to be changed there. Each method is idempotent: after a
/// crash it is called again.
/// </summary>
public sealed class ErasureStore(NpgsqlDataSource database)
{
    /// <summary>Telegram deletes no older message for a bot (Bot API, deleteMessage). Somewhat less, for the way to Telegram.</summary>
    private const string Deletable = "interval '47 hours 45 minutes'";

    // A notice with more links would be cut.
    private const int MostFilesOfNotice = 40;

    // Whoever is sending one of these rows settles it first, in the same order of locks: row, then ticket.
    private const string LockOwed =
        """
        select waiting.id from outbox waiting
         where waiting.ticket_id = any(array(select ticket.id from tickets ticket where ticket.user_id = @userId))
         order by waiting.id for update
        """;

    // Whoever writes about these tickets at the same moment comes before, and is seen by the statements that follow, or after, and finds
    // no ticket of this client.
    private const string Lock =
        "select ticket.id::bigint from tickets ticket where ticket.user_id = @userId order by ticket.id for update";

    // In this order. The history grows with each ticket, so that a card that is being sent just now is edited afterwards.
    private static readonly string[] Tickets =
    [
        """
        update tickets set status = 'closed', close_at = now(), outcome = 'withdrawn'
         where tickets.id = any(@ids) and tickets.status is distinct from 'closed'
        """,
        "insert into ticket_history (ticket_id, status) select ticket.id, 'closed' from unnest(@ids) as ticket (id) order by ticket.id",
        """
        update ticket_history set actor_id = null, actor_name = null
         where ticket_history.ticket_id = any(@ids) and ticket_history.actor_id = @userId
        """,
        // A manager may have had an own ticket in work.
        """
        update ticket_history set former_owner_id = null, former_owner_name = null
         where ticket_history.ticket_id = any(@ids) and ticket_history.former_owner_id = @userId
        """,
        """
        update tickets set owner_id = null, owner_name = null, claimed_at = null
         where tickets.id = any(@ids) and tickets.owner_id = @userId
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
        "delete from ticket_messages where ticket_messages.ticket_id = any(@ids)",
        """
        insert into outbox (chat_id, kind, ticket_id, message_id)
        select card.chat_id, 'card_edit', card.ticket_id, card.message_id from ticket_cards card
         where card.ticket_id = any(@ids)
         order by card.chat_id, card.message_id
        """,
        // Only what was chosen from a list of the firm's: a direction that was typed may hold anything. Rows of an earlier bot have no
        // other than chosen ones.
        """
        update tickets
           set user_id = null, username = null, account_name = null, name = null, org = null, city = null, description = null,
               phone = null, source = null, erased_at = now(),
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

    /// <summary>Whether the tables hold anything about a client, apart from the update that asks.</summary>
    public async Task<bool> IsAnyAsync(long userId, long updateId, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var parameters = new { userId, updateId };
        if (await HasAsync(
                $"""
                select exists (select from tickets ticket where ticket.user_id = @userId)
                    or exists (select from outbox where outbox.chat_id = @userId and outbox.recipient = 'client')
                    or exists (select from inbox inbox_row
                                where inbox_row.update_id is distinct from @updateId and inbox_row.set_aside_at is not null
                                  and {OfInbox})
                """))
        {
            return true;
        }

        foreach (var table in await TablesAsync(connection, null, cancellationToken))
        {
            if (await HasAsync($"select exists (select from \"{table}\" where user_id = @userId)"))
                return true;
        }

        return (await TextsAsync(connection, null, text => InboxOfClient.IsOf(text, userId), cancellationToken)).Count > 0;

        Task<bool> HasAsync(string sql) => connection.QuerySingleAsync<bool>(
            new CommandDefinition(sql, parameters, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Erases the client's data in one transaction: open tickets are withdrawn, of all tickets only what names nobody stays, and what was
    /// shown of them in the managers' chats is owed to be changed. In the inbox the confirmation stays, and what came after it. Updates of
    /// managers that were set aside and hold such a message are deleted.
    /// </summary>
    /// <param name="confirmedBy">The update that confirmed the erasure.</param>
    public async Task EraseTablesAsync(long userId, long confirmedBy, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await ExecuteAsync(LockOwed, new { userId });
        long[] ids = [.. await connection.QueryAsync<long>(
            new CommandDefinition(Lock, new { userId }, transaction, cancellationToken: cancellationToken))];
        // Read first: an erased ticket has no posts any more.
        var shown = (await connection.QueryAsync<string>(
            new CommandDefinition(InboxOfManagers.Shown, new { ids }, transaction, cancellationToken: cancellationToken))).ToHashSet();
        if (ids.Length > 0)
        {
            foreach (var statement in Tickets)
                await ExecuteAsync(statement, new { ids, userId, most = MostFilesOfNotice });
            var columns = await connection.QueryAsync<string>(
                new CommandDefinition(ConsentColumns, null, transaction, cancellationToken: cancellationToken));
            foreach (var column in columns)
                await ExecuteAsync($"update tickets set \"{column}\" = null where tickets.id = any(@ids)", new { ids });
        }

        await ExecuteAsync("update bans set ticket_id = null where bans.user_id = @userId and bans.ticket_id is not null", new { userId });
        foreach (var table in await TablesAsync(connection, transaction, cancellationToken))
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
        await ExecuteAsync(
            $"""
            delete from inbox
             where inbox.seq = any(array(
                   select inbox_row.seq from inbox inbox_row
                    where inbox_row.set_aside_at is not null and {InboxOfManagers.HoldsShown}))
            """,
            new { shown = shown.ToArray() });
        var texts = await TextsAsync(
            connection, transaction, text => InboxOfClient.IsOf(text, userId) || InboxOfManagers.IsHeldBy(text, shown), cancellationToken);
        await ExecuteAsync("delete from inbox where inbox.seq = any(@texts)", new { texts });
        await transaction.CommitAsync(cancellationToken);

        Task<int> ExecuteAsync(string sql, object parameters) =>
            connection.ExecuteAsync(new CommandDefinition(sql, parameters, transaction, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Erases a conversation's snapshots, and its events before the given one, row by row: the journal itself would keep the last of them.
    /// </summary>
    /// <param name="firstToStay">It holds the highest number, so that the numbers go on from it, and nothing of the client.</param>
    public async Task EraseJournalAsync(string persistenceId, long firstToStay, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        foreach (var table in (string[])["akka.snapshot", "akka.journal"])
        {
            await connection.ExecuteAsync(new CommandDefinition(
                $"delete from {table} where persistence_id = @persistenceId and sequence_number < @firstToStay",
                new { persistenceId, firstToStay }, transaction, cancellationToken: cancellationToken));
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task<IReadOnlyList<string>> TablesAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<string>(new CommandDefinition(
            ClientTables.Find.Replace("$1", "@ours", StringComparison.Ordinal), new { ours = ClientTables.Erased }, transaction,
            cancellationToken: cancellationToken))];

    // Of the updates that PostgreSQL refused as they were: few, and set aside for good.
    private static async Task<List<long>> TextsAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, Func<string, bool> isMeant, CancellationToken cancellationToken)
    {
        var rows = await connection.QueryAsync<(long Seq, string Text)>(new CommandDefinition(
            $"""
            select inbox_row.seq, inbox_row.payload #>> array[]::text[] from inbox inbox_row
             where inbox_row.set_aside_at is not null and {InboxOfClient.IsText}
            """,
            transaction: transaction, cancellationToken: cancellationToken));
        return [.. rows.Where(row => isMeant(row.Text)).Select(row => row.Seq)];
    }
}
