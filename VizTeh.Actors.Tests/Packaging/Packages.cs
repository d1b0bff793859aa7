using VizTeh.Actors.Sandbox.Bot;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Packaging;

/// <summary>Packages of the bot as it is built, made by the script that makes those for a server.</summary>
public sealed class Packages : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-packages-");

    /// <summary>The .deb of version 1.0; made when the first test asks for it.</summary>
    public string First => Path.Combine(_folder.FullName, "vizteh_1.0_amd64.deb");

    /// <summary>The tar.gz of version 1.0.</summary>
    public string Archive => Path.Combine(_folder.FullName, "vizteh-1.0-linux-x64.tar.gz");

    public async Task InitializeAsync()
    {
        if (new PackageFactAttribute().Skip is null)
            await MakeAsync(_folder.FullName);
    }

    public Task DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Calls the script.</summary>
    internal static async Task MakeAsync(string folder) => (await Tools.RunAsync(
    [
        Path.Combine(Repository.Root, "scripts", "package.sh"), "--quick", "--version", "1.0", "--output", folder, "--payload",
        Path.GetDirectoryName(BotProgram.Path)!,
    ])).Well();

    /// <summary>A version after 1.0 whose files differ.</summary>
    /// <param name="change">Changes the unpacked files, below the folder that it gets.</param>
    internal async Task<string> MakeVersionAsync(string version, Action<string>? change = null)
    {
        var tree = Path.Combine(_folder.FullName, $"tree-{Guid.NewGuid():N}");
        (await Tools.RunAsync(["dpkg-deb", "--raw-extract", First, tree])).Well();
        var control = Path.Combine(tree, "DEBIAN", "control");
        await File.WriteAllTextAsync(
            control, (await File.ReadAllTextAsync(control)).Replace("Version: 1.0\n", $"Version: {version}\n", StringComparison.Ordinal));
        change?.Invoke(tree);
        var package = Path.Combine(_folder.FullName, $"vizteh_{version}_{Guid.NewGuid():N}.deb");
        (await Tools.RunAsync(["dpkg-deb", "--root-owner-group", "-Znone", "--build", tree, package])).Well();
        Directory.Delete(tree, recursive: true);
        return package;
    }
}
