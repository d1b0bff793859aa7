namespace VizTeh.Actors.Sandbox.Demo;

/// <summary>The photo of «О компании» in the sandbox: a JPEG embedded in this program.</summary>
internal static class CompanyPhoto
{
    public const int Width = 800;
    public const int Height = 450;
    private const string Resource = "company.jpg";

    public static byte[] Content
    {
        get
        {
            using var stored = typeof(CompanyPhoto).Assembly.GetManifestResourceStream(Resource)
                ?? throw new InvalidOperationException($"The resource {Resource} is missing from this program.");
            using var content = new MemoryStream();
            stored.CopyTo(content);
            return content.ToArray();
        }
    }
}
