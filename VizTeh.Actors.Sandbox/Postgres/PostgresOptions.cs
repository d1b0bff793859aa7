namespace VizTeh.Actors.Sandbox.Postgres;

/// <summary>How a private cluster is to be kept.</summary>
/// <param name="Name">
/// Names a cluster whose data stays between runs (letters, digits and dashes); null for one that is deleted when it is disposed of.
/// </param>
/// <param name="Root">Where clusters live; null for <c>.sandbox/postgres</c> at the repository's root, unless the environment names another
/// folder.</param>
/// <param name="MaxConnections">Enough for a test run that has many databases in use at once.</param>
/// <param name="SurvivesPowerLoss">
/// False makes the creation of databases much faster and loses nothing when processes are killed, only when the machine is.
/// </param>
/// <param name="SocketFolder">Where its UNIX socket is to be, a folder that its user may write to; null for none.</param>
public sealed record PostgresOptions(
    string? Name = null, string? Root = null, int MaxConnections = 300, bool SurvivesPowerLoss = true, string? SocketFolder = null)
{
    /// <summary>An environment variable that names another folder than <c>.sandbox</c>.</summary>
    public const string FolderVariable = "VIZTEH_SANDBOX";
}

/// <summary>How a server is brought down.</summary>
public enum PostgresStop
{
    /// <summary>Open transactions are rolled back, a checkpoint is written.</summary>
    Fast,

    /// <summary>As a crash: every process ends at once, and the next start recovers from the write-ahead log.</summary>
    Immediate,
}

/// <summary>What keeps a private PostgreSQL from running here, in one line that says how to mend it.</summary>
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
