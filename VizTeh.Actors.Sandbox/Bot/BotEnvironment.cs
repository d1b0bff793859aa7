using System.Globalization;
using VizTeh.Actors.Sandbox.BotApi.Server;
using VizTeh.Actors.Sandbox.Postgres;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>The environment variables by which a bot is set up for what is around it on one machine.</summary>
public static class BotEnvironment
{
    /// <param name="managers">MANAGER_CHAT_ID: the managers' chats.</param>
    /// <param name="keepsLimits">Whether the bot waits for Telegram's limits, as it does unless it is told otherwise.</param>
    /// <returns>A copy of its own for each caller, to add to.</returns>
    public static Dictionary<string, string> Of(
        PostgresDatabase database, BotApiServer telegram, IEnumerable<long> managers, bool keepsLimits = false)
    {
        var variables = new Dictionary<string, string>(database.Environment)
        {
            ["TOKEN"] = telegram.Token,
            ["MANAGER_CHAT_ID"] = string.Join(',', managers.Select(id => id.ToString(CultureInfo.InvariantCulture))),
            ["TELEGRAM_API_URL"] = telegram.Url.GetLeftPart(UriPartial.Authority),
        };
        if (!keepsLimits)
            variables["TELEGRAM_LIMITS"] = "off";
        return variables;
    }
}
