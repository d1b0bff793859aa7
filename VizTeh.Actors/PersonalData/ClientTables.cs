using Dapper;
using Npgsql;
using VizTeh.Actors.Database;

namespace VizTeh.Actors.PersonalData;

/// <summary>
/// The program's tables whose rows belong to a client by a column <c>user_id</c>, besides the tickets and what is said about them. A later
/// migration that adds such a table has it read and erased without further code; tables of other programs are left alone.
/// </summary>
internal static class ClientTables
{
    /// <summary>The query for their names, in order; $1 as <see cref="Ours"/>. They are in the schema of the tickets.</summary>
    public const string Find =
        """
        select relation.relname::text
          from pg_class relation
          join pg_attribute attribute on attribute.attrelid = relation.oid and attribute.attname = 'user_id' and not attribute.attisdropped
         where relation.relnamespace = (select home.relnamespace from pg_class home where home.oid = 'tickets'::regclass)
           and relation.relkind in ('r', 'p') and relation.relname = any($1)
         order by relation.relname
        """;

    /// <summary>The program's own tables in the schema of the tickets, apart from those that are handled one by one.</summary>
    public static string[] Ours { get; } =
    [
        .. MigrationScripts.Tables
            .Where(name => !name.Contains('.', StringComparison.Ordinal) && name is not ("tickets" or "ticket_messages")),
    ];

    /// <summary>Those whose rows are deleted by an erasure: a ban stays, but names no ticket any more.</summary>
    public static string[] Erased { get; } = [.. Ours.Where(name => name != "bans")];

    /// <summary>The names of those that are there.</summary>
    public static async Task<IReadOnlyList<string>> ErasedInAsync(
        NpgsqlConnection connection, NpgsqlTransaction? transaction, CancellationToken cancellationToken) =>
        [.. await connection.QueryAsync<string>(new CommandDefinition(
            Find.Replace("$1", "@ours", StringComparison.Ordinal), new { ours = Erased }, transaction,
            cancellationToken: cancellationToken))];
}
