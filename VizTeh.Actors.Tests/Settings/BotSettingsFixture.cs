using VizTeh.Actors.Questions;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Settings;

/// <summary>A good environment, which a test changes, and a folder of its own for the file .env.</summary>
internal sealed class BotSettingsFixture : IDisposable
{
    public const string Token = "123456789:AAF-abcdefghijklmnopqrstuvwxyz_0123";
    public const string Password = "pass-word-secret";

    public static readonly CompanySettings Company = new("Фирма", "", "", "", new FormDefinition([]), TimeZoneInfo.Utc);

    public string Folder { get; } = Directory.CreateTempSubdirectory("vizteh-settings-").FullName;

    public Dictionary<string, string> Environment { get; } = new()
    {
        ["TOKEN"] = Token,
        ["MANAGER_CHAT_ID"] = "900",
        ["DB_HOST"] = "db.example",
        ["DB_NAME"] = "bot_db",
        ["DB_USER"] = "bot_user",
        ["DB_PASSWORD"] = Password,
    };

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public void Set(string name, string value) => Environment[name] = value;

    public void WriteFile(string text) => File.WriteAllText(Path.Combine(Folder, ".env"), text);

    public BotSettings Load() => BotSettings.Load(Company, Environment, Folder);

    public string Refusal()
    {
        var refusal = Assert.Throws<SettingsException>(() => Load()).Message;
        Assert.DoesNotContain('\n', refusal);
        Assert.DoesNotContain(Token, refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(Password, refusal, StringComparison.Ordinal);
        return refusal;
    }
}
