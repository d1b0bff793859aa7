using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace VizTeh.Actors.Sandbox.Nodes;

/// <summary>One certificate with its key for all nodes of a cluster: a PKCS#12 file, until it is disposed of.</summary>
public sealed class CertificateFile : IDisposable
{
    private const int KeyBits = 2048;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-nodes-");

    public CertificateFile()
    {
        Path = System.IO.Path.Combine(_folder.FullName, "node.p12");
        using var key = RSA.Create(KeyBits);
        var request = new CertificateRequest("CN=vizteh-nodes", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var now = TimeProvider.System.GetUtcNow();
        // Nodes may have clocks that are wrong.
        using var certificate = request.CreateSelfSigned(now.AddDays(-2), now.AddDays(30));
        File.WriteAllBytes(Path, certificate.Export(X509ContentType.Pkcs12, Password));
    }

    public string Path { get; }

    /// <summary>The password of the key.</summary>
    public string Password { get; } = Convert.ToHexString(RandomNumberGenerator.GetBytes(16));

    public void Dispose() => _folder.Delete(recursive: true);
}
