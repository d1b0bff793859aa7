namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>The options of a private cluster.</summary>
/// <param name="Name">The name of a cluster whose data are kept between runs (letters, digits and dashes); null for one that is deleted
/// when disposed of.</param>
/// <param name="Root">The folder of all clusters; null for <c>.sandbox/postgres</c> at the repository's root, unless the environment names
/// another folder.</param>
/// <param name="MaxConnections">Enough for a test run that has many databases in use at once.</param>
/// <param name="SurvivesPowerLoss">False makes the creation of databases much faster; data are then lost if the machine crashes, not if
/// processes are killed.</param>
/// <param name="SocketFolder">The folder of the UNIX socket, writable for the server's user; null for no socket.</param>
/// <param name="Preloaded">A library that the server loads at its start, such as <c>pg_stat_statements</c>; null for none. Not every
/// installation has it.</param>
public sealed record PostgresOptions(
    string? Name = null, string? Root = null, int MaxConnections = 300, bool SurvivesPowerLoss = true, string? SocketFolder = null,
    string? Preloaded = null)
{
    /// <summary>An environment variable with the path of another folder than <c>.sandbox</c>.</summary>
    public const string FolderVariable = "VIZTEH_SANDBOX";
}

/// <summary>How a server is stopped.</summary>
public enum PostgresStop
{
    /// <summary>Open transactions are rolled back, a checkpoint is written.</summary>
    Fast,

    /// <summary>As in a crash: every process ends at once, and the next start recovers from the write-ahead log.</summary>
    Immediate,
}

/// <summary>The reason why a private PostgreSQL cannot run here, in one line with the remedy.</summary>
public sealed class PostgresUnavailableException : Exception
{
    public PostgresUnavailableException()
    {
    }

    public PostgresUnavailableException(string message)
        : base(message)
    {
    }

    public PostgresUnavailableException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
