using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tickets;

/// <summary>
/// Stores, claims, closes and reopens sample tickets, with a client's message to each, in a transaction that is rolled back: whatever
/// refuses them in an adopted table (a check, a trigger, a rule, a policy of an earlier time) is reported at start, not when the first
/// client sends a form.
/// </summary>
/// <remarks>
/// The numbers of the rows are rolled back with them. Effects outside of the transaction do happen, such as a trigger's call to another
/// machine.
/// </remarks>
internal sealed partial class TicketTrial(DatabaseSettings database, ILogger logger)
{
    // Seconds. A table that stays locked does not fail the start: the first client's ticket waits for the lock as well.
    private const int Patience = 5;

    // Another process may take the same number concurrently, so the trial is repeated with another one.
    private const int Attempts = 3;

    private static readonly string Insert = $"{NewTickets.Creation} select created.id::bigint from created";

    private const string Change =
        """
        update tickets set status = @status, close_at = case when @status = 'closed' then now() end, manager_id = 1, owner_id = 1,
               owner_name = '?', claimed_at = now()
         where id = any(@ids) and status is distinct from @status
        """;

    private const string Say =
        """
        insert into ticket_messages (ticket_id, author, user_id, update_id, text, sent_at)
        select said.ticket_id, 'client', 1, 1, '?', now() from unnest(@ids::bigint[]) as said (ticket_id)
        """;

    /// <param name="samples">Tickets of the shapes that clients send.</param>
    /// <exception cref="SettingsException">The table refuses a ticket; the message gives the reason in PostgreSQL's words.</exception>
    public async Task RunAsync(IReadOnlyCollection<CreateTicket> samples, CancellationToken cancellationToken)
    {
        var target = database.ToConnectionString();
        target.Pooling = false;
        target.CommandTimeout = Patience;
        for (var attempt = 1; ; attempt++)
        {
            await using var connection = new NpgsqlConnection(target.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            try
            {
                await TryAsync(connection, samples, cancellationToken);
                return;
            }
            catch (PostgresException refusal) when (DatabaseErrors.IsRefusal(refusal))
            {
                if (refusal.SqlState != PostgresErrorCodes.UniqueViolation || attempt == Attempts)
                    throw new SettingsException(await ExplainAsync(refusal, connection, cancellationToken), refusal);
            }
            catch (NpgsqlException trouble)
            {
                logger.LogWarning("Whether the table tickets takes what clients send could not be tried: {Reason}", trouble.Message);
                return;
            }
        }
    }

    private async Task TryAsync(NpgsqlConnection connection, IReadOnlyCollection<CreateTicket> samples, CancellationToken cancellationToken)
    {
        // Disposing of the transaction rolls it back.
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await connection.ExecuteAsync(Command($"set local lock_timeout = '{Patience - 1}s'"));
        await connection.ExecuteAsync(Command(NewTickets.TakeTurn));
        var ids = (await connection.QueryAsync<long>(Command(Insert, NewTickets.Parameters(samples)))).ToArray();
        var stored = ids.Length;
        foreach (var status in new[] { TicketStatus.Closed.ToColumn(), TicketStatus.Open.ToColumn() })
            stored = Math.Min(stored, await connection.ExecuteAsync(Command(Change, new { ids, status })));
        await connection.ExecuteAsync(Command(Say, new { ids }));
        await connection.ExecuteAsync(Command("set constraints all immediate"));
        if (stored < samples.Count)
        {
            throw new SettingsException(
                $"DB_NAME: the table tickets of \"{database.Name}\" swallows rows such as clients send, or the changes of their status, "
                + $"without a word (a rule, a trigger or row security). {await OthersAsync(connection, where: null, cancellationToken)}");
        }

        CommandDefinition Command(string sql, object? parameters = null) =>
            new(sql, parameters, transaction, cancellationToken: cancellationToken);
    }

    // The transaction has ended by now, so the catalog can be queried.
    private async Task<string> ExplainAsync(PostgresException refusal, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var table = refusal.TableName is { } name ? $"{Sql.Quote(refusal.SchemaName ?? "public")}.{Sql.Quote(name)}" : "tickets";
        var constraint = Sql.Quote(refusal.ConstraintName ?? "");
        var cure = refusal switch
        {
            { SqlState: PostgresErrorCodes.NotNullViolation, ColumnName: { } column } =>
                $"{Sql.MendWith}alter table {table} alter column {Sql.Quote(column)} drop not null;",
            { ConstraintName: not null, DataTypeName: { } type, TableName: null } =>
                $"{Sql.MendWith}alter domain {Sql.Quote(refusal.SchemaName ?? "public")}.{Sql.Quote(type)} drop constraint {constraint};",
            { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: { } index } =>
                $"{Sql.MendWith}alter table {table} drop constraint if exists {constraint}; "
                + $"drop index if exists {Sql.Quote(refusal.SchemaName ?? "public")}.{Sql.Quote(index)};",
            { ConstraintName: not null } => $"{Sql.MendWith}alter table {table} drop constraint {constraint};",
            _ when refusal.MessageText.Contains("row-level security", StringComparison.Ordinal) =>
                $"{Sql.MendWith}alter table {table} disable row level security;",
            { SqlState: PostgresErrorCodes.InsufficientPrivilege } when Denied().Match(refusal.MessageText) is { Success: true } denied =>
                await GrantAsync(denied.Groups["kind"].Value, denied.Groups["name"].Value, connection, cancellationToken),
            _ => await OthersAsync(connection, refusal.Where, cancellationToken),
        };
        return $"DB_NAME: the table tickets of \"{database.Name}\" refuses a ticket such as clients send: {refusal.MessageText}. {cure}";
    }

    /// <summary>The SQL that grants the right that a trigger lacks, and those that its next statements are likely to need.</summary>
    private async Task<string> GrantAsync(string kind, string name, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var user = Sql.Quote(database.User);
        var schemas = await connection.QueryAsync<string>(new CommandDefinition(
            """
            select nspname from pg_namespace where @kind = 'schema' and nspname = @name
            union
            select nspname from pg_class join pg_namespace on pg_namespace.oid = relnamespace where relname = @name and nspname !~ '^pg_'
            """,
            new { kind, name }, cancellationToken: cancellationToken));
        var grants = schemas.Select(Sql.Quote).Select(schema =>
            $"grant usage on schema {schema} to {user}; grant all on all sequences in schema {schema} to {user};"
            + (kind is "table" or "view" or "relation" ? $" grant all on table {schema}.{Sql.Quote(name)} to {user};" : ""));
        return Sql.MendWith + string.Join(' ', grants);
    }

    /// <summary>
    /// The SQL that removes what PostgreSQL's message does not name: a trigger, found by the function it calls; a rule; row security.
    /// </summary>
    private static async Task<string> OthersAsync(NpgsqlConnection connection, string? where, CancellationToken cancellationToken)
    {
        var statements = (await connection.QueryAsync<(string Statement, string? Calls)>(new CommandDefinition(
            """
            select format('alter table %s disable trigger %I;', tgrelid::regclass, tgname), proname::text
              from pg_trigger join pg_proc on pg_proc.oid = tgfoid
             where tgrelid = 'tickets'::regclass and not tgisinternal and tgenabled <> 'D'
            union all
            -- Even a disabled rule forbids "on conflict".
            select format('drop rule %I on %s;', rulename, ev_class::regclass), null
              from pg_rewrite where ev_class = 'tickets'::regclass
            union all
            select format('alter table %s disable row level security;', oid::regclass), null
              from pg_class where oid = 'tickets'::regclass and row_security_active(oid)
            """,
            cancellationToken: cancellationToken))).ToList();
        var called = statements.FindAll(found => found.Calls is { } name && where?.Contains(name, StringComparison.Ordinal) is true);
        return statements.Count == 0
            ? "Change the table so that it takes them."
            : Sql.MendWith + string.Join(' ', (called.Count > 0 ? called : statements).Select(found => found.Statement));
    }

    [GeneratedRegex("permission denied for (?<kind>table|view|relation|sequence|schema) \"?(?<name>[^\"]+)\"?$")]
    private static partial Regex Denied();
}
