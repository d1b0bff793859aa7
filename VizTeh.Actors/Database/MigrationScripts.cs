using System.Reflection;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Database;

/// <summary>The scripts in <c>migrations/</c>, in order, and the names of the objects that they create.</summary>
internal static partial class MigrationScripts
{
    /// <summary>The table with the names of the applied scripts.</summary>
    public const string JournalTable = "vizteh_migrations";

    private const string Prefix = "VizTeh.Actors.Database.migrations.";

    public static IReadOnlyList<(string Name, string Sql)> All { get; } = Read();

    /// <summary>
    /// The objects that exist after the last script. They are in the schema <c>akka</c> if it is written out, else in the schema of the
    /// sessions.
    /// </summary>
    public static IReadOnlyList<string> Tables { get; } = Made(TablesMade()).Append(JournalTable).ToList();

    /// <inheritdoc cref="Tables"/>
    public static IReadOnlyList<string> Views { get; } = Made(ViewsMade());

    /// <inheritdoc cref="Tables"/>
    public static IReadOnlyList<string> Functions { get; } = Made(FunctionsMade());

    private static List<(string Name, string Sql)> Read()
    {
        var assembly = Assembly.GetExecutingAssembly();
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => (name[Prefix.Length..], Text(assembly.GetManifestResourceStream(name)!))),
        ];
    }

    private static string Text(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    private static List<string> Made(Regex statement)
    {
        var names = new List<string>();
        foreach (Match made in All.SelectMany(script => statement.Matches(script.Sql)))
        {
            var name = made.Groups["name"].Value;
            names.Remove(name);
            if (made.Groups["verb"].Value == "create")
                names.Add(name);
        }

        return names;
    }

    [GeneratedRegex(@"^\s*(?<verb>create|drop) (unlogged )?table (if (not )?exists )?(?<name>[a-z_.]+)", RegexOptions.Multiline)]
    private static partial Regex TablesMade();

    [GeneratedRegex(@"^\s*(?<verb>create|drop) (or replace )?view (if exists )?(?<name>[a-z_.]+)", RegexOptions.Multiline)]
    private static partial Regex ViewsMade();

    [GeneratedRegex(@"^\s*(?<verb>create|drop) (or replace )?function (if exists )?(?<name>[a-z_.]+)", RegexOptions.Multiline)]
    private static partial Regex FunctionsMade();
}
