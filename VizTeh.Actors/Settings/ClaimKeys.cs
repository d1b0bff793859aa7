using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.claim</c> and <c>vizteh.take-over</c>: whether managers take tickets into work, and from each other.</summary>
internal static partial class ClaimKeys
{
    public const string ClaimKey = "vizteh.claim";
    public const string TakeOverKey = "vizteh.take-over";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    /// <param name="claim">Null when it is not written.</param>
    /// <param name="takeOver">Null when it is not written.</param>
    /// <returns>The settings, and all mistakes, each a sentence that begins with its key.</returns>
    public static (ClaimSettings Claim, IReadOnlyList<string> Mistakes) Read(HoconValue? claim, HoconValue? takeOver)
    {
        var mistakes = new List<string>();
        var isOn = OnOff.Read(ClaimKey, claim, ClaimSettings.Shipped.IsOn, mistakes);
        return (new ClaimSettings(isOn, ReadTakeOver(takeOver, mistakes)), mistakes);
    }

    private static TimeSpan? ReadTakeOver(HoconValue? value, List<string> mistakes)
    {
        const string Expected = "write all, nobody, or a time such as 2h or 90m";
        if (value is null)
            return ClaimSettings.Shipped.TakeOverAfter;
        var written = value.IsString() ? (value.GetString() ?? "").Trim() : "";
        switch (written)
        {
            case "all":
                return TimeSpan.Zero;
            case "nobody":
                return null;
        }

        if (Duration().Match(written) is not { Success: true } found)
        {
            mistakes.Add($"{TakeOverKey} {(written.Length == 0 ? "is no text" : $"is \"{written}\"")}: {Expected}");
            return null;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var after = found.Groups["unit"].Value[0] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count);
        if (after > Longest)
            mistakes.Add($"{TakeOverKey} is \"{written}\", which is longer than 30 days, 720h: {Expected}");
        return after;
    }

    [GeneratedRegex("^(?<count>[0-9]{1,6}) ?(?<unit>m|min|minute|minutes|h|hour|hours)$")]
    private static partial Regex Duration();
}
