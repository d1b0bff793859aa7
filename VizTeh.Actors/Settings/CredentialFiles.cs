using System.Text;

namespace VizTeh.Actors.Settings;

/// <summary>
/// Secrets that systemd hands over as files (systemd.exec(5), LoadCredential): each of them takes the place of a variable of the
/// environment. Their contents are never shown.
/// </summary>
internal static class CredentialFiles
{
    /// <summary>The variable by which systemd names the folder.</summary>
    public const string FolderVariable = "CREDENTIALS_DIRECTORY";

    // The longest value is a list of proxies. A file that is longer is another one.
    private const int MostBytes = 64 * 1024;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The name of the credential for each variable that may be given so.</summary>
    public static IReadOnlyDictionary<string, string> NameByVariable { get; } = new Dictionary<string, string>
    {
        ["TOKEN"] = "bot_token",
        ["DB_PASSWORD"] = "db_password",
        [AlertVariables.Password] = "smtp_password",
        ["PROXY"] = "proxy",
        [NodeVariables.Password] = "cluster_certificate_password",
    };

    /// <summary>The values by the names of their variables; other files of the folder are not read.</summary>
    /// <exception cref="SettingsException">A credential cannot be read, or is not one line of text.</exception>
    public static IReadOnlyDictionary<string, string> Load(IReadOnlyDictionary<string, string> environment) =>
        Find(environment).ToDictionary(one => one.Variable, one => Read(one.Path, one.Variable));

    /// <summary>The credentials that are there: each with the variable whose place it takes, and the path of its file.</summary>
    public static IReadOnlyList<(string Variable, string Path)> Find(IReadOnlyDictionary<string, string> environment) =>
        environment.GetValueOrDefault(FolderVariable)?.Trim() is not { Length: > 0 } folder
            ? []
            :
            [
                .. NameByVariable.Select(one => (Variable: one.Key, Path: Path.Combine(folder, one.Value)))
                    .Where(one => File.Exists(one.Path) || Directory.Exists(one.Path)),
            ];

    private static string Read(string path, string variable)
    {
        try
        {
            using var file = File.OpenRead(path);
            var bytes = new byte[MostBytes + 1];
            var length = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (length > MostBytes)
                throw Refused($"is longer than {MostBytes} bytes");
            // Blanks at the ends, such as an editor's last line break, belong to the value as little as in .env.
            var value = StrictUtf8.GetString(bytes, 0, length).Trim();
            if (value.Length == 0)
                throw Refused("is empty");
            return value.Any(char.IsControl) ? throw Refused("is not one line of text") : value;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException($"{path}: the credential for {variable} cannot be read ({failure.Message}).", failure);
        }
        catch (DecoderFallbackException)
        {
            throw Refused("is not UTF-8");
        }

        SettingsException Refused(string why) => new($"{path}: the credential for {variable} {why}.");
    }
}
