using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.alerts</c>: when an alert begins, and how often it is repeated.</summary>
internal sealed partial class AlertKeys
{
    public const string Key = "vizteh.alerts";

    private const string Off = "off";
    private const string Example = "{ database = 1m, outbox = 5m, telegram = 5m, card = 15m, repeat = 1h }";

    private static readonly string[] Known = ["database", "outbox", "telegram", "card", "repeat"];

    private readonly Dictionary<string, HoconValue> _members;
    private readonly List<string> _mistakes = [];

    private AlertKeys(Dictionary<string, HoconValue> members) => _members = members;

    /// <param name="value">The section; null when there is none.</param>
    /// <returns>The thresholds, and all mistakes, each a sentence that begins with its key.</returns>
    public static (AlertThresholds Alerts, IReadOnlyList<string> Mistakes) Read(HoconValue? value)
    {
        var shipped = AlertThresholds.Shipped;
        if (value is null)
            return (shipped, []);
        if (!value.IsObject())
            return (shipped, [$"{Key} must be a section: {Example}"]);
        var keys = new AlertKeys(value.GetObject().Items.ToDictionary(item => item.Key.Trim('"'), item => item.Value));
        keys.RequireKnown();
        var alerts = shipped with
        {
            Database = keys.Duration("database", shipped.Database, TimeSpan.FromSeconds(10), TimeSpan.FromHours(1)),
            Outbox = keys.Duration("outbox", shipped.Outbox, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            Telegram = keys.Duration("telegram", shipped.Telegram, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1)),
            Card = keys.CardWait(shipped.Card),
            Repeat = keys.Duration("repeat", shipped.Repeat, TimeSpan.FromMinutes(10), TimeSpan.FromDays(1)),
        };
        return (alerts, keys._mistakes);
    }

    private void RequireKnown()
    {
        foreach (var name in _members.Keys.Where(name => !Known.Contains(name)))
        {
            var meant = Nearest.To(name, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            _mistakes.Add($"{Key}.{name} is not known: {meant}");
        }
    }

    private TimeSpan? CardWait(TimeSpan? otherwise) =>
        _members.TryGetValue("card", out var value) && Written(value) is Off or "false" or "no"
            ? null
            : Duration("card", otherwise ?? TimeSpan.Zero, TimeSpan.FromMinutes(1), TimeSpan.FromDays(1), $", or {Off}");

    private TimeSpan Duration(string name, TimeSpan otherwise, TimeSpan shortest, TimeSpan longest, string orElse = "")
    {
        if (!_members.TryGetValue(name, out var value))
            return otherwise;
        var written = Written(value);
        var range = $"write a time from {InFile(shortest)} to {InFile(longest)}, such as 90s, 5m or 1h{orElse}";
        if (Time().Match(written) is not { Success: true } found)
        {
            _mistakes.Add($"{Key}.{name} {(written.Length == 0 ? "is no time" : $"is \"{written}\"")}: {range}");
            return otherwise;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var time = found.Groups["unit"].ValueSpan[0] switch
        {
            'h' => TimeSpan.FromHours(count),
            'm' => TimeSpan.FromMinutes(count),
            _ => TimeSpan.FromSeconds(count),
        };
        if (time >= shortest && time <= longest)
            return time;
        _mistakes.Add($"{Key}.{name} is \"{written}\": {range}");
        return otherwise;
    }

    private static string Written(HoconValue value) => value.IsString() ? (value.GetString() ?? "").Trim() : "";

    private static string InFile(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.TotalHours >= 1 ? time.TotalHours : time.TotalMinutes >= 1 ? time.TotalMinutes : time.TotalSeconds):0}"
            + $"{(time.TotalHours >= 1 ? 'h' : time.TotalMinutes >= 1 ? 'm' : 's')}");

    [GeneratedRegex("^(?<count>[0-9]{1,6}) ?(?<unit>s|sec|second|seconds|m|min|minute|minutes|h|hour|hours)$")]
    private static partial Regex Time();
}
