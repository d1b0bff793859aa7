using System.Globalization;
using System.Net;
using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>
/// Makes the process one of several that work as one bot: CLUSTER_HOST, CLUSTER_PORT and what protects the connections between them. The
/// text form never shows the password.
/// </summary>
/// <param name="Host">The name or address by which the other nodes reach this one.</param>
/// <param name="Port">The port there, which is opened on that address.</param>
/// <param name="Certificate">Null without TLS: CLUSTER_TLS=off, or a node that only its own machine reaches.</param>
public sealed record NodeSettings(string Host, int Port, NodeCertificateSettings? Certificate)
{
    /// <summary>The address in the form in which nodes are named to people and in table <c>nodes</c>: <c>10.0.0.1:4053</c>.</summary>
    public string Address => Host.Contains(':', StringComparison.Ordinal)
        ? string.Create(CultureInfo.InvariantCulture, $"[{Host}]:{Port}")
        : string.Create(CultureInfo.InvariantCulture, $"{Host}:{Port}");

    /// <summary>Whether only programs of the same machine reach the address.</summary>
    internal static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}

/// <summary>How a node proves who it is, and whom it believes: CLUSTER_CERTIFICATE, CLUSTER_CERTIFICATE_PASSWORD, CLUSTER_PEERS.</summary>
/// <param name="File">A file with a certificate and its private key: PKCS#12, or PEM.</param>
/// <param name="Password">Of the key; null for a key without.</param>
/// <param name="Peers">
/// The thumbprints (SHA-1, hexadecimal) or subjects (<c>CN=…</c>, then the certificate's chain has to be trusted by the machine) of the
/// other nodes' certificates; empty when all nodes share one certificate.
/// </param>
public sealed record NodeCertificateSettings(string File, string? Password, IReadOnlyList<string> Peers)
{
    private bool PrintMembers(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"File = {File}, Peers = {string.Join("; ", Peers)}");
        return true;
    }
}
