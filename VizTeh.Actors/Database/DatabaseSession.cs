using Microsoft.Extensions.Logging;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// The settings of every connection to PostgreSQL: how soon either side notices the loss of the other, that the session can write, and that
/// its statements use an index.
/// </summary>
internal static class DatabaseSession
{
    // Seconds. Statements are short; a longer one sets its own time-out. A waiting client, for example, waits no longer than this and the
    // next time-out for a connection that a firewall has dropped.
    private const int CommandTimeout = 4;

    // Milliseconds after a statement's time-out: a reachable server confirms the cancellation at once. Without a confirmation Npgsql closes
    // the connection, and with it all idle ones of the pool.
    private const int CancellationTimeout = 1_000;

    // Seconds, for a free connection of the pool or a new one.
    private const int ConnectTimeout = 5;

    // Seconds. TCP keep-alive: probes on an idle connection keep firewalls from dropping it, and reveal a dead one.
    private const int KeepAliveTime = 10;
    private const int KeepAliveInterval = 5;

    // Seconds after which an idle connection is closed: the fewer idle connections, the fewer can die unnoticed. Npgsql looks every ten
    // seconds how many are idle, and at the end of this time closes as many as were idle at most of its looks; so the connections of a
    // crowd are closed within twice this time after it.
    private const int IdleLifetime = 30;

    /// <summary>
    /// How long PostgreSQL lets a transaction stay idle. If a process or machine disappears within a transaction, its row locks are
    /// released after this time at the latest.
    /// </summary>
    public static readonly TimeSpan IdleTransactionLimit = TimeSpan.FromSeconds(30);

    // Set by a statement, since PgBouncer refuses unknown parameters in the connection string. The server probes a silent client, and drops
    // one that no longer acknowledges anything after some 25 seconds (PostgreSQL manual, "Client Connection Defaults", "TCP Settings").
    private static readonly string Greeting =
        $"""
        select case when pg_is_in_recovery() then '{ReadOnlyDatabaseException.Standby}'
                    when current_setting('transaction_read_only')::boolean
                    then (select source from pg_settings where name = 'default_transaction_read_only') end,
               set_config('idle_in_transaction_session_timeout', '{IdleTransactionLimit.TotalSeconds:0}s', false),
               set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
               set_config('tcp_keepalives_count', '3', false),
               -- An old server lacks this setting. Its version is checked later.
               case when current_setting('tcp_user_timeout', true) is not null then set_config('tcp_user_timeout', '15s', false) end,
               -- The journal's fence relies on it: the trigger's statement sees rows that were committed since the insert began.
               set_config('default_transaction_isolation', 'read committed', false),
               -- A cached plan outlives the state it was made for: made while a queue is empty, it would go on with a sequential
               -- scan. Without such scans a statement without an index counts as expensive, and the JIT would compile it.
               set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)
        """;

    /// <summary>Creates a connection pool for the running program.</summary>
    /// <param name="target">The server; time-outs are set here.</param>
    /// <param name="onBreak">Called for each connection that turns out to be lost, by any thread.</param>
    /// <param name="name">Names the pool in Npgsql's metrics; null for the connection string without the password.</param>
    public static NpgsqlDataSource ToPool(NpgsqlConnectionStringBuilder target, Action onBreak, string? name = null) => ToSource(
        new NpgsqlConnectionStringBuilder(target.ConnectionString)
        {
            CommandTimeout = CommandTimeout,
            CancellationTimeout = CancellationTimeout,
            Timeout = ConnectTimeout,
            ConnectionIdleLifetime = IdleLifetime,
        },
        new BreakListener(onBreak), name);

    /// <summary>Creates connections for the start, with the time-outs of <paramref name="target"/>.</summary>
    public static NpgsqlDataSource ToSource(
        NpgsqlConnectionStringBuilder target, ILoggerFactory? logging = null, string? name = null)
    {
        var builder = new NpgsqlDataSourceBuilder(target.ConnectionString) { Name = name };
        // A UNIX socket has no TCP options, and needs none.
        if (target.Host is not ['/' or '@', ..])
        {
            builder.ConnectionStringBuilder.TcpKeepAliveTime = KeepAliveTime;
            builder.ConnectionStringBuilder.TcpKeepAliveInterval = KeepAliveInterval;
        }

        builder.UsePhysicalConnectionInitializer(Greet, GreetAsync);
        return builder.UseLoggerFactory(logging).Build();
    }

    // A connection that was made while the server was read-only is refused, so that the pool never holds it: it would stay read-only later.
    private static void Greet(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Greeting, connection);
        if (command.ExecuteScalar() is string reason)
            throw new ReadOnlyDatabaseException(reason);
    }

    private static async Task GreetAsync(NpgsqlConnection connection)
    {
        await using var command = new NpgsqlCommand(Greeting, connection);
        if (await command.ExecuteScalarAsync() is string reason)
            throw new ReadOnlyDatabaseException(reason);
    }

    // Npgsql reports a lost connection only to its user and to its log, so this log turns the line into a call.
    private sealed class BreakListener(Action onBreak) : ILoggerFactory, ILogger
    {
        private const string Category = "Npgsql.Connection";

        public ILogger CreateLogger(string categoryName) =>
            categoryName == Category ? this : Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance;

        public bool IsEnabled(LogLevel logLevel) => logLevel == LogLevel.Trace;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (eventId.Id == NpgsqlEventId.BreakingConnection)
                onBreak();
        }

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("it only listens for lost connections");

        public void Dispose()
        {
        }
    }
}

/// <summary>PostgreSQL answers, but is read-only.</summary>
/// <param name="reason">
/// <see cref="Standby"/>, or the place where <c>default_transaction_read_only</c> was set (PostgreSQL's <c>pg_settings.source</c>).
/// </param>
internal sealed class ReadOnlyDatabaseException(string reason) : NpgsqlException($"PostgreSQL takes no writes (read-only: {reason})")
{
    /// <summary>The server is a replica of another one.</summary>
    public const string Standby = "standby";

    public string Reason { get; } = reason;
}
