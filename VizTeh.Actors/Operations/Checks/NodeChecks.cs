using System.Globalization;
using System.Net;
using System.Net.Sockets;
using VizTeh.Actors.Database;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>What one of several nodes needs of its machine: a certificate that is valid, and a port that is free, or its own.</summary>
internal static class NodeChecks
{
    private const string CertificateSubject = "certificate";
    private const string PortSubject = "cluster port";
    private const UnixFileMode ReadableByAll = UnixFileMode.OtherRead;

    // Long enough to make another one, and to restart the nodes one after another.
    private static readonly TimeSpan SoonOver = TimeSpan.FromDays(30);

    /// <param name="rows">Table <c>nodes</c>; null when it could not be read.</param>
    public static async Task<IReadOnlyList<Check>> RunAsync(
        NodeSettings node, IReadOnlyList<NodeOfTable>? rows, TimeProvider clock, CancellationToken cancellationToken)
    {
        var isRunning = rows?.Any(row => row.Address == node.Address && row.IsAlive) ?? false;
        return [OfCertificate(node.Certificate, clock.GetUtcNow()), await OfPortAsync(node, isRunning, cancellationToken), OfNodes(rows)];
    }

    internal static Check OfCertificate(NodeCertificateSettings? settings, DateTimeOffset now)
    {
        if (settings is null)
            return Check.Well(CertificateSubject, "none: the nodes talk without TLS");
        try
        {
            using var certificate = NodeCertificate.Read(settings);
            var (begins, ends) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
            var found = string.Create(
                CultureInfo.InvariantCulture,
                $"{certificate.Subject}, valid until {ends:yyyy-MM-dd} ({Math.Floor((ends - now.UtcDateTime).TotalDays):0} days), "
                + $"thumbprint {certificate.Thumbprint}");
            if (now.UtcDateTime < begins)
            {
                return Check.Failed(
                    CertificateSubject, string.Create(CultureInfo.InvariantCulture, $"valid from {begins:u} on only"),
                    "Set this machine's clock right, or make another certificate (docs/cluster.md)");
            }

            if (now.UtcDateTime >= ends)
            {
                return Check.Failed(
                    CertificateSubject, found,
                    "It is over, and no other node lets this one in: make another one for all nodes (docs/cluster.md)");
            }

            if (ends - now.UtcDateTime < SoonOver)
                return Check.Notice(CertificateSubject, found, "Make another one for all nodes before that day (docs/cluster.md)");
            return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(settings.File) & ReadableByAll) != 0
                ? Check.Notice(
                    CertificateSubject, $"{settings.File} can be read by every user of this machine",
                    $"It holds the nodes' key: chmod o= {settings.File}")
                : Check.Well(CertificateSubject, found);
        }
        catch (SettingsException mistake)
        {
            return Check.Failed(CertificateSubject, "it cannot be used", mistake.Message);
        }
    }

    /// <param name="isRunning">Whether a node of this address shows that it lives: then the port is its own.</param>
    internal static async Task<Check> OfPortAsync(NodeSettings node, bool isRunning, CancellationToken cancellationToken)
    {
        try
        {
            var address = IPAddress.TryParse(node.Host, out var literal)
                ? literal
                : (await Dns.GetHostAddressesAsync(node.Host, cancellationToken))[0];
            using var listener = new TcpListener(address, node.Port);
            listener.Start();
            return Check.Well(PortSubject, $"{node.Address} is free");
        }
        catch (SocketException failure) when (failure.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return isRunning
                ? Check.Well(PortSubject, $"{node.Address} is held by the running bot")
                : Check.Failed(
                    PortSubject, $"{node.Address} is held by another program",
                    "Stop that program, or choose another CLUSTER_PORT: ss -ltnp shows who has it");
        }
        catch (SocketException failure)
        {
            return Check.Failed(
                PortSubject, $"{node.Address} cannot be opened ({failure.Message})",
                "CLUSTER_HOST has to be an address of this machine, or a name of one (ip address shows them)");
        }
    }

    private static Check OfNodes(IReadOnlyList<NodeOfTable>? rows)
    {
        const string Subject = "nodes";
        if (rows is null)
            return Check.Skipped(Subject, "not looked at: their table cannot be read");
        var found = string.Join("; ", rows.Select(row => string.Create(
            CultureInfo.InvariantCulture,
            $"{row.Address}, {(row.IsAlive ? row.State : "dead")}, version {row.Version}, seen {row.Age.TotalSeconds:0.0} s ago")));
        return rows switch
        {
            [] => Check.Well(Subject, "none runs now"),
            _ when rows.All(row => row.IsAlive) => Check.Well(Subject, found),
            _ => Check.Notice(Subject, found, "Look at the log of the dead one, and whether its service runs"),
        };
    }
}
