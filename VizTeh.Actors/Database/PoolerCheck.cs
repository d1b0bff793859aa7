using Npgsql;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>
/// Detects a pooler that shares the server's sessions between connections, per transaction or statement (PgBouncer's <c>pool_mode</c>).
/// There a prepared statement is missing at its next use, and a session's lock stays with the next user of the session.
/// </summary>
internal static class PoolerCheck
{
    // The sum of the bot's two pools, and a few for the start.
    private const int SessionsNeeded = 90;

    // Seconds. PgBouncer may let a client wait for minutes for a server session.
    private const int AnswerLimit = 5;

    // With any order in which the pooler assigns its sessions, either one connection sees two of them, or both see the same one.
    private const int Questions = 4;

    /// <exception cref="SettingsException">Two connections share a session, or only one session is available.</exception>
    public static async Task RequireOwnSessionAsync(
        NpgsqlConnection connection, NpgsqlConnectionStringBuilder target, CancellationToken cancellationToken)
    {
        await using var other = new NpgsqlConnection(target.ConnectionString);
        var (ours, others) = (new HashSet<int>(), new HashSet<int>());
        try
        {
            // Opening queries the server's types, so it may already have to wait for a session.
            await other.OpenAsync(cancellationToken);
            for (var round = 0; round < Questions; round++)
            {
                for (var question = 0; question < Questions; question++)
                    ours.Add(await SessionAsync(connection, cancellationToken));
                others.Add(await SessionAsync(other, cancellationToken));
            }
        }
        catch (NpgsqlException silence) when (silence.InnerException is TimeoutException)
        {
            throw new SettingsException(
                $"DB_HOST, DB_PORT: at {DatabaseFailure.Where(target)} only one session is available; the bot needs up to "
                + $"{SessionsNeeded}. If a pooler stands there (PgBouncer), raise its default_pool_size, or name PostgreSQL itself.",
                silence);
        }

        if (ours.Count > 1 || others.Count > 1 || ours.Overlaps(others))
        {
            throw new SettingsException(
                $"DB_HOST, DB_PORT: the pooler at {DatabaseFailure.Where(target)} gives one session of PostgreSQL to several "
                + "connections in turn (PgBouncer's pool_mode = transaction or statement), and the bot needs sessions of its own. Set for "
                + $"this database in pgbouncer.ini pool_mode=session pool_size={SessionsNeeded}, or name PostgreSQL itself in DB_HOST and "
                + "DB_PORT.");
        }
    }

    private static async Task<int> SessionAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand("select pg_backend_pid()", connection) { CommandTimeout = AnswerLimit };
        return (int)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
