using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Remote.Transport.DotNetty;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Nodes;

/// <summary>TLS between nodes: each shows a certificate to the other, and both judge what they are shown.</summary>
internal static class NodeCertificate
{
    /// <exception cref="SettingsException">The file cannot be read, or holds no certificate with a private key.</exception>
    public static DotNettySslSetup Load(NodeCertificateSettings settings)
    {
        var certificate = Read(settings);
        // The names that certificates are for are not compared with addresses: whom to believe is said by the list itself.
        return new DotNettySslSetup(
            certificate, suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: false,
            ValidatorOf(certificate, settings.Peers));
    }

    /// <summary>Refuses a certificate that could not be used.</summary>
    /// <exception cref="SettingsException">As for <see cref="Load"/>.</exception>
    public static void Require(NodeCertificateSettings settings) => Read(settings).Dispose();

    /// <exception cref="SettingsException">As for <see cref="Load"/>.</exception>
    internal static X509Certificate2 Read(NodeCertificateSettings settings)
    {
        try
        {
            var certificate = IsPem(settings.File)
                ? ReadPem(settings)
                : X509CertificateLoader.LoadPkcs12FromFile(settings.File, settings.Password);
            return certificate.HasPrivateKey ? certificate : throw Refused("holds no private key", null);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw Refused($"cannot be read ({failure.Message})", failure);
        }
        catch (CryptographicException failure)
        {
            throw Refused($"is no certificate with its key, or {NodeVariables.Password} is not its password", failure);
        }

        SettingsException Refused(string what, Exception? failure) =>
            new($"{NodeVariables.Certificate}: {settings.File} {what}: it has to be a PKCS#12 or PEM file with both.", failure!);
    }

    private static bool IsPem(string file)
    {
        using var reader = new StreamReader(file);
        var start = new char[11];
        return reader.ReadBlock(start, 0, start.Length) == start.Length && new string(start) == "-----BEGIN ";
    }

    private static X509Certificate2 ReadPem(NodeCertificateSettings settings)
    {
        using var pem = settings.Password is { } password
            ? X509Certificate2.CreateFromEncryptedPemFile(settings.File, password)
            : X509Certificate2.CreateFromPemFile(settings.File);
        // A key that was read from PEM belongs to the object alone; the transport needs one that it can hand on.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static CertificateValidationCallback ValidatorOf(X509Certificate2 own, IReadOnlyList<string> peers)
    {
        string[] thumbprints = peers.Count == 0 ? [own.Thumbprint] : [.. peers.Where(peer => !IsSubject(peer))];
        string[] subjects = [.. peers.Where(IsSubject)];
        CertificateValidationCallback[] pinned = thumbprints.Length > 0 ? [CertificateValidation.PinnedCertificate(thumbprints)] : [];
        CertificateValidationCallback[] any =
        [
            .. pinned,
            // A subject can be written by anybody; so its certificate also has to come from an authority that the machine trusts.
            .. subjects.Select(subject => CertificateValidation.Combine(
                CertificateValidation.ValidateChain(), CertificateValidation.ValidateSubject(subject))),
        ];
        return (certificate, chain, peer, errors, log) => Array.Exists(any, judge => judge(certificate, chain, peer, errors, log));
    }

    private static bool IsSubject(string peer) => peer.Contains('=', StringComparison.Ordinal);
}
