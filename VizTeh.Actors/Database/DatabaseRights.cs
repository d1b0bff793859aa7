using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// Checks the user's rights on the program's tables and their dependencies in PostgreSQL's catalog, and builds the SQL that grants all
/// necessary rights, for now and for later migrations.
/// </summary>
internal static class DatabaseRights
{
    // $1: the schema of the tables; $2: tables; $3: views; $4: functions, by name, those of akka with their schema.
    private const string Ours =
        """
        with named as (
          select case when name like 'akka.%' then 'akka' else $1 end as schema, regexp_replace(name, '^akka\.', '') as name, kind
            from (select unnest($2::text[]), 'table' union all select unnest($3::text[]), 'view'
                  union all select unnest($4::text[]), 'function') as names (name, kind)
        ), relation as (
          select c.oid, c.relowner, format('%I.%I', named.schema, named.name) as name, named.kind
            from named
            join pg_namespace n on n.nspname = named.schema
            join pg_class c on c.relnamespace = n.oid and c.relname = named.name and c.relkind in ('r', 'p', 'v')
           where named.kind <> 'function'
        ), numbering as materialized (
          -- The sequences of columns, except those of identities, which need no right. Materialized, since asking for a right on a
          -- relation that is no sequence is an error.
          select distinct s.oid, format('%I.%I', n.nspname, s.relname) as name
            from relation
            join pg_attrdef given on given.adrelid = relation.oid
            join pg_depend used on used.classid = 'pg_attrdef'::regclass and used.objid = given.oid
                               and used.refclassid = 'pg_class'::regclass
            join pg_class s on s.oid = used.refobjid and s.relkind = 'S'
            join pg_namespace n on n.oid = s.relnamespace
        ), routine as (
          select p.oid, p.proowner,
                 format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) as name
            from named
            join pg_namespace n on n.nspname = named.schema
            join pg_proc p on p.pronamespace = n.oid and p.proname = named.name
           where named.kind = 'function'
        ), place as (
          select oid, nspname, nspowner from pg_namespace where nspname in ($1, 'akka')
        )
        """;

    private const string Lacking =
        $"""
        {Ours}
        select 'schema ' || quote_ident(nspname) from place where not has_schema_privilege(oid, 'USAGE')
        union all
        select 'table ' || name from relation
         where kind = 'table' and not (has_table_privilege(oid, 'SELECT') and has_table_privilege(oid, 'INSERT')
                                       and has_table_privilege(oid, 'UPDATE') and has_table_privilege(oid, 'DELETE'))
        union all
        select 'sequence ' || name from numbering where not has_sequence_privilege(oid, 'USAGE')
        union all
        select 'function ' || name from routine where not has_function_privilege(oid, 'EXECUTE')
        """;

    // An owner may have revoked rights from itself, so they are granted besides the ownership.
    private const string Cure =
        $"""
        {Ours}, grantee as (
          select format('"%s"', replace(current_user::text, '"', '""')) as name
        ), advice (position, statement) as (
          select 1, format('alter database %I owner to %s', datname, grantee.name)
            from pg_database, grantee where datname = current_database() and not pg_has_role(datdba, 'USAGE')
          union all
          select 2, format('grant usage, create on schema %I to %s', $1, grantee.name) from grantee
          union all
          select 3, format('alter schema akka owner to %s', grantee.name)
            from place, grantee where nspname = 'akka' and not pg_has_role(nspowner, 'USAGE')
          union all
          select 4, format('grant usage, create on schema akka to %s', grantee.name) from place, grantee where nspname = 'akka'
          union all
          select 5, format('alter table %s owner to %s', relation.name, grantee.name)
            from relation, grantee where not pg_has_role(relowner, 'USAGE')
          union all
          select 6, format('alter function %s owner to %s', routine.name, grantee.name)
            from routine, grantee where not pg_has_role(proowner, 'USAGE')
          union all
          select 7, format('grant all on table %s to %s', string_agg(relation.name, ', '), grantee.name)
            from relation, grantee group by grantee.name
          union all
          select 8, format('grant all on sequence %s to %s', string_agg(numbering.name, ', '), grantee.name)
            from numbering, grantee group by grantee.name
          union all
          select 9, format('grant execute on function %s to %s', string_agg(routine.name, ', '), grantee.name)
            from routine, grantee group by grantee.name
        )
        select statement || ';' from advice order by position, statement
        """;

    private const string Existing =
        $"""
        {Ours}
        select case when n.nspname = 'akka' then 'akka.' else '' end || c.relname
          from relation join pg_class c on c.oid = relation.oid join pg_namespace n on n.oid = c.relnamespace
        """;

    /// <exception cref="SettingsException">A right is missing; the message ends with the SQL that grants it.</exception>
    public static async Task RequireAsync(
        NpgsqlConnection connection, string schema, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        var lacking = await ReadAsync(connection, Lacking, schema, cancellationToken);
        if (lacking.Count > 0)
            throw await RefusalAsync(connection, schema, target, $"no rights on {string.Join(", ", lacking)}", null, cancellationToken);
    }

    /// <summary>The error for a statement that was refused for a missing right.</summary>
    /// <param name="reason">In PostgreSQL's words or the program's own.</param>
    public static async Task<SettingsException> RefusalAsync(
        NpgsqlConnection connection, string schema, NpgsqlConnectionStringBuilder target, string reason, Exception? cause,
        CancellationToken cancellationToken) => new(
            $"DB_USER: the user \"{target.Username}\" lacks a right in the database \"{target.Database}\" ({reason}); it is to own the "
            + $"bot's tables. {Sql.MendWith}{await CureAsync(connection, schema, cancellationToken)}",
            cause!);

    /// <summary>The SQL that grants the user all necessary rights in the schema, for now and for later migrations.</summary>
    public static async Task<string> CureAsync(NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        string.Join(' ', await ReadAsync(connection, Cure, schema, cancellationToken));

    /// <summary>The existing ones of the program's tables and views, named as in <see cref="MigrationScripts"/>.</summary>
    public static Task<IReadOnlyList<string>> ExistingAsync(
        NpgsqlConnection connection, string schema, CancellationToken cancellationToken) =>
        ReadAsync(connection, Existing, schema, cancellationToken);

    private static async Task<IReadOnlyList<string>> ReadAsync(
        NpgsqlConnection connection, string sql, string schema, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection)
        {
            Parameters =
            {
                new NpgsqlParameter<string> { TypedValue = schema },
                new NpgsqlParameter<string[]> { TypedValue = [.. MigrationScripts.Tables] },
                new NpgsqlParameter<string[]> { TypedValue = [.. MigrationScripts.Views] },
                new NpgsqlParameter<string[]> { TypedValue = [.. MigrationScripts.Functions] },
            },
        };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(reader.GetString(0));
        return rows;
    }
}
