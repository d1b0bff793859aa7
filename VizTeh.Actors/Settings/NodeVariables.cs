namespace VizTeh.Actors.Settings;

/// <summary>Reads from the environment whether the process is one of several nodes.</summary>
/// <param name="optional">The value of a variable; null when it is not set.</param>
/// <param name="faults">Gets a sentence for each mistake, which names its variable and shows no value.</param>
internal sealed class NodeVariables(Func<string, string?> optional, List<string> faults)
{
    public const string Host = "CLUSTER_HOST";
    public const string Port = "CLUSTER_PORT";
    public const string Tls = "CLUSTER_TLS";
    public const string Certificate = "CLUSTER_CERTIFICATE";
    public const string Password = "CLUSTER_CERTIFICATE_PASSWORD";
    public const string Peers = "CLUSTER_PEERS";

    private const int ThumbprintLength = 40;

    private static readonly string[] All = [Host, Port, Tls, Certificate, Password, Peers];

    /// <returns>Null for a process on its own.</returns>
    public NodeSettings? Read()
    {
        if (Array.Find(All, name => optional(name) is not null) is not { } first)
            return null;
        var before = faults.Count;
        foreach (var needed in (string[])[Host, Port])
        {
            if (optional(needed) is null)
                faults.Add($"{needed} is not set, but {first} is: a node needs {Host} and {Port}; for a bot on its own, leave out both");
        }

        var host = HostOf();
        var port = PortOf();
        var certificate = CertificateOf(host);
        return faults.Count == before && host is not null ? new NodeSettings(host, port, certificate) : null;
    }

    private string? HostOf()
    {
        if (optional(Host) is not { } text)
            return null;
        // The other nodes are given this address; those that mean every address of a machine, or any, can be dialled by nobody.
        if (HostAndPort.Parse(text) is { Port: null } parsed && parsed.Host is not ("0.0.0.0" or "::"))
            return parsed.Host;
        faults.Add($"{Host} must be the name or address at which the other nodes reach this one, such as 10.0.0.1, without a port");
        return null;
    }

    private int PortOf()
    {
        if (optional(Port) is not { } text)
            return 0;
        if (HostAndPort.TryParsePort(text, out var port))
            return port;
        faults.Add($"{Port} must be a number from 1 to 65535, such as 4053");
        return 0;
    }

    private NodeCertificateSettings? CertificateOf(string? host)
    {
        var isOff = IsOff();
        if (optional(Certificate) is { } file)
        {
            if (isOff)
                faults.Add($"{Tls} is off, but {Certificate} is set: leave one of them out");
            return new NodeCertificateSettings(file, optional(Password), PeersOf());
        }

        foreach (var needless in (string[])[Password, Peers])
        {
            if (optional(needless) is not null)
                faults.Add($"{needless} is set, but {Certificate} is not: name the file with the certificate there, or leave both out");
        }

        if (!isOff && host is not null && !NodeSettings.IsLoopback(host))
        {
            faults.Add(
                $"{Certificate} is not set: nodes on several machines prove to each other who they are. Name a file with a certificate and "
                + $"its key there (docs/cluster.md), or set {Tls}=off where nobody else reaches the network between them");
        }

        return null;
    }

    private bool IsOff()
    {
        switch (optional(Tls)?.ToUpperInvariant())
        {
            case null or "ON":
                return false;
            case "OFF":
                return true;
            default:
                faults.Add($"{Tls} must be on or off; without it nodes on several machines use TLS");
                return false;
        }
    }

    private List<string> PeersOf()
    {
        var peers = new List<string>();
        foreach (var part in (optional(Peers) ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var isSubject = part.Contains('=', StringComparison.Ordinal);
            var thumbprint = part.Replace(":", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
            if (isSubject)
            {
                peers.Add(part);
            }
            else if (thumbprint.Length == ThumbprintLength && thumbprint.All(char.IsAsciiHexDigit))
            {
                peers.Add(thumbprint);
            }
            else
            {
                faults.Add(
                    $"{Peers} must list thumbprints of {ThumbprintLength} hexadecimal digits, or subjects such as CN=vizteh, separated "
                    + "by ;");
                break;
            }
        }

        return peers;
    }
}
