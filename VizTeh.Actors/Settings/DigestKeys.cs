using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.digest</c>: when the managers' chats get the digest of the working days before.</summary>
internal static partial class DigestKeys
{
    public const string Key = "vizteh.digest";

    private const string Expected = "write a time of the day in quotes, like \"9:00\", or off";

    /// <param name="value">Null when it is not written.</param>
    /// <param name="mistakes">Gets a sentence that begins with the key.</param>
    /// <returns>Null for no digest.</returns>
    public static TimeOnly? Read(HoconValue? value, List<string> mistakes)
    {
        var written = value is not null && value.IsString() ? (value.GetString() ?? "").Trim() : null;
        if (value is null || written is "off" or "false" or "no")
            return null;
        if (written is not null && Time().IsMatch(written)
            && TimeOnly.TryParseExact(written, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        mistakes.Add($"{Key} {(written is null ? "is no text" : $"is \"{written}\"")}: {Expected}");
        return null;
    }

    [GeneratedRegex("^[0-9]{1,2}:[0-9]{2}$")]
    private static partial Regex Time();
}
