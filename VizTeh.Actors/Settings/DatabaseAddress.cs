using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>
/// The value of DB_HOST: the name or address of one machine, or the folder of PostgreSQL's UNIX socket (<c>/var/run/postgresql</c>). It is
/// parsed here because the driver takes a comma for a list of hosts and throws on an invalid port.
/// </summary>
/// <param name="Host">In the driver's notation: an IPv6 address without brackets.</param>
/// <param name="Port">Null when none is named.</param>
internal sealed record DatabaseAddress(string Host, int? Port)
{
    /// <summary>Describes the accepted values, for the error message.</summary>
    public const string Expected =
        "DB_HOST must be the name or address of one machine, such as localhost, or the folder of PostgreSQL's socket, such as "
        + "/var/run/postgresql: without a scheme, a path or blanks, at most 255 characters; a port goes into DB_PORT";

    // Linux limits a socket's path to 108 bytes (macOS: 104). The file name, /.s.PGSQL.65535, and the terminating NUL are subtracted.
    private const int LongestFolder = 88;

    /// <returns>Null when the text is neither a machine nor a folder.</returns>
    public static DatabaseAddress? Parse(string text)
    {
        // A leading @ names an abstract socket of Linux, which has no file.
        if (text.StartsWith('/') || text.StartsWith('@'))
            return text.Length > 1 && Encoding.UTF8.GetByteCount(text) <= LongestFolder ? new DatabaseAddress(text, null) : null;

        return HostAndPort.Parse(text) is { } machine ? new DatabaseAddress(machine.Host, machine.Port) : null;
    }
}
