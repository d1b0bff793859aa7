using System.Text.Json;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>Which migrations the database has.</summary>
/// <param name="Applied">How many of this program's.</param>
/// <param name="Pending">Those of this program's that it has not got.</param>
/// <param name="Unknown">Those that it has got from a later version of the program.</param>
internal sealed record MigrationState(int Applied, IReadOnlyList<string> Pending, IReadOnlyList<string> Unknown);

/// <summary>What is known of the sequences.</summary>
/// <param name="Cures">The statements that set those right which would give a number that a row has already; usually none.</param>
/// <param name="Grants">The statements that let the user read those that it may not read; usually none.</param>
internal sealed record SequenceLook(IReadOnlyList<string> Cures, IReadOnlyList<string> Grants);

/// <summary>A bot that has sessions on the database.</summary>
/// <param name="Sessions">How many.</param>
/// <param name="From">The addresses that they come from, as PostgreSQL sees them; <c>local</c> for a UNIX socket.</param>
/// <param name="Since">When the oldest of them began, by the database's clock; null when the user may not see that.</param>
internal sealed record RunningBot(int Sessions, string? From, DateTimeOffset? Since);

/// <summary>Looks at the database without changing anything, also while a bot runs on it.</summary>
internal sealed class DatabaseProbe : IAsyncDisposable
{
    // Sequences of our tables with the highest number in the table; a sequence at or behind it gives a number that is taken.
    private const string Numbered =
        """
        select format('%I.%I', n.nspname, c.relname) as table_name, quote_ident(a.attname) as column_name, numbering.name,
               has_table_privilege(c.oid, 'select') and has_sequence_privilege(numbering.name, 'select') as may_be_read
          from pg_class c
          join pg_namespace n on n.oid = c.relnamespace
          join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
         cross join lateral (
           -- Looking up a name needs the right to use its schema.
           select case when has_schema_privilege(n.oid, 'usage')
                       then pg_get_serial_sequence(format('%I.%I', n.nspname, c.relname), a.attname) end as name) numbering
         where n.nspname in ($1, 'akka') and c.relkind in ('r', 'p')
           and (case when n.nspname = 'akka' then 'akka.' else '' end || c.relname) = any($2)
           and numbering.name is not null
         order by 1
        """;

    private readonly NpgsqlDataSource _database;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlConnectionStringBuilder _target;

    private DatabaseProbe(NpgsqlDataSource database, NpgsqlConnection connection, NpgsqlConnectionStringBuilder target) =>
        (_database, _connection, _target) = (database, connection, target);

    public string Where => DatabaseFailure.Where(_target);

    public Version Version => _connection.PostgreSqlVersion;

    /// <exception cref="SettingsException">The database cannot be reached, or refuses the user.</exception>
    public static async Task<DatabaseProbe> ConnectAsync(DatabaseSettings settings, CancellationToken cancellationToken)
    {
        var target = settings.ToConnectionString();
        target.Pooling = false;
        // A name of its own, so that its sessions are not taken for a running bot's.
        target.ApplicationName += " check";
        var database = DatabaseSession.ToSource(target);
        var connection = database.CreateConnection();
        try
        {
            await connection.OpenAsync(cancellationToken);
            return new DatabaseProbe(database, connection, target);
        }
        catch (Exception failure)
        {
            await connection.DisposeAsync();
            await database.DisposeAsync();
            if (failure is SettingsException or OperationCanceledException)
                throw;
            throw DatabaseFailure.Explain(failure, target);
        }
    }

    /// <summary>Checks the version, the encoding, and that sessions are not shared by a pooler.</summary>
    /// <exception cref="SettingsException">One of them is not as the program needs it.</exception>
    public Task RequireUsableAsync(CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        Migrator.RequireVersion(Version, _target);
        await Migrator.RequireEncodingAsync(_connection, _target, cancellationToken);
        await PoolerCheck.RequireOwnSessionAsync(_connection, _target, cancellationToken);
        return true;
    });

    /// <returns>The schema in which the tables are, or are to be created.</returns>
    /// <exception cref="SettingsException">The user's sessions use another schema, or none.</exception>
    public Task<string> FindSchemaAsync(CancellationToken cancellationToken) =>
        ExplainedAsync(() => HomeSchema.FindAsync(_connection, _target, logger: null, cancellationToken));

    /// <exception cref="SettingsException">The database holds a part of the tables only.</exception>
    public Task<MigrationState> ReadMigrationsAsync(string schema, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        var existing = await DatabaseRights.ExistingAsync(_connection, schema, cancellationToken);
        // With that table the rights are a check of their own.
        if (!existing.Contains(MigrationScripts.JournalTable))
            await Migrator.RequireWholeAsync(_connection, schema, _target, cancellationToken);
        IReadOnlyList<string> applied = existing.Contains(MigrationScripts.JournalTable)
            ? await ReadAsync(
                $"select scriptname::text from {Sql.Quote(schema)}.{MigrationScripts.JournalTable} order by 1", cancellationToken)
            : [];
        var ours = MigrationScripts.All.Select(script => script.Name).ToList();
        return new MigrationState(
            ours.Intersect(applied).Count(), [.. ours.Except(applied)], [.. applied.Except(ours)]);
    });

    /// <exception cref="SettingsException">A right or a table is missing; the message ends with how to mend it.</exception>
    public Task RequireRightsAsync(string schema, bool isComplete, CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        if (isComplete)
            await Migrator.RequireAllAsync(_connection, schema, _target, cancellationToken);
        await DatabaseRights.RequireAsync(_connection, schema, _target, cancellationToken);
        return true;
    });

    /// <summary>
    /// Compares each sequence with its table. That needs the right to read both, which the program itself does not need: the number of an
    /// identity is given without any right on its sequence.
    /// </summary>
    public Task<SequenceLook> LookAtSequencesAsync(string schema, CancellationToken cancellationToken) =>
        ExplainedAsync(async () =>
        {
            var numbered = new List<(string Table, string Column, string Sequence, bool MayBeRead)>();
            await using (var command = new NpgsqlCommand(Numbered, _connection))
            {
                command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = schema });
                command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. MigrationScripts.Tables] });
                await using var reader = await command.ExecuteReaderAsync(cancellationToken);
                while (await reader.ReadAsync(cancellationToken))
                    numbered.Add((reader.GetString(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3)));
            }

            var (cures, grants) = (new List<string>(), new List<string>());
            foreach (var (table, column, sequence, mayBeRead) in numbered)
            {
                if (!mayBeRead)
                {
                    grants.Add($"grant select on {table}, {sequence} to {Sql.Quote(_target.Username!)};");
                    continue;
                }

                // The names come from the catalog, quoted by it.
                var lagging = await ReadAsync(
                    $"""
                    select 'lags' from {sequence} as counter
                     where coalesce((select max({column}) from {table}), 0) >= counter.last_value + counter.is_called::int
                    """,
                    cancellationToken);
                var literal = sequence.Replace("'", "''", StringComparison.Ordinal);
                if (lagging.Count > 0)
                    cures.Add($"select setval('{literal}', (select max({column}) from {table}));");
            }

            return new SequenceLook(cures, grants);
        });

    /// <returns>Null when no other session of the program is there.</returns>
    public Task<RunningBot?> FindRunningBotAsync(CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        await using var command = new NpgsqlCommand(
            """
            select count(*)::int, string_agg(distinct coalesce(host(client_addr), 'local'), ', '), min(backend_start)
              from pg_stat_activity
             where datname = current_database() and (application_name = $1 or application_name like $2) and pid <> pg_backend_pid()
            """,
            _connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = DatabaseSettings.ApplicationName });
        // One of several nodes has its own name behind that.
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = $"{DatabaseSettings.ApplicationName} node %" });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetInt32(0) == 0
            ? null
            : new RunningBot(
                reader.GetInt32(0), await reader.IsDBNullAsync(1, cancellationToken) ? null : reader.GetString(1),
                await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetFieldValue<DateTimeOffset>(2));
    });

    /// <returns>A phrase for each process that has given a sign of life within a minute: its version, its machine, its last poll.</returns>
    public Task<IReadOnlyList<string>> ReadHeartbeatsAsync(string schema, CancellationToken cancellationToken) =>
        ExplainedAsync(() => ReadAsync(
            $"""
            select format('version %s on %s, last poll %s', version, host,
                          coalesce(round(extract(epoch from now() - last_poll_at)) || ' s ago', 'none yet'))
              from {Sql.Quote(schema)}.heartbeats
             where stopped_at is null and seen_at > now() - interval '1 minute' order by started_at
            """,
            cancellationToken));

    /// <summary>The nodes that table <c>nodes</c> has, alive and dead.</summary>
    public Task<IReadOnlyList<NodeOfTable>> ReadNodesAsync(string schema, CancellationToken cancellationToken) =>
        ExplainedAsync(() => NodeRows.ReadAsync(_connection, schema, cancellationToken));

    /// <summary>
    /// How many sessions the server lets this user have on this database, those of other programs included: what it keeps for superusers
    /// is not counted.
    /// </summary>
    public Task<int> ReadConnectionLimitAsync(CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        await using var command = new NpgsqlCommand(
            """
            select least(
                     current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                       - coalesce(current_setting('reserved_connections', true)::int, 0),
                     (select nullif(datconnlimit, -1) from pg_database where datname = current_database()),
                     (select nullif(rolconnlimit, -1) from pg_roles where rolname = current_user))
            """,
            _connection);
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    });

    /// <returns>The file of the photo of «О компании» that a manager stored; null for none.</returns>
    public Task<string?> ReadPhotoAsync(string schema, CancellationToken cancellationToken) => ExplainedAsync(async () =>
        await ReadAsync($"select file_id from {Sql.Quote(schema)}.company_photo where only_row", cancellationToken) is [var file, ..]
            ? file
            : null);

    /// <summary>Passes every event and snapshot of the conversations to a reader, whose failures count as what cannot be read.</summary>
    /// <param name="read">Reads the bytes of a manifest, or throws.</param>
    /// <returns>How many conversations have something that cannot be read, and the first reason; none before the first migration.</returns>
    public Task<(int Conversations, string? Reason)> FindUnreadableAsync(
        Action<byte[], string> read, CancellationToken cancellationToken) =>
        ExplainedAsync<(int, string?)>(async () =>
        {
            if (await ReadAsync("select 'there' where to_regclass('akka.journal') is not null", cancellationToken) is [])
                return (0, null);

            // All rows are read, which may take a while: no time limit but the caller's patience.
            await using var command = new NpgsqlCommand(
                """
                select persistence_id, message, manifest from akka.journal where not deleted
                 union all
                select persistence_id, snapshot, manifest from akka.snapshot
                """,
                _connection)
            {
                CommandTimeout = 0,
            };
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            var unreadable = new HashSet<string>();
            string? reason = null;
            while (await reader.ReadAsync(cancellationToken))
            {
                try
                {
                    read(reader.GetFieldValue<byte[]>(1), reader.GetString(2));
                }
                catch (Exception failure) when (failure is ArgumentException or FormatException or JsonException or NotSupportedException)
                {
                    unreadable.Add(reader.GetString(0));
                    reason ??= failure.Message;
                }
            }

            return (unreadable.Count, reason);
        });

    /// <summary>The database's clock.</summary>
    public Task<DateTimeOffset> ReadClockAsync(CancellationToken cancellationToken) => ExplainedAsync(async () =>
    {
        await using var command = new NpgsqlCommand("select clock_timestamp()", _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        return reader.GetFieldValue<DateTimeOffset>(0);
    });

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync();
        await _database.DisposeAsync();
    }

    private async Task<T> ExplainedAsync<T>(Func<Task<T>> look)
    {
        try
        {
            return await look();
        }
        catch (Exception failure) when (failure is not (SettingsException or OperationCanceledException))
        {
            throw DatabaseFailure.Explain(failure, _target);
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, _connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var rows = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
            rows.Add(reader.GetString(0));
        return rows;
    }
}
