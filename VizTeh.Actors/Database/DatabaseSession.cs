using Microsoft.Extensions.Logging;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>
/// What every connection to PostgreSQL has in common: how soon either side notices that the other one is gone, that it can write, and that
/// its statements go by an index.
/// </summary>
internal static class DatabaseSession
{
    // Seconds. Statements are short; one that needs longer says so itself. Whoever waits, a client say, waits no longer than this and the
    // next line for a connection that a firewall has forgotten.
    private const int CommandTimeout = 4;

    // Milliseconds, after a statement's time is up: a server that lives confirms at once that it has stopped the statement. One that does
    // not is out of reach by this connection, which is thrown away, and with it all that rest in the pool (Npgsql does that).
    private const int CancellationTimeout = 1_000;

    // Seconds, for a place in the pool or a new connection.
    private const int ConnectTimeout = 5;

    // Seconds. The kernel asks the other side on a connection that rests: firewalls keep it, and one that is dead is known as such.
    private const int KeepAliveTime = 10;
    private const int KeepAliveInterval = 5;

    // Seconds after which a connection that nobody needs is closed: the fewer rest, the fewer can die unseen.
    private const int IdleLifetime = 60;

    /// <summary>
    /// How long PostgreSQL lets a transaction wait for its client's next word. A process or a machine that vanishes in the middle of one
    /// lets go of its rows after this time at the latest.
    /// </summary>
    public static readonly TimeSpan IdleTransactionLimit = TimeSpan.FromSeconds(30);

    // By a statement, not in the connection string: PgBouncer refuses what it does not know there. The server asks a client that is silent,
    // and gives up one that takes nothing any more, after some 25 seconds (PostgreSQL manual, "Client Connection Defaults", "TCP
    // Settings").
    private static readonly string Greeting =
        $"""
        select case when pg_is_in_recovery() then '{ReadOnlyDatabaseException.Standby}'
                    when current_setting('transaction_read_only')::boolean
                    then (select source from pg_settings where name = 'default_transaction_read_only') end,
               set_config('idle_in_transaction_session_timeout', '{IdleTransactionLimit.TotalSeconds:0}s', false),
               set_config('tcp_keepalives_idle', '10', false), set_config('tcp_keepalives_interval', '5', false),
               set_config('tcp_keepalives_count', '3', false),
               -- A server that is too old knows it not, and is told so later.
               case when current_setting('tcp_user_timeout', true) is not null then set_config('tcp_user_timeout', '15s', false) end,
               -- The fence of the journal relies on it: the trigger's statement sees what was committed since the insert began.
               set_config('default_transaction_isolation', 'read committed', false),
               -- A plan outlives what it was made for: made while a queue is empty, it would read all of it ever after. What cannot do
               -- without reading all of a table counts as dear then, but is not to be compiled for that.
               set_config('enable_seqscan', 'off', false), set_config('jit', 'off', false)
        """;

    /// <summary>A pool of connections for the program at work.</summary>
    /// <param name="target">Where; the times are set here.</param>
    /// <param name="onBreak">Hears of each connection that turns out to be lost; may be called by any thread.</param>
    public static NpgsqlDataSource ToPool(NpgsqlConnectionStringBuilder target, Action onBreak) => ToSource(
        new NpgsqlConnectionStringBuilder(target.ConnectionString)
        {
            CommandTimeout = CommandTimeout,
            CancellationTimeout = CancellationTimeout,
            Timeout = ConnectTimeout,
            ConnectionIdleLifetime = IdleLifetime,
        },
        new BreakListener(onBreak));

    /// <summary>Connections for the start, with the times that <paramref name="target"/> names.</summary>
    public static NpgsqlDataSource ToSource(NpgsqlConnectionStringBuilder target, ILoggerFactory? logging = null)
    {
        var builder = new NpgsqlDataSourceBuilder(target.ConnectionString);
        // A UNIX socket has no such options, and needs none.
        if (target.Host is not ['/' or '@', ..])
        {
            builder.ConnectionStringBuilder.TcpKeepAliveTime = KeepAliveTime;
            builder.ConnectionStringBuilder.TcpKeepAliveInterval = KeepAliveInterval;
        }

        builder.UsePhysicalConnectionInitializer(Greet, GreetAsync);
        return builder.UseLoggerFactory(logging).Build();
    }

    // A pool never holds a connection that was made while nothing could be written: it would go on refusing when others write again.
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

    // Npgsql tells nobody of a lost connection but its user and its log.
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

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException("it hears, and writes nothing");

        public void Dispose()
        {
        }
    }
}

/// <summary>PostgreSQL answers, but takes no writes.</summary>
/// <param name="reason"><see cref="Standby"/>, or where <c>default_transaction_read_only</c> was set (PostgreSQL's
/// <c>pg_settings.source</c>).</param>
internal sealed class ReadOnlyDatabaseException(string reason) : NpgsqlException($"PostgreSQL takes no writes (read-only: {reason})")
{
    /// <summary>The server follows another one.</summary>
    public const string Standby = "standby";

    public string Reason { get; } = reason;
}
