using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace VizTeh.Actors.Settings;

/// <summary>
/// The name or address of one machine, with or without a port: <c>db.example</c>, <c>10.0.0.1:1080</c>, <c>[::1]:1080</c>.
/// </summary>
/// <param name="Host">An IPv6 address without brackets.</param>
/// <param name="Port">Null when none is named.</param>
internal sealed record HostAndPort(string Host, int? Port)
{
    private const int LongestName = 255;
    private const int LongestLabel = 63;

    private const string NeverInNames = "/\\?#@;:='\"[]()<>{}|`^%*!$&+~";

    /// <returns>Null when the text is anything else.</returns>
    public static HostAndPort? Parse(string text)
    {
        if (IsVersion6(text))
            return new HostAndPort(text, null);

        var colon = text.LastIndexOf(':');
        if (text.EndsWith(']'))
            colon = -1;
        var (host, port) = colon < 0 ? (text, null) : (text[..colon], text[(colon + 1)..]);
        if (host.StartsWith('[') && host.EndsWith(']') && IsVersion6(host[1..^1]))
            host = host[1..^1];
        else if (!IsName(host))
            return null;

        if (port is null)
            return new HostAndPort(host, null);
        return TryParsePort(port, out var number) ? new HostAndPort(host, number) : null;
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
