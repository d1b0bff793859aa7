using System.Text;
using Npgsql;

namespace VizTeh.Actors.Settings;

/// <summary>Where the database is: DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD. Its text never shows the password.</summary>
/// <param name="Host">A machine, or the folder of PostgreSQL's UNIX socket.</param>
/// <param name="Password">Null where the server asks for none (peer, trust), or where PGPASSWORD or a password file holds it.</param>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, string? Password)
{
    /// <summary>
    /// The driver obeys these as psql does. They would change what a session reads and writes without a word in the settings: rows in
    /// another encoding, an earlier bot's times in another zone, another search path, a database that is only read.
    /// </summary>
    private static readonly string[] SessionVariables = ["PGCLIENTENCODING", "PGTZ", "PGOPTIONS"];

    /// <summary>Seconds to connect in, so that a server that is not there is reported soon.</summary>
    private const int ConnectTimeoutSeconds = 8;

    /// <summary>The parts of a connection string; pool sizes and the like are the caller's to add.</summary>
    public NpgsqlConnectionStringBuilder ToConnectionString() => new()
    {
        Host = Host,
        Port = Port,
        Database = Name,
        Username = User,
        Password = Password,
        ClientEncoding = "UTF8",
        Timeout = ConnectTimeoutSeconds,
        // A connection that comes back to its pool carries nothing over: no temporary tables, no settings of a session. Putting it right
        // all the same would cost a round trip and a transaction at each use.
        NoResetOnClose = true,
        MaxAutoPrepare = 64,
        ApplicationName = "VizTeh.Actors",
        // Without Kerberos libraries on the machine, trying for it writes to standard error; a password needs none.
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    /// <summary>Takes out of this process's environment what the driver would otherwise let pass for a setting.</summary>
    public static void IgnoreSessionVariables()
    {
        foreach (var name in SessionVariables)
            Environment.SetEnvironmentVariable(name, null);
    }

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Host = {Host}, Port = {Port}, Name = {Name}, User = {User}");
        return true;
    }
}
