using System.Net.Sockets;
using Npgsql;

namespace VizTeh.Actors.Database;

/// <summary>Tells trouble of the database itself, which passes, from a request that it will never take.</summary>
internal static class DatabaseErrors
{
    // Of PostgreSQL's error codes: connection, transaction state (read only), rollback, resources, prerequisite state (a lock), operator,
    // system, internal and configuration.
    private static readonly HashSet<string> PassingClasses = ["08", "25", "26", "40", "53", "55", "57", "58", "XX", "F0"];

    /// <summary>
    /// Whether the same request may well succeed later. Of the server's refusals only those that are about the data themselves are the
    /// request's own fault: classes 22 (data exception), 23 (integrity constraint violation) and 54 (program limit exceeded: too large, too
    /// deep) of PostgreSQL's error codes. A missing right or table, a full disk, a server that goes down concern every request alike.
    /// </summary>
    public static bool IsTransient(Exception error) => error switch
    {
        PostgresException { SqlState: ['2', '2' or '3', ..] or ['5', '4', ..] } => false,
        NpgsqlException or TimeoutException or OperationCanceledException or IOException or SocketException => true,
        // What Npgsql says of a connection that broke under its caller's hands.
        ObjectDisposedException or InvalidOperationException { Source: "Npgsql" } => true,
        _ => false,
    };

    /// <summary>
    /// What went wrong, for a line of the log: without SQLSTATE, and without the details of a refusal, which may show a row.
    /// </summary>
    public static string WordsOf(Exception error) => error.GetBaseException() switch
    {
        PostgresException refusal => refusal.MessageText,
        var cause => cause.Message.ReplaceLineEndings(" "),
    };

    /// <summary>
    /// Whether PostgreSQL itself says no, and goes on saying it until somebody changes the database (a check, a trigger, a right) or the
    /// data: not that it goes down, is full, is only read, or was interrupted.
    /// </summary>
    public static bool IsRefusal(Exception error) =>
        error is PostgresException { SqlState: { Length: > 2 } state } && !PassingClasses.Contains(state[..2]);
}
