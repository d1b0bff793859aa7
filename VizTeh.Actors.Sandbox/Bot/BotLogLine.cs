using System.Globalization;

namespace VizTeh.Actors.Sandbox.Bot;

/// <summary>A line of the bot's log, which begins with its time in UTC.</summary>
internal static class BotLogLine
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.fff";

    /// <summary>The line with its time converted to a time zone; a line without a leading time is returned unchanged.</summary>
    public static string InZone(string line, TimeZoneInfo zone) =>
        line.Length > TimeFormat.Length
        && DateTime.TryParseExact(
            line.AsSpan(0, TimeFormat.Length), TimeFormat, CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var utc)
            ? TimeZoneInfo.ConvertTimeFromUtc(utc, zone).ToString(TimeFormat, CultureInfo.InvariantCulture) + line[TimeFormat.Length..]
            : line;
}
