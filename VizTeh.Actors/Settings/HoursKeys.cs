using System.Globalization;
using System.Text.RegularExpressions;
using Akka.Configuration.Hocon;
using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Settings;

/// <summary>Reads <c>vizteh.hours</c>: when the firm works.</summary>
internal sealed partial class HoursKeys
{
    public const string Key = "vizteh.hours";

    private const string DaysOff = "days-off";
    private const string WorkingDays = "working-days";
    private const string AnswerWithin = "answer-within";

    private const string DateFormat = "yyyy-MM-dd";
    private const string SpansExample = "[\"9:00-13:00\", \"14:00-18:00\"]";

    private static readonly string[] Weekdays = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
    private static readonly string[] Known = [.. Weekdays, DaysOff, WorkingDays, AnswerWithin];
    private static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    private readonly Dictionary<DayOfWeek, IReadOnlyList<WorkingSpan>> _week = [];
    private readonly Dictionary<DateOnly, IReadOnlyList<WorkingSpan>> _dates = [];
    private readonly List<string> _mistakes = [];

    private HoursKeys()
    {
    }

    /// <summary>Collects all mistakes, so that an operator can mend them at once. Each is a sentence that begins with its key.</summary>
    /// <param name="value">The section; null when there is none.</param>
    /// <returns>The hours; null when they are not given, or have mistakes.</returns>
    public static (WorkingHours? Hours, IReadOnlyList<string> Mistakes) Read(HoconValue? value, TimeZoneInfo zone)
    {
        if (value is null)
            return (null, []);
        if (!value.IsObject())
            return (null, [$"{Key} must be a section: {{ mon = {SpansExample}, {AnswerWithin} = 2h }}"]);
        var keys = new HoursKeys();
        var hours = keys.ReadSection(value.GetObject().Items, zone);
        return (hours, keys._mistakes);
    }

    private WorkingHours? ReadSection(IDictionary<string, HoconValue> items, TimeZoneInfo zone)
    {
        var members = items.ToDictionary(item => item.Key.Trim('"'), item => item.Value);
        foreach (var name in members.Keys.Where(name => !Known.Contains(name)))
        {
            var meant = Nearest.To(name, Known) is { } near ? $"did you mean {near}" : $"known are {string.Join(", ", Known)}";
            Fault(name, $"is not known: {meant}");
        }

        foreach (var (day, name) in Weekdays.Index())
        {
            if (members.TryGetValue(name, out var spans))
                _week[(DayOfWeek)day] = ReadSpans(name, spans);
        }

        if (members.TryGetValue(DaysOff, out var daysOff))
            ReadDaysOff(daysOff);
        if (members.TryGetValue(WorkingDays, out var workingDays))
            ReadWorkingDays(workingDays);
        var answerWithin = ReadAnswerWithin(members.GetValueOrDefault(AnswerWithin));
        if (_mistakes.Count == 0 && _week.Values.Concat(_dates.Values).All(spans => spans.Count == 0))
            _mistakes.Add($"{Key} has no working time: write it under a weekday, as in mon = {SpansExample}, or remove the section");
        return _mistakes.Count == 0 ? new WorkingHours(zone, _week, _dates, answerWithin) : null;
    }

    private void ReadDaysOff(HoconValue value)
    {
        foreach (var written in Texts(DaysOff, value, "[\"2027-01-01\", \"2027-01-02\"]"))
        {
            if (ReadDate(written) is { } day)
                _dates[day] = [];
            else
                Fault(DaysOff, $"has \"{written}\", which is no date: write it like 2027-01-31");
        }
    }

    private void ReadWorkingDays(HoconValue value)
    {
        if (!value.IsObject())
        {
            Fault(WorkingDays, $"must be a section: {{ \"2027-02-20\" = {SpansExample} }}");
            return;
        }

        foreach (var (name, written) in value.GetObject().Items)
        {
            var date = name.Trim('"');
            var key = $"{WorkingDays}.{date}";
            var faults = _mistakes.Count;
            var spans = ReadSpans(key, written);
            if (ReadDate(date) is not { } day)
                Fault(key, "is no date: write it like 2027-01-31");
            else if (_dates.TryGetValue(day, out var other))
                Fault(key, other.Count == 0 ? $"is in {DaysOff} too" : "is given twice");
            else if (spans.Count == 0 && _mistakes.Count == faults)
                Fault(key, $"has no working time: a day off belongs in {DaysOff}");
            else
                _dates[day] = spans;
        }
    }

    private List<WorkingSpan> ReadSpans(string name, HoconValue value)
    {
        var spans = new List<(string Written, WorkingSpan Span)>();
        foreach (var written in Texts(name, value, SpansExample))
        {
            if (ReadSpan(written) is not { } span)
                Fault(name, $"has \"{written}\": write times of a day like 9:00-18:00, the last one 24:00");
            else if (span.End <= span.Start)
                Fault(name, $"has \"{written}\", which does not end after its beginning; split a night at 24:00, which ends its day");
            else
                spans.Add((written, span));
        }

        spans.Sort((one, other) => one.Span.Start.CompareTo(other.Span.Start));
        for (var later = 1; later < spans.Count; later++)
        {
            if (spans[later].Span.Start < spans[later - 1].Span.End)
                Fault(name, $"has \"{spans[later - 1].Written}\" and \"{spans[later].Written}\", which overlap");
        }

        return [.. spans.Select(read => read.Span)];
    }

    private TimeSpan ReadAnswerWithin(HoconValue? value)
    {
        const string Example = "write hours or minutes of working time, such as 2h or 90m";
        if (value is null)
        {
            Fault(AnswerWithin, $"is missing: {Example}");
            return TimeSpan.Zero;
        }

        var written = value.IsString() ? value.GetString() ?? "" : "";
        if (Duration().Match(written.Trim()) is not { Success: true } found
            || !int.TryParse(found.Groups["count"].Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var count))
        {
            Fault(AnswerWithin, $"{(written.Length == 0 ? "is no duration" : $"is \"{written}\"")}: {Example}");
            return TimeSpan.Zero;
        }

        var duration = found.Groups["unit"].Value[0] == 'h' ? TimeSpan.FromHours(count) : TimeSpan.FromMinutes(count);
        if (duration <= TimeSpan.Zero)
            Fault(AnswerWithin, $"is \"{written}\", which is not positive: {Example}");
        else if (duration > Longest)
            Fault(AnswerWithin, $"is \"{written}\", which is longer than a week, 168h: {Example}");
        return duration;
    }

    // The parser's own check does not recognise an empty list.
    private IEnumerable<string> Texts(string name, HoconValue value, string example)
    {
        if (!value.IsObject() && !value.IsString()
            && (value.IsArray() ? value.GetArray() : []) is var entries && entries.All(entry => entry.IsString()))
        {
            return entries.Select(entry => (entry.GetString() ?? "").Trim());
        }

        Fault(name, $"must be a list of texts: {example}");
        return [];
    }

    private static DateOnly? ReadDate(string written) => DateOnly.TryParseExact(
        written, DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    /// <summary>Reads a span such as 9:00-18:00; null for anything else.</summary>
    internal static WorkingSpan? ReadSpan(string written) =>
        Times().Match(written) is { Success: true } found && MinuteIn(found, 1) is { } start && MinuteIn(found, 3) is { } end
            ? new WorkingSpan(start, end)
            : null;

    private static int? MinuteIn(Match found, int group)
    {
        var hours = int.Parse(found.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        var minutes = int.Parse(found.Groups[group + 1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);
        return minutes < 60 && (hours * 60) + minutes <= WorkingSpan.MinutesOfDay ? (hours * 60) + minutes : null;
    }

    private void Fault(string name, string what) => _mistakes.Add($"{Key}.{name} {what}");

    [GeneratedRegex("^([0-9]{1,2}):([0-9]{2})\\s*[-–—]\\s*([0-9]{1,2}):([0-9]{2})$")]
    private static partial Regex Times();

    [GeneratedRegex("^(?<count>[+-]?[0-9]{1,6}) ?(?<unit>m|min|minute|minutes|h|hour|hours)$")]
    private static partial Regex Duration();
}
