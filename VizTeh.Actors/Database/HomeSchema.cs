using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// Which schema the program's tables are in, and whether its sessions work there. PostgreSQL makes a table in the first schema of the
/// search path that the user may use; one that comes first later, named as the role say, would get a second, empty set of tables.
/// </summary>
internal static class HomeSchema
{
    // Schemas in the order of the search path, whether the user may use them or not: the tables may be in one that it may not.
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

    /// <returns>The schema in which the tables are, or are to be made.</returns>
    /// <exception cref="SettingsException">The user's sessions work in another one, or in none.</exception>
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

        // Where an earlier start made them; else where an earlier bot's table is that the path leads to.
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
