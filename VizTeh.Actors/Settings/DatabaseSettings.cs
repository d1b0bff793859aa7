using System.Text;
using Npgsql;

namespace VizTeh.Actors.Settings;

/// <summary>
/// The database's address and account: DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD. The text form never shows the password.
/// </summary>
/// <param name="Host">A machine, or the folder of PostgreSQL's UNIX socket.</param>
/// <param name="Password">Null when the server asks for none (peer, trust), and when PGPASSWORD or a password file holds it.</param>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, string? Password)
{
    /// <summary>
    /// Environment variables that the driver obeys, as psql does. They would silently change what a session reads and writes: another
    /// encoding, another time zone for an earlier bot's times, another search path, a read-only database.
    /// </summary>
    private static readonly string[] SessionVariables = ["PGCLIENTENCODING", "PGTZ", "PGOPTIONS"];

    /// <summary>The bounds of <see cref="Connections"/>: with fewer a crowd would wait, and no server is set up for more.</summary>
    internal const int LeastConnections = 12;

    /// <inheritdoc cref="LeastConnections"/>
    internal const int MostConnections = 1000;

    /// <summary>Of a bot on its own: below the 100 that PostgreSQL lets in unless it is told otherwise.</summary>
    internal const int UsualConnections = 80;

    /// <summary>Of one of several nodes: three of them stay below those 100, of which 3 are for superusers.</summary>
    internal const int UsualConnectionsOfNode = 30;

    /// <summary>By which PostgreSQL names the program's sessions, in <c>pg_stat_activity</c>.</summary>
    public const string ApplicationName = "VizTeh.Actors";

    /// <summary>The connect time-out in seconds: short, so that an absent server is reported soon.</summary>
    private const int ConnectTimeoutSeconds = 8;

    /// <summary>How many connections the process opens at most: DB_CONNECTIONS.</summary>
    public int Connections { get; init; } = UsualConnections;

    /// <summary>How many of them are for showing the other nodes that this one lives; 0 for a bot on its own.</summary>
    public int KeptForNode { get; init; }

    /// <summary>The connection string of these settings; callers add pool sizes and the like.</summary>
    public NpgsqlConnectionStringBuilder ToConnectionString() => new()
    {
        Host = Host,
        Port = Port,
        Database = Name,
        Username = User,
        Password = Password,
        ClientEncoding = "UTF8",
        Timeout = ConnectTimeoutSeconds,
        // No reset of a connection that returns to the pool: the program leaves no temporary tables or session settings in it, and a reset
        // would cost a round trip and a transaction at each use.
        NoResetOnClose = true,
        MaxAutoPrepare = 64,
        ApplicationName = ApplicationName,
        // Without Kerberos libraries on the machine, an attempt to use GSS writes to standard error; a password needs no GSS.
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>Removes the variables that the driver would otherwise obey from this process's environment.</summary>
    public static void IgnoreSessionVariables()
    {
        foreach (var name in SessionVariables)
            Environment.SetEnvironmentVariable(name, null);
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Host = {Host}, Port = {Port}, Name = {Name}, User = {User}");
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $", Connections = {Connections}");
        return true;
    }
}
