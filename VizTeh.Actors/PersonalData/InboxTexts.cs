using Dapper;
using Npgsql;

namespace VizTeh.Actors.PersonalData;

/// <summary>The updates that PostgreSQL refused as they were: few, set aside for good, and stored as a string each.</summary>
internal static class InboxTexts
{
    /// <returns>The rows whose string is meant.</returns>
    public static async Task<List<long>> FindAsync(
        Func<string, bool> isMeant, NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken)
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
