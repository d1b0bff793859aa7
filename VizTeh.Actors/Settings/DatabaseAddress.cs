using System.Globalization;
using System.Net;
using System.Net.Sockets;
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

    private const int LongestName = 255;
    private const int LongestLabel = 63;

    // Linux limits a socket's path to 108 bytes (macOS: 104). The file name, /.s.PGSQL.65535, and the terminating NUL are subtracted.
    private const int LongestFolder = 88;

    private const string NeverInNames = "/\\?#@;:='\"[]()<>{}|`^%*!$&+~";

    /// <returns>Null when the text is neither a machine nor a folder.</returns>
    public static DatabaseAddress? Parse(string text)
    {
        // A leading @ names an abstract socket of Linux, which has no file.
        if (text.StartsWith('/') || text.StartsWith('@'))
            return text.Length > 1 && Encoding.UTF8.GetByteCount(text) <= LongestFolder ? new DatabaseAddress(text, null) : null;

        if (IsVersion6(text))
            return new DatabaseAddress(text, null);

        var colon = text.LastIndexOf(':');
        if (text.EndsWith(']'))
            colon = -1;
        var (host, port) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        if (host.StartsWith('[') && host.EndsWith(']') && IsVersion6(host[1..^1]))
            host = host[1..^1];
        else if (!IsName(host))
            return null;

        if (port is null)
            return new DatabaseAddress(host, null);
        return TryParsePort(port, out var number) ? new DatabaseAddress(host, number) : null;
    }

    public static bool TryParsePort(string text, out int port) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port is > 0 and <= ushort.MaxValue;

    private static bool IsVersion6(string text) =>
        !text.StartsWith('[') && IPAddress.TryParse(text, out var address) && address.AddressFamily == AddressFamily.InterNetworkV6;

    private static bool IsName(string text)
    {
        // A name that ends in a dot is absolute: it is not looked up in the machine's own domain.
        var name = text.EndsWith('.') ? text[..^1] : text;
        return text.Length <= LongestName
            && name.Split('.').All(label => label.Length is > 0 and <= LongestLabel)
            && !name.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign == ','
                || NeverInNames.Contains(sign, StringComparison.Ordinal));
    }
}
