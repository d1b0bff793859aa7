using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using DbUp.Postgresql;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>Brings the database to this program's shape: the scripts in <c>migrations/</c>, each once, all in one transaction.</summary>
public static class Migrator
{
    /// <summary>Any number, but the same in every version of the program.</summary>
    private const long LockKey = 0x56_69_7A_54_65_68;
    private const string JournalTable = "vizteh_migrations";
    private const string ScriptPrefix = "VizTeh.Actors.Database.migrations.";

    private static readonly Version OldestServer = new(13, 0);
    private static readonly TimeSpan DefaultLockWait = TimeSpan.FromSeconds(60);

    /// <summary>How long a server that is only just starting up is waited for, as after a reboot of the machine that both run on.</summary>
    private static readonly TimeSpan StartUpWait = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan StartUpLook = TimeSpan.FromMilliseconds(500);

    /// <summary>An old table may have to be written anew, which takes its time.</summary>
    private static readonly TimeSpan ScriptLimit = TimeSpan.FromMinutes(10);

    /// <summary>
    /// Runs what has not run yet. Of several processes that start at once one does the work and the others wait for it.
    /// </summary>
    /// <param name="connectionString">A user that may create tables, and schemas unless <c>akka</c> exists.</param>
    /// <param name="lockWait">How long to wait for another process's migration; null for a minute.</param>
    /// <exception cref="SettingsException">
    /// The server is out of reach, older than 13, refuses the user, lacks the database, or its tables cannot be taken over.
    /// </exception>
    public static async Task MigrateAsync(
        string connectionString, ILogger? logger = null, TimeSpan? lockWait = null, CancellationToken cancellationToken = default)
    {
        var target = new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, IncludeErrorDetail = true };
        try
        {
            await using var connection = new NpgsqlConnection(target.ConnectionString);
            await OpenAsync(connection, logger, cancellationToken);
            RequireVersion(connection.PostgreSqlVersion, target);
            await RequireEncodingAsync(connection, target, cancellationToken);
            await LockAsync(connection, lockWait ?? DefaultLockWait, cancellationToken);
            var schema = await DefaultSchemaAsync(connection, target, cancellationToken);
            // DbUp knows no cancellation; a migration once begun is ended, by its limit at the latest.
            var result = await Task.Run(() => Upgrade(target.ConnectionString, schema), CancellationToken.None);
            foreach (var script in result.Scripts)
                (logger ?? NullLogger.Instance).LogInformation("Migration {Script} applied", script.Name);
            if (!result.Successful) throw DatabaseFailure.Explain(result.Error, target);
        }
        catch (Exception failure) when (failure is not (SettingsException or OperationCanceledException))
        {
            throw DatabaseFailure.Explain(failure, target);
        }
    }

    private static async Task OpenAsync(NpgsqlConnection connection, ILogger? logger, CancellationToken cancellationToken)
    {
        var startedAt = Stopwatch.GetTimestamp();
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await connection.OpenAsync(cancellationToken);
                return;
            }
            catch (PostgresException refusal)
                when (refusal.SqlState == PostgresErrorCodes.CannotConnectNow && Stopwatch.GetElapsedTime(startedAt) < StartUpWait)
            {
                if (attempt == 1)
                    logger?.LogInformation("The database is not ready yet ({Reason}); waiting for it", refusal.MessageText);
                await Task.Delay(StartUpLook, cancellationToken);
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

    private static async Task RequireEncodingAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("show server_encoding", connection);
        var encoding = (string)(await command.ExecuteScalarAsync(cancellationToken))!;
        if (encoding != "UTF8")
            throw DatabaseFailure.OtherEncoding(encoding, target);
    }

    private static async Task LockAsync(NpgsqlConnection connection, TimeSpan wait, CancellationToken cancellationToken)
    {
        var milliseconds = (long)wait.TotalMilliseconds;
        var sql = string.Create(CultureInfo.InvariantCulture, $"set lock_timeout = {milliseconds}; select pg_advisory_lock({LockKey})");
        await using var command = new NpgsqlCommand(sql, connection)
        {
            CommandTimeout = (int)wait.TotalSeconds + 10,
        };
        // Held until the connection closes, which a crash does too.
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string> DefaultSchemaAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select current_schema()", connection);
        return await command.ExecuteScalarAsync(cancellationToken) as string
            ?? throw new SettingsException(
                $"DB_USER: the user \"{target.Username}\" has no schema to use in the database \"{target.Database}\": "
                + "check its search_path and its rights on the schema public.");
    }

    private static DatabaseUpgradeResult Upgrade(string connectionString, string schema) => DeployChanges.To
        .PostgresqlDatabase(new PostgresqlConnectionManager(connectionString))
        .WithScripts(Scripts())
        // A dollar quote would pass for a variable.
        .WithVariablesDisabled()
        .WithTransaction()
        .WithExecutionTimeout(ScriptLimit)
        .JournalToPostgresqlTable(schema, JournalTable)
        .LogToNowhere()
        .Build()
        .PerformUpgrade();

    private static IEnumerable<SqlScript> Scripts()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ScriptPrefix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => SqlScript.FromStream(name[ScriptPrefix.Length..], assembly.GetManifestResourceStream(name)!));
    }
}
