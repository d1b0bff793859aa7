using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Nodes;

/// <summary>Certificates in files of a temporary folder, signed by themselves.</summary>
internal sealed class NodeCertificates : IDisposable
{
    private const string Password = "of-the-key";

    private readonly string _folder = Directory.CreateTempSubdirectory("vizteh-certificates-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>A PKCS#12 file with a password.</summary>
    public NodeCertificateSettings Create(string name, params string[] peers)
    {
        using var certificate = Make(name);
        var file = Path.Combine(_folder, $"{name}.p12");
        File.WriteAllBytes(file, certificate.Export(X509ContentType.Pkcs12, Password));
        return new NodeCertificateSettings(file, Password, peers);
    }

    /// <summary>A PEM file with the certificate and its key.</summary>
    public NodeCertificateSettings CreatePem(string name, string? password)
    {
        using var certificate = Make(name);
        using var key = certificate.GetRSAPrivateKey()!;
        var file = Path.Combine(_folder, $"{name}.pem");
        var pem = password is null
            ? key.ExportPkcs8PrivateKeyPem()
            : key.ExportEncryptedPkcs8PrivateKeyPem(
                password, new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 10_000));
        File.WriteAllText(file, $"{certificate.ExportCertificatePem()}\n{pem}\n");
        return new NodeCertificateSettings(file, password, []);
    }

    /// <summary>Any file.</summary>
    public NodeCertificateSettings Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return new NodeCertificateSettings(file, null, []);
    }

    public NodeCertificateSettings Missing() => new(Path.Combine(_folder, "missing.p12"), null, []);

    private static X509Certificate2 Make(string name)
    {
        using var key = RSA.Create(2048);
        var now = TimeProvider.System.GetUtcNow();
        return new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(now.AddDays(-1), now.AddDays(2));
    }
}
