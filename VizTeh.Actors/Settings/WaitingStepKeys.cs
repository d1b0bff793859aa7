using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.waiting-reminders</c>: when the managers are reminded of a ticket whose client waits.</summary>
internal static partial class WaitingStepKeys
{
    public const string Key = "vizteh.waiting-reminders";

    private const int Most = 10;
    private const string Morning = "morning";
    private const string Example = "[\"30m\", \"2h\", \"morning\"], or [] for none";

    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    public static IReadOnlyList<WaitingStep> Shipped { get; } =
        [new(TimeSpan.FromMinutes(30)), new(TimeSpan.FromHours(2)), WaitingStep.Morning];

    /// <param name="value">Null when it is not written.</param>
    /// <returns>The steps in their order, and all mistakes, each a sentence that begins with the key.</returns>
    public static (IReadOnlyList<WaitingStep> Steps, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        if (value is null)
            return (Shipped, []);
        // The parser's own check does not recognise an empty list.
        var entries = value.IsObject() || value.IsString() ? null : value.IsArray() ? value.GetArray() : [];
        if (entries is null || !entries.All(entry => entry.IsString()))
            return ([], [$"{Key} must be a list of texts: {Example}"]);
        var steps = new List<WaitingStep>();
        var mistakes = new List<string>();
        foreach (var written in entries.Select(entry => (entry.GetString() ?? "").Trim()))
        {
            if (ReadStep(written, mistakes) is not { } step)
                continue;
            if (step.After is { } after && steps is [.., { After: null }])
                mistakes.Add($"{Key} has \"{written}\" after \"{Morning}\": times come first, each longer than the one before");
            else if (step.After is { } longer && steps is [.., { After: { } before }] && longer <= before)
                mistakes.Add($"{Key} has \"{written}\", which is not longer than the time before it");
            else
                steps.Add(step);
        }

        if (entries.Count > Most)
            mistakes.Add($"{Key} has {entries.Count} entries; {Most} are possible");
        return (steps, mistakes);
    }

    private static WaitingStep? ReadStep(string written, List<string> mistakes)
    {
        if (written == Morning)
            return WaitingStep.Morning;
        if (Duration().Match(written) is not { Success: true } found)
        {
            mistakes.Add($"{Key} has \"{written}\": write hours or minutes, such as 2h or 30m, or {Morning}");
            return null;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var after = found.Groups["unit"].ValueSpan[0] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count);
        if (after > TimeSpan.Zero && after <= Longest)
            return new WaitingStep(after);
        mistakes.Add(
            $"{Key} has \"{written}\", which is {(after == TimeSpan.Zero ? "not positive" : "longer than a week, 168h")}: "
            + $"write hours or minutes, such as 2h or 30m, or {Morning}");
        return null;
    }

    [GeneratedRegex("^(?<count>[0-9]{1,6}) ?(?<unit>m|min|minute|minutes|h|hour|hours)$")]
    private static partial Regex Duration();
}
