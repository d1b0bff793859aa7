using System.Net.Sockets;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>Classifies errors: transient failures of the database, or requests that it will always refuse.</summary>
internal static class DatabaseErrors
{
    // Classes of PostgreSQL's error codes: connection, transaction state (read only), rollback, resources, prerequisite state (a lock),
    // operator, system, internal and configuration.
    private static readonly HashSet<string> PassingClasses = ["08", "25", "26", "40", "53", "55", "57", "58", "XX", "F0"];

    /// <summary>
    /// Whether the same request may succeed later. Of the server's refusals only those about the data are the request's own fault: classes
    /// 22 (data exception), 23 (integrity constraint violation) and 54 (program limit exceeded: too large, too deep) of PostgreSQL's error
    /// codes. A missing right or table, a full disk, or a server that goes down affects every request.
    /// </summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => false,
        NpgsqlException or TimeoutException or OperationCanceledException or IOException or SocketException => true,
        // Thrown by Npgsql for a connection that broke while in use.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>The error's text for the log: without SQLSTATE, and without the details of a refusal, which may show a row.</summary>
    public static string WordsOf(Exception error) => error.GetBaseException() switch
    {
        PostgresException refusal => refusal.MessageText,
        var cause => cause.Message.ReplaceLineEndings(" "),
    };

    /// <summary>
    /// Whether PostgreSQL answers and takes no writes: it is read-only, its disk is full or fails, or it refuses until somebody changes it.
    /// </summary>
    public static bool TakesNoWrites(Exception error) =>
        error is PostgresException { SqlState: "25006" or "53100" or ['5', '8', ..] } || IsRefusal(error);

    /// <summary>
    /// Whether PostgreSQL refuses the request until somebody changes the database (a check, a trigger, a right) or the data. A server that
    /// goes down, is full, is read-only, or was interrupted does not count.
    /// </summary>
    public static bool IsRefusal(Exception error) =>
        error is PostgresException { SqlState: { Length: > 2 } state } && !PassingClasses.Contains(state[..2]);
}
