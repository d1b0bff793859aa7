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

    /// <summary>Remembers a migration and sends the cards that wait for the old chat to the new one: one transaction, safe to repeat.</summary>
    public async Task RecordAsync(ChatMigration migration, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await RecordAsync(migration, connection, transaction, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
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
        await OutboxRows.MoveCardsAsync(migration.OldChatId, migration.NewChatId, connection, transaction, cancellationToken);
    }
}
