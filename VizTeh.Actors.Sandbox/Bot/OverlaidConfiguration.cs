namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The bot's hocon.conf with the values of another file laid over it: a file of its own, until it is disposed of.</summary>
public sealed class OverlaidConfiguration : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("vizteh-form-");

    private OverlaidConfiguration(string text)
    {
        // The bot names it in what it says about a mistake.
        Path = System.IO.Path.Combine(_folder.FullName, BotProgram.ConfigurationName);
        File.WriteAllText(Path, text);
    }

    /// <summary>For <see cref="BotProgram.ConfigurationVariable"/>.</summary>
    public string Path { get; }

    /// <param name="path">A file with a form, and what else is to be different.</param>
    public static OverlaidConfiguration Over(string path)
    {
        var shipped = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(BotProgram.Path)!, BotProgram.ConfigurationName);
        // Of a key that is given twice, the last value counts.
        return new OverlaidConfiguration($"{File.ReadAllText(shipped)}\n{File.ReadAllText(path)}");
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
