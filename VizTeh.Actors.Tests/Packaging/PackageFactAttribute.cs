namespace VizTeh.Actors.Tests.Packaging;

/// <summary>A test of the Debian package; skipped, with the reason in the results, on a machine without dpkg's tools.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PackageFactAttribute : FactAttribute
{
    private static readonly string[] Needed =
        ["bash", "dpkg", "dpkg-deb", "dpkg-query", "systemctl", "systemd-sysusers", "deb-systemd-helper", "setsid"];

    private static readonly string? Obstacle = FindObstacle();

    public PackageFactAttribute() => Skip = Obstacle;

    private static string? FindObstacle()
    {
        var missing = Needed.Where(tool => Tools.Find(tool) is null).ToArray();
        if (missing.Length > 0)
            return $"not on this machine: {string.Join(", ", missing)}";
        return Environment.IsPrivilegedProcess ? null : "dpkg sets the owners of files: the tests of the package need root";
    }
}

/// <summary>
/// A test of the package that is published for a server: .NET inside, compiled ahead. It takes minutes and packages of its own, so it is
/// run only when somebody asks for it.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PublishedPackageFactAttribute : FactAttribute
{
    private const string Variable = "TEST_PUBLISHED_PACKAGE";

    public PublishedPackageFactAttribute() => Skip = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 }
        ? new PackageFactAttribute().Skip
        : $"run only when {Variable} is set: it publishes the program";
}

/// <summary>A test of the unit; skipped, with the reason in the results, where systemd's tools are missing or too old.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class UnitTheoryAttribute : TheoryAttribute
{
    public UnitTheoryAttribute() => Skip = Tools.Find("systemd-analyze") is null ? "not on this machine: systemd-analyze" : null;
}

/// <summary>A test that starts a service; skipped, with the reason in the results, where that cannot be done.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ServiceFactAttribute : FactAttribute
{
    private static readonly string? Obstacle = PrivateSystemd.FindObstacle();

    public ServiceFactAttribute() => Skip = Obstacle;
}
