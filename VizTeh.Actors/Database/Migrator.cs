using System.Globalization;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>Migrates the database to this version: the scripts in <c>migrations/</c>, each once, all in one transaction.</summary>
public static class Migrator
{
    /// <summary>An arbitrary number, but the same in every version of the program.</summary>
    private const long LockKey = 0x56_69_7A_54_65_68;

    /// <summary>The one table that may exist before the first migration: an earlier bot's.</summary>
    private const string AdoptedTable = "tickets";

    private static readonly Version OldestServer = new(13, 0);
    private static readonly TimeSpan DefaultLockWait = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The number of attempts for a database that does not answer, and for a migration that an earlier version, still running, keeps out of
    /// the tables: when each waits for a table of the other, PostgreSQL may end either of the two.
    /// </summary>
    private const int MostAttempts = 3;

    /// <summary>How long to wait for a server that is starting up, as after a reboot of the machine that both run on.</summary>
    private static readonly TimeSpan StartUpWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartUpLook = TimeSpan.FromMilliseconds(500);

    /// <summary>Much shorter than the time after which PostgreSQL ends an idle transaction (<see cref="DatabaseSession"/>).</summary>
    private static readonly TimeSpan TurnSignInterval = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The time of one statement. A migration may have to rewrite a large table, and to build its indexes; a lost connection is noticed
    /// earlier, by TCP.
    /// </summary>
    private static readonly TimeSpan DefaultScriptLimit = TimeSpan.FromHours(1);

    /// <summary>
    /// Applies the scripts that were not applied yet. If several processes start at once, one does the work and the others wait for it.
    /// </summary>
    /// <param name="connectionString">A user that may create tables, and schemas unless <c>akka</c> exists.</param>
    /// <param name="lockWait">How long to wait for another process's migration; null for a minute.</param>
    /// <exception cref="SettingsException">
    /// The server is unreachable, older than 13, behind a pooler that shares sessions, refuses the user, or lacks the database; or its
    /// tables cannot be adopted or used.
    /// </exception>
    public static Task MigrateAsync(
        string connectionString, ILogger? logger = null, TimeSpan? lockWait = null, CancellationToken cancellationToken = default) =>
        MigrateAsync(connectionString, DefaultScriptLimit, logger, lockWait, cancellationToken);

    /// <inheritdoc cref="MigrateAsync(string, ILogger?, TimeSpan?, CancellationToken)"/>
    /// <param name="scriptLimit">The time of a statement, in whole seconds.</param>
    internal static async Task MigrateAsync(
        string connectionString, TimeSpan scriptLimit, ILogger? logger = null, TimeSpan? lockWait = null,
        CancellationToken cancellationToken = default)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, IncludeErrorDetail = true };
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateAsync(target, scriptLimit, logger, lockWait ?? DefaultLockWait, cancellationToken);
                return;
            }
            catch (SettingsException busy) when (attempt < MostAttempts && DatabaseFailure.IsKeptOut(busy))
            {
                logger?.LogWarning("An earlier version of the program is at work on the tables; trying again to bring them up to date");
            }
            // A connection that a firewall has dropped does not answer either; the next one does.
            catch (Exception silence) when (attempt < MostAttempts && DatabaseFailure.IsSilence(silence))
            {
                logger?.LogWarning("The database did not answer in time during the migration; trying again");
            }
            catch (Exception failure) when (failure is not (SettingsException or OperationCanceledException))
            {
                throw DatabaseFailure.Explain(failure, target);
            }
        }
    }

    private static async Task MigrateAsync(
        NpgsqlConnectionStringBuilder target, TimeSpan scriptLimit, ILogger? logger, TimeSpan lockWait,
        CancellationToken cancellationToken)
    {
        await using var database = DatabaseSession.ToSource(target);
        await using var connection = database.CreateConnection();
        await OpenAsync(connection, logger, cancellationToken);
        RequireVersion(connection.PostgreSqlVersion, target);
        await RequireEncodingAsync(connection, target, cancellationToken);
        await PoolerCheck.RequireOwnSessionAsync(connection, target, cancellationToken);
        await using var turn = await LockAsync(connection, lockWait, cancellationToken);
        var schema = await HomeSchema.FindAsync(connection, target, logger, cancellationToken);
        await RequireWholeAsync(connection, schema, target, cancellationToken);
        var result = await UpgradeAsync(connection, database, schema, scriptLimit);
        foreach (var script in result.Scripts)
            (logger ?? NullLogger.Instance).LogInformation("Migration {Script} applied", script.Name);
        if (!result.Successful)
            throw await ExplainAsync(result, scriptLimit, connection, schema, target, cancellationToken);
        await RequireAllAsync(connection, schema, target, cancellationToken);
        await DatabaseRights.RequireAsync(connection, schema, target, cancellationToken);
    }

    private static async Task OpenAsync(NpgsqlConnection connection, ILogger? logger, CancellationToken cancellationToken)
    {
        var startedAt = TimeProvider.System.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException refusal)
                when (refusal.SqlState == PostgresErrorCodes.CannotConnectNow
                    && TimeProvider.System.GetElapsedTime(startedAt) < StartUpWait)
            {
                if (attempt == 1)
                    logger?.LogInformation("The database is not ready yet ({Reason}); waiting for it", refusal.MessageText);
                await Task.Delay(StartUpLook, TimeProvider.System, cancellationToken);
            }
        }
    }

    internal static void RequireVersion(Version server, NpgsqlConnectionStringBuilder target)
    {
        if (server < OldestServer)
        {
            throw new SettingsException(
                $"DB_HOST: PostgreSQL at {target.Host}:{target.Port} is version {server}; {OldestServer.Major} or later is needed.");
        }
    }

    internal static async Task RequireEncodingAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("show server_encoding", connection);
        var encoding = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (encoding != "UTF8")
            throw DatabaseFailure.OtherEncoding(encoding, target);
    }

    /// <summary>
    /// Waits for the advisory lock of migrations. The transaction holds it, not the session, so it is released when the connection closes,
    /// even after a crash, whatever a pooler does with the session.
    /// </summary>
    private static async Task<NpgsqlTransaction> LockAsync(NpgsqlConnection connection, TimeSpan wait, CancellationToken cancellationToken)
    {
        var transaction = await connection.BeginTransactionAsync(cancellationToken);
        var milliseconds = (long)wait.TotalMilliseconds;
        var sql = string.Create(
            CultureInfo.InvariantCulture, $"set local lock_timeout = {milliseconds}; select pg_advisory_xact_lock({LockKey})");
        await using var command = new NpgsqlCommand(sql, connection, transaction)
        {
            CommandTimeout = (int)wait.TotalSeconds + 10,
        };
        await command.ExecuteNonQueryAsync(cancellationToken);
        return transaction;
    }

    /// <summary>Refuses a database that was restored in part, before a script fails on that part.</summary>
    internal static async Task RequireWholeAsync(
        NpgsqlConnection connection, string schema, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        var existing = await DatabaseRights.ExistingAsync(connection, schema, cancellationToken);
        if (existing.Contains(MigrationScripts.JournalTable))
        {
            // DbUp takes a journal table that it may not read for a missing one.
            await DatabaseRights.RequireAsync(connection, schema, target, cancellationToken);
        }
        else if (existing.FirstOrDefault(name => name != AdoptedTable) is { } stray)
        {
            throw DatabaseFailure.RestoredInPart(
                $"\"{stray}\" already exists, and {MigrationScripts.JournalTable}, which would say how far it is, does not", target);
        }
    }

    internal static async Task RequireAllAsync(
        NpgsqlConnection connection, string schema, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        var missing = MigrationScripts.Tables
            .Except(await DatabaseRights.ExistingAsync(connection, schema, cancellationToken)).ToList();
        if (missing.Count > 0)
        {
            throw DatabaseFailure.RestoredInPart(
                $"{string.Join(", ", missing)} missing, though {MigrationScripts.JournalTable} says that they were made", target);
        }
    }

    private static async Task<SettingsException> ExplainAsync(
        DatabaseUpgradeResult result, TimeSpan scriptLimit, NpgsqlConnection connection, string schema,
        NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken) => result.Error switch
        {
            PostgresException { SqlState: PostgresErrorCodes.InsufficientPrivilege } refusal =>
                await DatabaseRights.RefusalAsync(connection, schema, target, refusal.MessageText, refusal, cancellationToken),
            var failure when DatabaseFailure.IsSilence(failure) && result.ErrorScript is { } script =>
                DatabaseFailure.TooSlow(script.Name, scriptLimit, target),
            var failure => DatabaseFailure.Explain(failure, target),
        };

    /// <summary>
    /// Runs the scripts on a separate connection. The connection with the lock executes a statement periodically: PostgreSQL ends an idle
    /// transaction, since its process may be gone, and would otherwise block every later start.
    /// </summary>
    private static async Task<DatabaseUpgradeResult> UpgradeAsync(
        NpgsqlConnection turn, NpgsqlDataSource database, string schema, TimeSpan scriptLimit)
    {
        // DbUp has no cancellation. A migration that has begun runs to its end, or to its time limit.
        var upgrade = Task.Run(() => Upgrade(database, schema, scriptLimit));
        while (await Task.WhenAny(upgrade, Task.Delay(TurnSignInterval, TimeProvider.System)) != upgrade)
        {
            await using var sign = new NpgsqlCommand("select", turn);
            await sign.ExecuteNonQueryAsync();
        }

        return await upgrade;
    }

    private static DatabaseUpgradeResult Upgrade(NpgsqlDataSource database, string schema, TimeSpan scriptLimit) => DeployChanges.To
        .PostgresqlDatabase(new PostgresqlConnectionManager(database))
        .WithScripts(MigrationScripts.All.Select(script => new SqlScript(script.Name, script.Sql)))
        // DbUp would read a dollar quote as a variable.
        .WithVariablesDisabled()
        .WithTransaction()
        .WithExecutionTimeout(scriptLimit)
        .JournalToPostgresqlTable(schema, MigrationScripts.JournalTable)
        .LogToNowhere()
        .Build()
        .PerformUpgrade();
}
