using System.Net.Sockets;
using Npgsql;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Database;

/// <summary>Turns a failure of the database at start into one line for the operator: the setting, and how to mend it.</summary>
internal static class DatabaseFailure
{
    public static SettingsException Explain(Exception failure, NpgsqlConnectionStringBuilder target)
    {
        var where = Where(target);
        var message = failure switch
        {
            PostgresException refusal => Explain(refusal, target, where),
            _ when Find<ReadOnlyDatabaseException>(failure) is { } readOnly => Explain(readOnly, target, where),
            _ when Find<SocketException>(failure) is { } network => Explain(network, target, where),
            _ when Find<TimeoutException>(failure) is not null =>
                $"DB_HOST, DB_PORT: PostgreSQL at {where} does not answer in time. Check the address, the firewall and the server.",
            _ when target.Password is null && failure.Message.Contains("password", StringComparison.OrdinalIgnoreCase) =>
                $"DB_PASSWORD: PostgreSQL at {where} asks for the password of \"{target.Username}\", and none is set. Set it, or let the "
                + "server's pg_hba.conf admit the user without one.",
            NpgsqlException other =>
                $"DB_HOST, DB_PORT: what answers at {where} does not speak as PostgreSQL does ({other.Message}). Check address and port.",
            _ => $"DB_HOST, DB_PORT: the database at {where} cannot be used ({failure.Message}).",
        };
        return new SettingsException(message, failure);
    }

    /// <summary>Whether the server did not answer in time; the cause may be this one connection.</summary>
    public static bool IsSilence(Exception failure) => Find<TimeoutException>(failure) is not null;

    /// <summary>Whether another transaction kept a table locked, or the two waited for each other.</summary>
    public static bool IsKeptOut(Exception failure) => Find<PostgresException>(failure)?.SqlState
        is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.LockNotAvailable;

    /// <summary>The error for a migration that takes too long. Nothing of it is left.</summary>
    public static SettingsException TooSlow(string script, TimeSpan limit, NpgsqlConnectionStringBuilder target) => new(
        $"DB_HOST: the migration {script} was given up after {limit.InWords()} in one of its statements, and the tables of "
        + $"\"{target.Database}\" at {Where(target)} are as they were. Give the server more memory and faster disks, or move what is not "
        + "needed out of them, and start again.");

    /// <summary>
    /// Whether the server is out of reach, or not ready: that may end without anybody changing a setting. A name that no machine has is a
    /// mistake in the settings; one that cannot be looked up just now is not (RFC 3493, EAI_NONAME and EAI_AGAIN). A folder that does not
    /// exist is a mistake; one without a socket is that of a server that is stopped.
    /// </summary>
    /// <param name="host">DB_HOST.</param>
    public static bool IsAway(SettingsException explained, string host) =>
        (Find<SocketException>(explained) is { SocketErrorCode: not (SocketError.HostNotFound or SocketError.NoData) }
            && (!host.StartsWith('/') || Directory.Exists(host)))
        || IsSilence(explained)
        || Find<PostgresException>(explained) is
        {
            SqlState: PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
                or PostgresErrorCodes.TooManyConnections,
        };

    /// <summary>The error for a database whose encoding lacks characters that a client may write.</summary>
    public static SettingsException OtherEncoding(string encoding, NpgsqlConnectionStringBuilder target)
    {
        var (copy, owner) = (ShellQuote($"{target.Database}_utf8"), ShellQuote(target.Username!));
        // C is the one locale that is valid with every encoding. A dump of a SQL_ASCII database is taken as it is, others are converted.
        return new SettingsException(
            $"DB_NAME: the database \"{target.Database}\" keeps text as {encoding}, which lacks emoji and many letters; UTF8 is needed. "
            + $"Copy it with the bot stopped, and set DB_NAME to {target.Database}_utf8: "
            + $"createdb --owner={owner} --template=template0 --encoding=UTF8 --locale=C {copy} "
            + $"&& pg_dump --encoding=UTF8 {ShellQuote(target.Database!)} | psql --quiet --set=ON_ERROR_STOP=1 {copy}");
    }

    /// <summary>The error for a database that has some of the bot's tables, but not all.</summary>
    public static SettingsException RestoredInPart(string what, NpgsqlConnectionStringBuilder target)
    {
        var (name, owner) = (ShellQuote(target.Database!), ShellQuote(target.Username!));
        return new SettingsException(
            $"DB_NAME: the database \"{target.Database}\" holds a part of the bot's tables only: {what}. It was restored in part, or "
            + $"changed by hand. Restore the whole of a dump into an empty database: dropdb {name} && createdb --owner={owner} {name} && "
            + $"pg_restore --no-owner --role={owner} --dbname={name} the.dump (dropdb deletes what is there: take a dump of it before).");
    }

    public static string Where(NpgsqlConnectionStringBuilder target) => target.Host!.StartsWith('/')
        ? $"{target.Host}/.s.PGSQL.{target.Port}"
        : $"{target.Host}:{target.Port}";

    private static string ShellQuote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string Explain(ReadOnlyDatabaseException failure, NpgsqlConnectionStringBuilder target, string where)
    {
        if (failure.Reason == ReadOnlyDatabaseException.Standby)
        {
            return $"DB_HOST: PostgreSQL at {where} is a standby, which takes no writes. Put the primary server into DB_HOST, or make "
                + "this one "
                + "the primary: select pg_promote();";
        }

        var cure = failure.Reason switch
        {
            "database" => Reset($"database \"{target.Database}\""),
            "user" => Reset($"role \"{target.Username}\""),
            "database user" => Reset($"role \"{target.Username}\" in database \"{target.Database}\""),
            _ => "alter system set default_transaction_read_only = off; select pg_reload_conf();",
        };
        return $"DB_NAME: the database \"{target.Database}\" at {where} is read-only. Make it writable: {cure}";

        static string Reset(string whose) => $"begin read write; alter {whose} reset default_transaction_read_only; commit;";
    }

    private static string Explain(SocketException network, NpgsqlConnectionStringBuilder target, string where) =>
        network.SocketErrorCode switch
        {
            SocketError.HostNotFound or SocketError.NoData =>
                $"DB_HOST: no machine is known by the name \"{target.Host}\". Check the name.",
            SocketError.TryAgain =>
                $"DB_HOST: the name \"{target.Host}\" cannot be looked up just now. Check the name, and the machine's DNS.",
            SocketError.ConnectionRefused =>
                $"DB_HOST, DB_PORT: nothing listens at {where}. Start PostgreSQL, or set its address and port.",
            _ when target.Host!.StartsWith('/') =>
                $"DB_HOST, DB_PORT: there is no socket of PostgreSQL at {where} ({network.Message}). Start PostgreSQL, or set its folder "
                + "(unix_socket_directories) and port.",
            _ => $"DB_HOST, DB_PORT: PostgreSQL at {where} is out of reach ({network.Message}). Check the address and the firewall.",
        };

    // SQLSTATE codes: PostgreSQL manual, appendix A.
    private static string Explain(PostgresException refusal, NpgsqlConnectionStringBuilder target, string at) => refusal.SqlState switch
    {
        PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification =>
            $"DB_USER, DB_PASSWORD: PostgreSQL at {at} refused the user \"{target.Username}\" ({refusal.MessageText}). "
            + "Check the name, the password and the server's pg_hba.conf.",
        PostgresErrorCodes.InvalidCatalogName =>
            $"DB_NAME: there is no database \"{target.Database}\" at {at}. Create it: createdb --owner={target.Username} {target.Database}",
        PostgresErrorCodes.InsufficientPrivilege =>
            $"DB_USER: the user \"{target.Username}\" lacks a right in the database \"{target.Database}\" ({refusal.MessageText}). "
            + $"{Sql.MendWith}grant connect on database {Sql.Quote(target.Database!)} to {Sql.Quote(target.Username!)}; "
            + $"alter database {Sql.Quote(target.Database!)} owner to {Sql.Quote(target.Username!)};",
        PostgresErrorCodes.ProtocolViolation when refusal.MessageText.Contains("startup parameter", StringComparison.Ordinal) =>
            $"DB_HOST, DB_PORT: the pooler at {at} does not take a parameter of the bot's sessions ({refusal.MessageText}). Let it "
            + "pass over it in pgbouncer.ini: ignore_startup_parameters = "
            + $"extra_float_digits,{refusal.MessageText[(refusal.MessageText.LastIndexOf(':') + 1)..].Trim()}",
        PostgresErrorCodes.DuplicateTable or PostgresErrorCodes.DuplicateObject or PostgresErrorCodes.DuplicateSchema =>
            RestoredInPart(refusal.MessageText, target).Message,
        PostgresErrorCodes.InvalidParameterValue when refusal.MessageText.Contains("client_encoding", StringComparison.Ordinal) =>
            $"DB_NAME: the database \"{target.Database}\" cannot give its text as UTF8 ({refusal.MessageText}; {refusal.Detail}). Make one "
            + "with the encoding UTF8.",
        PostgresErrorCodes.CannotConnectNow =>
            $"DB_HOST: PostgreSQL at {at} is starting or stopping just now ({refusal.MessageText}). Try again in a moment.",
        PostgresErrorCodes.TooManyConnections =>
            $"DB_HOST: PostgreSQL at {at} has no connection left ({refusal.MessageText}). Raise its max_connections.",
        PostgresErrorCodes.DiskFull =>
            $"DB_HOST: the disk of PostgreSQL at {at} is full ({refusal.MessageText}). Nothing of the migration is left: the tables of "
            + $"\"{target.Database}\" are as they were. Make room there, and start again.",
        PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected =>
            $"DB_NAME: another program holds the tables of \"{target.Database}\". Stop it (an earlier bot, a second copy).",
        PostgresErrorCodes.FeatureNotSupported =>
            $"DB_NAME: the existing table \"tickets\" of \"{target.Database}\" does not fit ({refusal.MessageText}; {refusal.Detail}). "
            + "Drop the view, start the program, and create the view again.",
        _ => $"DB_NAME: the tables of \"{target.Database}\" at {at} cannot be brought up to date: {refusal.MessageText}"
            + (refusal.Hint is null ? "." : $"; mend it with: {refusal.Hint}"),
    };

    private static T? Find<T>(Exception? failure)
        where T : Exception
    {
        for (; failure is not null; failure = failure.InnerException)
        {
            if (failure is T found)
                return found;
        }

        return null;
    }
}
