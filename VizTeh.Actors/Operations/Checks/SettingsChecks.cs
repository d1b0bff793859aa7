using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Checks;

/// <summary>The files of the settings, and what they say. Nothing outside of the machine's files and the environment is asked.</summary>
internal static class SettingsChecks
{
    private const UnixFileMode ReadableByAll = UnixFileMode.OtherRead;

    /// <param name="directory">Where .env is looked for.</param>
    /// <returns>The checks, and the settings when they can be used.</returns>
    public static (IReadOnlyList<Check> Checks, BotSettings? Settings) Run(
        IReadOnlyDictionary<string, string> environment, string directory)
    {
        var envFile = DotEnvFile.RealPathIn(directory);
        var checks = new List<Check> { EnvFile(envFile) };
        checks.AddRange(CredentialFiles.Find(environment).Select(one =>
            Check.Well("credential", $"{one.Path} takes the place of {one.Variable}")));
        try
        {
            var path = BotSettings.FindHoconFile(environment, directory);
            var hocon = HoconFile.Load(path);
            checks.Add(Check.Well(
                "hocon.conf", $"read from {Path.GetFullPath(path)}; the firm's time zone is {hocon.Company.TimeZone.Id}"));
            var settings = BotSettings.Load(hocon.Company, environment, directory);
            checks.Add(settings.ManagerChatIds.Count > 0
                ? Check.Well("settings", $"complete; managers' chats: {string.Join(", ", settings.ManagerChatIds)}")
                : Check.Notice(
                    "settings", "MANAGER_CHAT_ID is not set: cards wait in the database",
                    $"Start the bot, write /start in the managers' chat, and put the line that its log then shows into {envFile}"));
            return (checks, settings);
        }
        catch (SettingsException mistake)
        {
            checks.Add(Check.Failed("settings", "they cannot be used", mistake.Message));
            return (checks, null);
        }
    }

    private static Check EnvFile(string path)
    {
        if (!File.Exists(path))
            return Check.Well(".env", $"{path} does not exist: the environment alone is read");
        return !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & ReadableByAll) != 0
            ? Check.Notice(".env", $"{path} can be read by every user of this machine", $"It holds the token: chmod o= {path}")
            : Check.Well(".env", $"read from {path}; a variable of the environment goes before it");
    }
}
