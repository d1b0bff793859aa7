using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The environment variables that configure the bot for its surroundings on one machine.</summary>
public static class BotEnvironment
{
    /// <param name="managers">MANAGER_CHAT_ID: the managers' chats.</param>
    /// <param name="keepsLimits">Whether the bot observes Telegram's rate limits, as it does by default.</param>
    /// <returns>A new dictionary for each call, which the caller may extend.</returns>
    public static Dictionary<string, string> Of(
        PostgresDatabase database, BotApiServer telegram, IEnumerable<long> managers, bool keepsLimits = false)
    {
        var variables = new Dictionary<string, string>(database.Environment)
        {
            ["TOKEN"] = telegram.Token,
            ["MANAGER_CHAT_ID"] = string.Join(',', managers.Select(id => id.ToString(CultureInfo.InvariantCulture))),
            ["TELEGRAM_API_URL"] = telegram.Url.GetLeftPart(UriPartial.Authority),
            // Several bots run at once on one machine.
            [BotProgram.HealthPortVariable] = "0",
        };
        if (!keepsLimits)
            variables["TELEGRAM_LIMITS"] = "off";
        return variables;
    }
}
