using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;
using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.reminder</c> and <c>vizteh.form-expiry</c>: what becomes of a form that is left unfinished.</summary>
internal sealed partial class ReminderKeys
{
    public const string Key = "vizteh.reminder";
    public const string ExpiryKey = "vizteh.form-expiry";

    private const string After = "after";
    private const string Hours = "hours";
    private const string Off = "off";
    private const string Example = "{ after = 3h, hours = \"9:00-21:00\" }";
    private const string AfterExample = "write hours or minutes, such as 3h or 90m";
    private const string ExpiryExample = "write days or hours, such as 30d or 12h, or off";

    private static readonly string[] Known = [After, Hours];
    private static readonly TimeSpan UsualAfter = TimeSpan.FromHours(3);
    private static readonly TimeSpan UsualExpiry = TimeSpan.FromDays(30);
    private static readonly WorkingSpan UsualHours = new(9 * 60, 21 * 60);
    private static readonly TimeSpan LongestAfter = TimeSpan.FromDays(7);
    private static readonly TimeSpan LongestExpiry = TimeSpan.FromDays(365);

    private readonly List<string> _mistakes = [];

    private ReminderKeys()
    {
    }

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="reminder">The section; null when there is none.</param>
    /// <param name="expiry">The value of <see cref="ExpiryKey"/>; null when there is none.</param>
    public static (ReminderSettings Reminder, IReadOnlyList<string> Mistakes) Read(
        HoconValue? reminder, HoconValue? expiry, TimeZoneInfo zone)
    {
        var keys = new ReminderKeys();
        var (after, hours) = keys.ReadReminder(reminder);
        var expiresAfter = keys.ReadExpiry(expiry);
        if (keys._mistakes.Count == 0 && expiresAfter <= after)
            keys._mistakes.Add($"{ExpiryKey} must be longer than {Key}.{After}: a form is cancelled some time after the reminder of it");
        return (new ReminderSettings(after, EveryDay(hours, zone), expiresAfter), keys._mistakes);
    }

    /// <summary>Without the keys.</summary>
    public static ReminderSettings Usual(TimeZoneInfo zone) => new(UsualAfter, EveryDay(UsualHours, zone), UsualExpiry);

    private (TimeSpan? After, WorkingSpan Hours) ReadReminder(HoconValue? value)
    {
        if (value is null)
            return (UsualAfter, UsualHours);
        if (!value.IsObject())
        {
            if (TextOf(value) != Off)
                _mistakes.Add($"{Key} must be {Off} or a section: {Example}");
            return (null, UsualHours);
        }

        var members = value.GetObject().Items.ToDictionary(item => item.Key.Trim('"'), item => item.Value);
        foreach (var name in members.Keys.Where(name => !Known.Contains(name)))
        {
            var meant = Nearest.To(name, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            _mistakes.Add($"{Key}.{name} is not known: {meant}");
        }

        var after = members.TryGetValue(After, out var written)
            ? ReadDuration($"{Key}.{After}", written, AfterExample, LongestAfter, "a week, 168h")
            : UsualAfter;
        return (after, members.TryGetValue(Hours, out var span) ? ReadHours(span) : UsualHours);
    }

    private TimeSpan? ReadExpiry(HoconValue? value) => value switch
    {
        null => UsualExpiry,
        _ when TextOf(value) == Off => null,
        _ => ReadDuration(ExpiryKey, value, ExpiryExample, LongestExpiry, "a year, 365d"),
    };

    private WorkingSpan ReadHours(HoconValue value)
    {
        var written = TextOf(value) ?? "";
        if (HoursKeys.ReadSpan(written) is not { } span)
            _mistakes.Add($"{Key}.{Hours} is \"{written}\": write times of a day in quotes, like \"9:00-21:00\", the last one 24:00");
        else if (span.End <= span.Start)
            _mistakes.Add($"{Key}.{Hours} is \"{written}\", which does not end after its beginning: they are hours of one day");
        else
            return span;
        return UsualHours;
    }

    private TimeSpan ReadDuration(string key, HoconValue value, string example, TimeSpan longest, string longestInWords)
    {
        var written = TextOf(value) ?? "";
        if (Duration().Match(written) is not { Success: true } found)
        {
            _mistakes.Add($"{key} {(written.Length == 0 ? "is no duration" : $"is \"{written}\"")}: {example}");
            return longest;
        }

        var count = int.Parse(found.Groups["count"].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var duration = found.Groups["unit"].ValueSpan[0] switch
        {
            'd' => TimeSpan.FromDays(count),
            'h' => TimeSpan.FromHours(count),
            _ => TimeSpan.FromMinutes(count),
        };
        if (duration <= TimeSpan.Zero)
            _mistakes.Add($"{key} is \"{written}\", which is not positive: {example}");
        else if (duration > longest)
            _mistakes.Add($"{key} is \"{written}\", which is longer than {longestInWords}: {example}");
        return duration;
    }

    private static string? TextOf(HoconValue value) => value.IsString() ? (value.GetString() ?? "").Trim() : null;

    private static WorkingHours EveryDay(WorkingSpan span, TimeZoneInfo zone) => new(
        zone, Enum.GetValues<DayOfWeek>().ToDictionary(day => day, _ => (IReadOnlyList<WorkingSpan>)[span]),
        new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.Zero);

    [GeneratedRegex("^(?<count>[+-]?[0-9]{1,6}) ?(?<unit>m|min|minute|minutes|h|hour|hours|d|day|days)$")]
    private static partial Regex Duration();
}
