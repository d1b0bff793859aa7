using System.Globalization;
using System.Text;
using Npgsql;
using NpgsqlTypes;

namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What the database holds of the people who still wait at the end of a run: the only trace of how it came to that.</summary>
internal sealed class StoredConversations(NpgsqlDataSource database)
{
    private const int LongestRow = 400;
    private const int MostRows = 40;

    private const string Sql =
        """
        select 'event', sequence_number, manifest || case when deleted then ' (deleted)' else '' end, message
          from akka.journal where persistence_id = 'conversation-' || $1
        union all
        select 'snapshot', sequence_number, manifest, snapshot from akka.snapshot where persistence_id = 'conversation-' || $1
        union all
        select 'ticket', id, submission_id::text, null from tickets where user_id = $1
        order by 1, 2
        """;

    /// <returns>One line a row: the last events, the snapshots, the tickets.</returns>
    public async Task<IReadOnlyList<string>> ReadAsync(long chatId, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Sql);
        command.Parameters.Add(new NpgsqlParameter { Value = chatId, NpgsqlDbType = NpgsqlDbType.Bigint });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var lines = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var content = reader.IsDBNull(3) ? "" : Encoding.UTF8.GetString(reader.GetFieldValue<byte[]>(3)).ReplaceLineEndings(" ");
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"{reader.GetString(0)} {reader.GetInt64(1)} {(reader.IsDBNull(2) ? "" : reader.GetString(2))} "
                + $"{(content.Length > LongestRow ? content[..LongestRow] + '…' : content)}"));
        }

        return [.. lines.TakeLast(MostRows)];
    }
}
