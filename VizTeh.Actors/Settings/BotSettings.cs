namespace VizTeh.Actors.Settings;

public sealed record BotSettings(string Token, IReadOnlyList<long> ManagerChatIds, string? PhotoId, DatabaseSettings Database, Uri? TelegramApiUrl, bool PacesSends, CompanySettings Company)
{
    public static BotSettings Load(HoconFile hocon) => throw new NotImplementedException(hocon.ToString());
}

public sealed record HoconFile(Akka.Configuration.Config Akka, CompanySettings Company)
{
    public static HoconFile Load(string path) => throw new NotImplementedException(path);
}
