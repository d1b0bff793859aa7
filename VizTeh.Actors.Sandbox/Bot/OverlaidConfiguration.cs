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

    private static string Shipped =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(BotProgram.Path)!, BotProgram.ConfigurationName);

    /// <param name="path">A file with a form, and what else is to be different.</param>
    public static OverlaidConfiguration Over(string path) => Of(Shipped, File.ReadAllText(path));

    /// <param name="basis">The configuration to lay the values over; null for the bot's own.</param>
    /// <param name="values">HOCON.</param>
    public static OverlaidConfiguration Of(string? basis, string values) =>
        // Of a key that is given twice, the last value counts.
        new($"{File.ReadAllText(basis ?? Shipped)}\n{values}");

    public void Dispose() => _folder.Delete(recursive: true);
}
