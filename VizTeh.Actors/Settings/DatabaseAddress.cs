using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>
/// What DB_HOST says: the name or address of one machine, or the folder of PostgreSQL's UNIX socket (<c>/var/run/postgresql</c>). It is
/// read here, since the driver takes a comma for a list of hosts and throws at a port that is none.
/// </summary>
/// <param name="Host">As the driver understands it: an IPv6 address has no brackets.</param>
/// <param name="Port">Null when none is named.</param>
internal sealed record DatabaseAddress(string Host, int? Port)
{
    /// <summary>What is accepted, to be said of anything else.</summary>
    public const string Expected =
        "DB_HOST must be the name or address of one machine, such as localhost, or the folder of PostgreSQL's socket, such as "
        + "/var/run/postgresql: without a scheme, a path or blanks, at most 255 characters; a port goes into DB_PORT";

    private const int LongestName = 255;
    private const int LongestLabel = 63;

    // Of the 108 bytes that Linux gives the path of a socket (macOS: 104) there go off the file's name, /.s.PGSQL.65535, and the end.
    private const int LongestFolder = 88;

    private const string NeverInNames = "/\\?#@;:='\"[]()<>{}|`^%*!$&+~";

    /// <returns>Null when it is neither.</returns>
    public static DatabaseAddress? Parse(string text)
    {
        // A leading @ is a socket of Linux without a file.
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
        // A name that ends in a dot is not looked for in the machine's own domain.
        var name = text.EndsWith('.') ? text[..^1] : text;
        return text.Length <= LongestName
            && name.Split('.').All(label => label.Length is > 0 and <= LongestLabel)
            && !name.Any(sign => char.IsWhiteSpace(sign) || char.IsControl(sign) || sign == ','
                || NeverInNames.Contains(sign, StringComparison.Ordinal));
    }
}
