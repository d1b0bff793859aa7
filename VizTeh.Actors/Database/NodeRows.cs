using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>Table <c>nodes</c>, for who wants to know how the nodes are. The nodes themselves write it.</summary>
internal static class NodeRows
{
    /// <param name="database">Its sessions find the table by their search path.</param>
    public static async Task<IReadOnlyList<NodeOfTable>> ReadAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        await using var command = database.CreateCommand(Look("nodes"));
        return await ReadAsync(command, cancellationToken);
    }

    /// <param name="schema">The bot's.</param>
    public static async Task<IReadOnlyList<NodeOfTable>> ReadAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(Look($"{Sql.Quote(schema)}.nodes"), connection);
        return await ReadAsync(command, cancellationToken);
    }

    private static string Look(string table) =>
        $"""
        select address, state, version, extract(epoch from clock_timestamp() - seen_at)::float8 from {table}
         order by started_at, address
        """;

    private static async Task<IReadOnlyList<NodeOfTable>> ReadAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<NodeOfTable>();
        while (await reader.ReadAsync(cancellationToken))
        {
            rows.Add(new NodeOfTable(
                reader.GetString(0), reader.GetString(1), reader.GetString(2), TimeSpan.FromSeconds(Math.Max(0, reader.GetDouble(3)))));
        }

        return rows;
    }
}
