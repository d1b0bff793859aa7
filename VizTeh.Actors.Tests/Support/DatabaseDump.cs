using System.Globalization;
using System.Text;
using Npgsql;

namespace VizTeh.Actors.Tests.Support;

/// <summary>All that a database holds, as text.</summary>
internal static class DatabaseDump
{
    /// <summary>Every row of every table outside of PostgreSQL's own schemas, a line each; bytes are read as UTF-8.</summary>
    public static async Task<IReadOnlyList<string>> DumpAsync(this TestDatabase database)
    {
        var tables = await database.ReadAsync(
            """
            select format('%I.%I', relation.relnamespace::regnamespace::text, relation.relname) from pg_class relation
             where relation.relkind in ('r', 'p', 'm') and relation.relnamespace::regnamespace::text !~ '^(pg_|information_schema)'
             order by 1
            """);
        Assert.Contains("akka.journal", tables);
        Assert.Contains("public.tickets", tables);
        var lines = new List<string>();
        foreach (var table in tables)
        {
            await using var command = database.DataSource.CreateCommand($"select * from {table}");
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                lines.Add($"{table}: " + string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(place => TextOf(reader, place))));
        }

        return lines;
    }

    private static string TextOf(NpgsqlDataReader reader, int column) =>
        $"{reader.GetName(column)}=" + (reader.IsDBNull(column) ? "" : reader.GetValue(column) switch
        {
            byte[] bytes => Encoding.UTF8.GetString(bytes),
            Array items => string.Join(',', items.Cast<object?>()),
            string text when text.Length > 40 && !text.Contains(' ', StringComparison.Ordinal) => $"{text} {FromBase64(text)}",
            var value => Convert.ToString(value, CultureInfo.InvariantCulture),
        });

    private static string FromBase64(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text.Trim('"'), bytes, out var length) ? Encoding.UTF8.GetString(bytes, 0, length) : "";
    }
}
