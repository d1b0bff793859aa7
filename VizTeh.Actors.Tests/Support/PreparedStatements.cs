using System.Text.Json;
using Npgsql;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The statements that a program has prepared on the connections of a pool; the connections are held meanwhile.</summary>
internal sealed class PreparedStatements : IAsyncDisposable
{
    // As many as are idle in the pool of a bot that serves one person; if there are fewer, new connections are opened, without prepared
    // statements.
    private const int MostAtRest = 12;

    private readonly List<(NpgsqlConnection Connection, IReadOnlyList<Statement> Statements)> _sessions = [];

    private PreparedStatements()
    {
    }

    public IEnumerable<string> Texts => _sessions.SelectMany(session => session.Statements).Select(statement => statement.Text);

    public static async Task<PreparedStatements> TakeAsync(NpgsqlDataSource pool)
    {
        var prepared = new PreparedStatements();
        for (var taken = 0; taken < MostAtRest; taken++)
        {
            var connection = await pool.OpenConnectionAsync();
            prepared._sessions.Add((connection, await ReadAsync(connection)));
            await ExecuteAsync(connection, "set plan_cache_mode = force_generic_plan");
        }

        return prepared;
    }

    /// <summary>The faults of the plans that are kept from now on: tables that are scanned completely, with or without an index.</summary>
    /// <param name="tables">The tables to check, separated by commas.</param>
    /// <param name="mayReadAll">Parts of statements that may read their whole index.</param>
    public async Task<IReadOnlyList<string>> FaultsAsync(string tables, IReadOnlyCollection<string> mayReadAll)
    {
        HashSet<string> names = [.. tables.Split(", ").Select(table => table[(table.IndexOf('.', StringComparison.Ordinal) + 1)..])];
        var faults = new List<string>();
        foreach (var (connection, statements) in _sessions)
        {
            foreach (var statement in statements)
            {
                var values = string.Join(", ", statement.Types.Select(type => $"null::{type}"));
                var json = (string)(await ReadOneAsync(
                    connection, $"explain (format json) execute \"{statement.Name}\"{(values.Length > 0 ? $"({values})" : "")}"))!;
                using var plan = JsonDocument.Parse(json);
                var isAllWanted = mayReadAll.Any(part => statement.Text.Contains(part, StringComparison.Ordinal));
                if (plan.RootElement[0].TryGetProperty("Plan", out var root) && FaultOf(root, names, isAllWanted) is { } fault)
                    faults.Add($"{fault}\n{statement.Text}");
            }
        }

        return [.. faults.Distinct()];
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (connection, _) in _sessions)
        {
            await ExecuteAsync(connection, "reset plan_cache_mode");
            await connection.DisposeAsync();
        }
    }

    private static string? FaultOf(JsonElement node, HashSet<string> tables, bool isAllWanted)
    {
        var type = node.GetProperty("Node Type").GetString();
        var table = node.TryGetProperty("Relation Name", out var relation) ? relation.GetString() : null;
        if (type is "Seq Scan" && tables.Contains(table!) && !isAllWanted)
            return $"{table} is read from end to end";
        if (type is "Index Scan" or "Index Only Scan" && tables.Contains(table!) && !isAllWanted
            && !node.TryGetProperty("Index Cond", out _))
        {
            return $"{table} is read through all of {node.GetProperty("Index Name").GetString()}";
        }

        if (!node.TryGetProperty("Plans", out var children))
            return null;
        // Reading the first entries of an index needs no condition.
        return children.EnumerateArray()
            .Select(child => FaultOf(child, tables, isAllWanted || type is "Limit"))
            .FirstOrDefault(fault => fault is not null);
    }

    private static async Task<IReadOnlyList<Statement>> ReadAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(
            "select name, statement, parameter_types::text[] from pg_prepared_statements", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var statements = new List<Statement>();
        while (await reader.ReadAsync())
            statements.Add(new Statement(reader.GetString(0), reader.GetString(1), reader.GetFieldValue<string[]>(2)));
        return statements;
    }

    private static async Task<object?> ReadOneAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync();
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private sealed record Statement(string Name, string Text, IReadOnlyList<string> Types);
}
