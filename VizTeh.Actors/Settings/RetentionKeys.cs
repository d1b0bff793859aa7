using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.retention</c>: how long personal data and done rows are kept.</summary>
internal sealed partial class RetentionKeys
{
    public const string Key = "vizteh.retention";

    private const string Off = "off";
    private const string Example = "{ closed-tickets = 3y, given-up = 90d, done-rows = 30d, readings = 3y, at = \"03:30\" }";
    private const int DaysOfYear = 365;
    private const int LongestInDays = 30 * DaysOfYear;

    private static readonly string[] Known = ["closed-tickets", "given-up", "done-rows", "readings", "at"];

    private readonly Dictionary<string, HoconValue> _members;
    private readonly List<string> _mistakes = [];

    private RetentionKeys(Dictionary<string, HoconValue> members) => _members = members;

    /// <param name="value">The section; null when there is none.</param>
    /// <returns>The settings, and all mistakes, each a sentence that begins with its key.</returns>
    public static (RetentionSettings Retention, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        var shipped = RetentionSettings.Shipped;
        if (value is null)
            return (shipped, []);
        if (!value.IsObject())
            return (shipped, [$"{Key} must be a section: {Example}"]);
        var keys = new RetentionKeys(value.GetObject().Items.ToDictionary(item => item.Key.Trim('"'), item => item.Value));
        keys.RequireKnown();
        var retention = new RetentionSettings(
            keys.Term("closed-tickets", shipped.ClosedTickets, shortestInDays: 30),
            keys.Term("given-up", shipped.GivenUp, shortestInDays: 7),
            // A message is owed once by a key that is kept for a month at least.
            keys.Term("done-rows", shipped.DoneRows, shortestInDays: 30, mayBeOff: false) ?? shipped.DoneRows,
            keys.Term("readings", shipped.Readings, shortestInDays: 30),
            keys.Time("at", shipped.At));
        return (retention, keys._mistakes);
    }

    private void RequireKnown()
    {
        foreach (var name in _members.Keys.Where(name => !Known.Contains(name)))
        {
            var meant = Nearest.To(name, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            _mistakes.Add($"{Key}.{name} is not known: {meant}");
        }
    }

    private TimeSpan? Term(string name, TimeSpan? otherwise, int shortestInDays, bool mayBeOff = true)
    {
        if (!_members.TryGetValue(name, out var value))
            return otherwise;
        var written = Written(value);
        if (mayBeOff && written is (Off or "false" or "no"))
            return null;
        var range = $"write days or years from {shortestInDays}d to 30y, such as 365d or 3y{(mayBeOff ? $", or {Off}" : "")}";
        if (Duration().Match(written) is not { Success: true } found)
        {
            _mistakes.Add($"{Key}.{name} {(written.Length == 0 ? "is no term" : $"is \"{written}\"")}: {range}");
            return otherwise;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var days = count * (found.Groups["unit"].ValueSpan[0] == 'y' ? DaysOfYear : 1);
        if (days >= shortestInDays && days <= LongestInDays)
            return TimeSpan.FromDays(days);
        _mistakes.Add($"{Key}.{name} is \"{written}\": {range}");
        return otherwise;
    }

    private TimeOnly Time(string name, TimeOnly otherwise)
    {
        if (!_members.TryGetValue(name, out var value))
            return otherwise;
        var written = Written(value);
        if (TimeOfDay().IsMatch(written)
            && TimeOnly.TryParseExact(written, "H:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time))
        {
            return time;
        }

        var found = written.Length == 0 ? "is no time" : $"is \"{written}\"";
        _mistakes.Add($"{Key}.{name} {found}: write a time of the day in quotes, like \"03:30\"");
        return otherwise;
    }

    private static string Written(HoconValue value) => value.IsString() ? (value.GetString() ?? "").Trim() : "";

    [GeneratedRegex("^(?<count>[0-9]{1,5}) ?(?<unit>d|day|days|y|year|years)$")]
    private static partial Regex Duration();

    [GeneratedRegex("^[0-9]{1,2}:[0-9]{2}$")]
    private static partial Regex TimeOfDay();
}
