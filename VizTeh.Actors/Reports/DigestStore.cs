using System.Globalization;
using Dapper;
using Npgsql;
using VizTeh.Actors.Outbox;

namespace VizTeh.Actors.Reports;

/// <summary>Owes the digest of a day to the managers' chats.</summary>
internal sealed class DigestStore(NpgsqlDataSource database)
{
    /// <summary>Whether the digest of the day was owed already.</summary>
    public async Task<bool> IsOwedAsync(DateOnly day, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleOrDefaultAsync<string?>(new CommandDefinition(
            "select used.key from outbox_keys used where used.key = @key", new { key = KeyOf(day) },
            cancellationToken: cancellationToken)) is not null;
    }

    /// <summary>
    /// Owes it once, one row a chat, in one transaction. The key is the day's, not a chat's: a group that becomes a supergroup later in the
    /// morning has another id, but had its digest.
    /// </summary>
    /// <returns>Whether it is newly owed.</returns>
    public async Task<bool> OweAsync(
        DateOnly day, IReadOnlyList<long> chats, OwedMessage.Notice digest, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var isFirst = await connection.ExecuteAsync(new CommandDefinition(
            "insert into outbox_keys (key) values (@key) on conflict (key) do nothing", new { key = KeyOf(day) }, transaction,
            cancellationToken: cancellationToken)) > 0;
        if (!isFirst)
            return false;
        foreach (var chat in chats)
        {
            var key = string.Create(CultureInfo.InvariantCulture, $"{KeyOf(day)}/{chat}");
            await OutboxRows.OweAsync(key, chat, digest, connection, transaction, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        return true;
    }

    private static string KeyOf(DateOnly day) => $"digest/{day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}";
}
