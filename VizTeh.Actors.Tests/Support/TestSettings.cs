using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>The bot's settings for an emulated server.</summary>
internal static class TestSettings
{
    /// <remarks>
    /// Clients get no notices of their tickets, and managers no reminders of clients who wait, which would come in the middle of what most
    /// tests look at; and one press closes a ticket.
    /// </remarks>
    /// <param name="database">Null if the database is not used.</param>
    public static BotSettings For(BotApiServer telegram, PostgresDatabase? database = null, params long[] managers) => new(
        telegram.Token, managers, PhotoId: null,
        database is null
            ? new DatabaseSettings("127.0.0.1", 1, "none", "none", "none")
            : new DatabaseSettings(database.Host, database.Port, database.Name, database.User, database.Password),
        telegram.Url.GetLeftPart(UriPartial.Authority), PacesSends: false,
        HoconFile.Load(HoconFile.DefaultPath).Company with
        {
            Notices = NoticeSettings.Off,
            Outcomes = [],
            WaitingSteps = [],
        });

    /// <summary>Settings for code that uses neither Telegram nor a database.</summary>
    public static BotSettings WithoutServers(CompanySettings company) => new(
        "1:none", [], PhotoId: null, new DatabaseSettings("127.0.0.1", 1, "none", "none", "none"), TelegramApiUrl: null, PacesSends: false,
        company);
}
