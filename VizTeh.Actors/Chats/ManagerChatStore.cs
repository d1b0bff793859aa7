using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Chats;

/// <summary>Table <c>migrated_chats</c>.</summary>
public sealed class ManagerChatStore(NpgsqlDataSource database)
{
    public async Task<IReadOnlyList<ChatMigration>> LoadAsync(CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var migrations = await connection.QueryAsync<ChatMigration>(new CommandDefinition(
            "select old_chat_id as oldchatid, new_chat_id as newchatid from migrated_chats order by learned_at",
            cancellationToken: cancellationToken));
        return migrations.AsList();
    }

    /// <summary>Stores a migration and moves the rows that wait for the old chat to the new one, in one transaction. Idempotent.</summary>
    public async Task RecordAsync(ChatMigration migration, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RecordAsync(migration, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stores the managers' chats of this process, the last one started, as those in force.</summary>
    public async Task TakeOverAsync(IReadOnlyCollection<long> configured, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into managers_setting (chat_ids) values (@chatIds)
            on conflict (only_row) do update set chat_ids = excluded.chat_ids, set_at = now()
            where managers_setting.chat_ids <> excluded.chat_ids
            """,
            new { chatIds = configured.ToArray() }, cancellationToken: cancellationToken));
    }

    /// <summary>
    /// Takes back the rows for managers that wait for chats which are not theirs, where there are no routes: every ticket is for all
    /// current chats.
    /// </summary>
    public Task<ReclaimedRows?> ReclaimAsync(
        IReadOnlyList<long> configured, IReadOnlyDictionary<long, long> currentById, CancellationToken cancellationToken) =>
        ReclaimAsync(configured, new TicketRoutes([.. currentById.Values.Distinct()], [], currentById), cancellationToken);

    /// <summary>
    /// Takes back the rows for managers that wait for chats which are not theirs: cards go to the current chats of their tickets that lack
    /// them, other rows are dropped. One transaction, idempotent.
    /// </summary>
    /// <returns>Null when a process with other managers' chats was started since: only that process may take rows back.</returns>
    public async Task<ReclaimedRows?> ReclaimAsync(
        IReadOnlyList<long> configured, TicketRoutes routes, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Locked for update, so that of several processes one reclaims at a time: each skips the rows that another has locked.
        var holding = await connection.ExecuteScalarAsync(new CommandDefinition(
            "select chat_ids from managers_setting for update", transaction: transaction, cancellationToken: cancellationToken));
        if (holding is long[] chatIds && !chatIds.SequenceEqual(configured))
            return null;
        var reclaimed = await OutboxRows.ReclaimAsync(routes, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return reclaimed;
    }

    internal static async Task RecordAsync(
        ChatMigration migration, NpgsqlConnection connection, NpgsqlTransaction transaction, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            insert into migrated_chats (old_chat_id, new_chat_id) values (@OldChatId, @NewChatId)
            on conflict (old_chat_id) do update set new_chat_id = excluded.new_chat_id, learned_at = now()
            where migrated_chats.new_chat_id <> excluded.new_chat_id
            """,
            migration, transaction, cancellationToken: cancellationToken));
        await OutboxRows.MoveAsync(migration.OldChatId, migration.NewChatId, connection, transaction, cancellationToken);
    }
}
