using dotenv.net;

namespace VizTeh.Actors.Settings;

/// <summary>Reads a .env file, which may be absent. Its contents are never shown, since they are secrets.</summary>
internal static class DotEnvFile
{
    public const string FileName = ".env";

    /// <summary>The file that this process reads, for texts that name it.</summary>
    public static string OfProcess => RealPathIn(Directory.GetCurrentDirectory());

    /// <summary>The file of a folder under the name by which a person edits it: the package's is a link to vizteh.env.</summary>
    public static string RealPathIn(string directory)
    {
        var path = Path.GetFullPath(Path.Combine(directory, FileName));
        try
        {
            return File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // It does not exist yet, or the link leads nowhere.
            return path;
        }
    }

    /// <exception cref="SettingsException">The file cannot be read, or a line of it is not NAME=value.</exception>
    public static IReadOnlyDictionary<string, string> Load(string path)
    {
        if (Directory.Exists(path))
            throw new SettingsException($"{path}: this is a folder; it must be a file of lines NAME=value.");
        if (!File.Exists(path))
            return new Dictionary<string, string>();

        try
        {
            if (FindFault(File.ReadAllLines(path)) is { } fault)
                throw new SettingsException($"{path}: {fault}.");
            return new Dictionary<string, string>(
                DotEnv.Read(new DotEnvOptions(ignoreExceptions: false, envFilePaths: [path], trimValues: true, supportExportSyntax: true)));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: the file cannot be read ({failure.Message}). Look at its permissions.", failure);
        }
        catch (ArgumentException failure)
        {
            throw new SettingsException($"{path}: a line is not NAME=value, or a quote in it has no end.", failure);
        }
    }

    /// <summary>Finds what the library ignores silently: lines that set nothing, values that it cuts off.</summary>
    private static string? FindFault(string[] lines)
    {
        for (var index = 0; index < lines.Length; index++)
        {
            var line = lines[index].Trim();
            if (line.Length == 0 || line[0] == '#')
                continue;

            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
                return $"line {index + 1} is not NAME=value";

            var value = line[(equals + 1)..].TrimStart();
            if (value.Length == 0 || value[0] is not ('"' or '\''))
            {
                if (IsCutOff(line[..equals].TrimEnd(), line[(equals + 1)..]))
                    return $"line {index + 1}: {line[..equals].Split(' ')[^1]} is cut off before the #; put the value in quotes";
                continue;
            }

            // A quoted value may continue over several lines.
            var begun = index;
            var rest = value[1..];
            while (ClosingQuote(rest, value[0]) < 0)
            {
                if (++index == lines.Length)
                    return $"the quote on line {begun + 1} has no end";
                rest = lines[index];
            }

            var after = rest[(ClosingQuote(rest, value[0]) + 1)..].TrimStart();
            if (after.Length > 0 && after[0] != '#')
                return $"line {index + 1} has something after the closing quote";
        }

        return null;
    }

    /// <summary>
    /// Whether the library would take a part of the value for a comment that is probably none; a password may hold any character.
    /// </summary>
    private static bool IsCutOff(string name, string value)
    {
        for (var index = 1; index < value.Length; index++)
        {
            if (value[index] == '#' && char.IsWhiteSpace(value[index - 1]))
            {
                return name.EndsWith("PASSWORD", StringComparison.Ordinal) || (
                    index + 1 < value.Length && !char.IsWhiteSpace(value[index + 1]));
            }
        }

        return false;
    }

    private static int ClosingQuote(string text, char quote)
    {
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == quote)
                return index;
            if (text[index] == '\\')
                index++;
        }

        return -1;
    }
}
