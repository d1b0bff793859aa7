using System.Globalization;
using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>
/// The value of PROXY: <c>socks5://user:password@host:port</c>, <c>http://…</c> or <c>direct</c>, separated by commas, in order of
/// preference.
/// </summary>
internal static class ProxyList
{
    public const string DirectWord = "direct";

    /// <summary>The maximum of entries: the dead ones of a longer list would delay the one that works for too long.</summary>
    public const int MostEntries = 10;

    private const string Http = "http";
    private const string Socks5 = "socks5";

    // Each of the two has a length of one byte on the wire (RFC 1929).
    private const int LongestSocksWord = 255;

    private const string SchemeExpected =
        "must be the word direct, or an address that begins with socks5://, socks5h:// or http://, such as "
        + "socks5://user:password@proxy.example:1080";

    private const string MachineExpected =
        "must end in the proxy's host and port, such as proxy.example:1080 or [2001:db8::1]:1080, without a path";

    private const string WordsExpected =
        "has a user or a password that cannot be read: a user is needed before the colon; in both, % is written %25, a comma %2C and other "
        + "signs as they are or as the %XX of their UTF-8; a colon in the user is %3A, and not possible with http; no control "
        + "characters; at most 255 bytes each with socks5";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <param name="report">Called for each fault, with a text that names PROXY and the entry's position, but no value.</param>
    public static IReadOnlyList<ProxyAddress> Parse(string text, Action<string> report)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        if (parts.Length > MostEntries)
        {
            report($"PROXY has {parts.Length} entries; at most {MostEntries} are taken");
            return [];
        }

        var entries = new List<ProxyAddress>();
        foreach (var (index, part) in parts.Index())
        {
            var (entry, fault) = ParseEntry(part);
            if (entry is not null && entries.Contains(entry))
                fault = "is there already";
            if (fault is not null)
                report($"PROXY: entry {index + 1} {fault}");
            else
                entries.Add(entry!);
        }

        return entries;
    }

    private static (ProxyAddress? Entry, string? Fault) ParseEntry(string text)
    {
        if (text.Equals(DirectWord, StringComparison.OrdinalIgnoreCase))
            return (ProxyAddress.Direct, null);
        if (SchemeOf(text) is not var (scheme, rest))
            return (null, SchemeExpected);

        // A host holds no @, so the last one ends the password, which may hold others.
        var at = rest.LastIndexOf('@');
        var machine = rest[(at + 1)..];
        if (machine.EndsWith('/'))
            machine = machine[..^1];
        if (HostAndPort.Parse(machine) is not { Port: { } port } named
            || !Uri.TryCreate(Written(scheme, named.Host, port), UriKind.Absolute, out var address))
        {
            return (null, MachineExpected);
        }

        if (at < 0)
            return (new ProxyAddress(address), null);
        // The user ends at the first colon; the password may hold others.
        var words = rest[..at].Split(':', 2);
        return Decode(words[0]) is { Length: > 0 } user && Decode(words.Length > 1 ? words[1] : "") is { } password
            && IsCarried(scheme, user, password)
                ? (new ProxyAddress(address, user, password), null)
                : (null, WordsExpected);
    }

    private static (string Scheme, string Remainder)? SchemeOf(string text)
    {
        var end = text.IndexOf("://", StringComparison.Ordinal);
        return end < 0 ? null : text[..end].ToUpperInvariant() switch
        {
            // The two differ in who looks up the name of Telegram's server. .NET always leaves that to the proxy.
            "SOCKS5" or "SOCKS5H" => (Socks5, text[(end + 3)..]),
            "HTTP" => (Http, text[(end + 3)..]),
            _ => null,
        };
    }

    private static string Written(string scheme, string host, int port) => string.Create(
        CultureInfo.InvariantCulture, $"{scheme}://{(host.Contains(':', StringComparison.Ordinal) ? $"[{host}]" : host)}:{port}");

    /// <summary>Whether the proxy's protocol can carry the two.</summary>
    private static bool IsCarried(string scheme, string user, string password) =>
        !(user + password).Any(char.IsControl) && (scheme == Http
            ? !user.Contains(':', StringComparison.Ordinal)
            : StrictUtf8.GetByteCount(user) <= LongestSocksWord && StrictUtf8.GetByteCount(password) <= LongestSocksWord);

    /// <returns>Null when a % begins no byte, or the bytes are not UTF-8.</returns>
    private static string? Decode(string text)
    {
        try
        {
            var bytes = new List<byte>(text.Length);
            for (var at = 0; at < text.Length;)
            {
                if (text[at] != '%')
                {
                    var end = text.IndexOf('%', at);
                    end = end < 0 ? text.Length : end;
                    bytes.AddRange(StrictUtf8.GetBytes(text[at..end]));
                    at = end;
                }
                else if (at + 2 < text.Length && char.IsAsciiHexDigit(text[at + 1]) && char.IsAsciiHexDigit(text[at + 2]))
                {
                    bytes.Add(byte.Parse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                    at += 3;
                }
                else
                {
                    return null;
                }
            }

            return StrictUtf8.GetString([.. bytes]);
        }
        catch (ArgumentException)
        {
            // A surrogate without its other half, or bytes that are no UTF-8.
            return null;
        }
    }
}
