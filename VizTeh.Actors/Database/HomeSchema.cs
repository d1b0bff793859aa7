using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// Finds the schema of the program's tables, and checks that its sessions use it. PostgreSQL creates a table in the first schema of the
/// search path that the user may use. A schema that comes first later, such as one named as the role, would get a second, empty set of
/// tables.
/// </summary>
internal static class HomeSchema
{
    // Schemas in the order of the search path, including those that the user may not use: the tables may be in one of these.
    private const string Look =
        """
        with path as (
          select case trim(both ' "' from entry) when '$user' then current_user::text else trim(both ' "' from entry) end as name, position
            from unnest(string_to_array(current_setting('search_path'), ',')) with ordinality as listed (entry, position)
        ), found as (
          select c.relname::text as relation, n.nspname::text as name, coalesce(p.position, 1000) as position,
                 p.position is not null as listed
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            left join path p on p.name = n.nspname
           where c.relname in ('tickets', $1) and c.relkind in ('r', 'p', 'v', 'm', 'f') and n.nspname !~ '^pg_'
        )
        select current_schema()::text,
               array(select name from found where relation = $1 order by name = current_schema() desc, position, name),
               array(select name from found where relation = 'tickets' and listed order by position),
               array(select name from found where relation = 'tickets' and not listed order by name)
        """;

    /// <returns>The schema in which the tables are, or are to be created.</returns>
    /// <exception cref="SettingsException">The user's sessions use another schema, or none.</exception>
    public static async Task<string> FindAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder target, ILogger? logger, CancellationToken cancellationToken)
    {
        string? here;
        string[] migrated, onPath, elsewhere;
        await using (var command = new NpgsqlCommand(Look, connection))
        {
            command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = MigrationScripts.JournalTable });
            await using var row = await command.ExecuteReaderAsync(cancellationToken);
            await row.ReadAsync(cancellationToken);
            here = await row.IsDBNullAsync(0, cancellationToken) ? null : row.GetString(0);
            (migrated, onPath) = (row.GetFieldValue<string[]>(1), row.GetFieldValue<string[]>(2));
            elsewhere = row.GetFieldValue<string[]>(3);
        }

        // The schema in which an earlier start created the tables; else the one with an earlier bot's table, if it is in the search path.
        var home = migrated.FirstOrDefault()
            ?? (here is not null && onPath.Contains(here) ? here : onPath.FirstOrDefault())
            ?? here
            ?? (elsewhere is [var only] ? only : "public");
        if (home != here)
        {
            throw new SettingsException(
                Mismatch(here, home, target) + ' ' + await DatabaseRights.CureAsync(connection, home, cancellationToken));
        }

        if (migrated.Length == 0 && onPath.Length == 0 && elsewhere.Length > 0)
        {
            logger?.LogWarning(
                "The database {Database} has a table tickets in the schema {Schema}, to which the search path of {User} does not lead: it "
                + "is not taken over", target.Database, elsewhere[0], target.Username);
        }

        return home;
    }

    private static string Mismatch(string? here, string home, NpgsqlConnectionStringBuilder target)
    {
        var (user, database, schema) = (Sql.Quote(target.Username!), Sql.Quote(target.Database!), Sql.Quote(home));
        var where = here is null ? "in no schema at all" : $"in \"{here}\"";
        return $"DB_USER: the bot's tables are, or belong, in the schema \"{home}\" of the database \"{target.Database}\", but the user "
            + $"\"{target.Username}\" works {where}. {Sql.MendWith}alter role {user} in database {database} set search_path = {schema}; "
            + $"create schema if not exists {schema};";
    }
}
