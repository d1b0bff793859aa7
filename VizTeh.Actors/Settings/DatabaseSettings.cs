using System.Text;
using Npgsql;

namespace VizTeh.Actors.Settings;

/// <summary>Where the database is: DB_HOST, DB_PORT, DB_NAME, DB_USER and DB_PASSWORD. Its text never shows the password.</summary>
public sealed record DatabaseSettings(string Host, int Port, string Name, string User, string Password)
{
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
        Timeout = ConnectTimeoutSeconds,
        // A connection that comes back to its pool carries nothing over: no temporary tables, no settings of a session. Putting it right
        // all the same would cost a round trip and a transaction at each use.
        NoResetOnClose = true,
        MaxAutoPrepare = 64,
        ApplicationName = "VizTeh.Actors",
        // Without Kerberos libraries on the machine, trying for it writes to standard error; a password needs none.
        GssEncryptionMode = GssEncryptionMode.Disable,
    };

    private bool PrintMembers(StringBuilder text)
    {
        text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Host = {Host}, Port = {Port}, Name = {Name}, User = {User}");
        return true;
    }
}
