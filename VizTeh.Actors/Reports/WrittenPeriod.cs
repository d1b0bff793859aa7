using System.Globalization;
using System.Text.RegularExpressions;

namespace VizTeh.Actors.Reports;

/// <summary>
/// Reads the period that a manager wrote: «неделя», «март», «2026-03», «01.03-15.03». What has no year is the newest of its kind that has
/// begun. Pure.
/// </summary>
internal static partial class WrittenPeriod
{
    // A range without years whose end is earlier in the year than its beginning spans a new year, if it is no longer than this; otherwise
    // its ends are taken for exchanged.
    private const int LongestOverNewYear = 184;

    private const int FirstYear = 2000;
    private const int LastYear = 2100;

    // Without the endings, as in «март», «марта», «в марте».
    private static readonly string[] Months =
    [
        "январ", "феврал", "март", "апрел", "ма", "июн", "июл", "август", "сентябр", "октябр", "ноябр", "декабр",
    ];

    private static readonly string[] ShortMonths =
    [
        "янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
    ];

    /// <param name="typed">Untrusted; empty for the week.</param>
    /// <param name="today">By the firm's clock.</param>
    /// <param name="mostDays">The longest period.</param>
    public static PeriodReading Read(string typed, DateOnly today, int mostDays)
    {
        var reading = Read(Plain(typed), today);
        if (reading.Period is not { } period)
            return reading;
        if (period.Last < period.First)
            return new PeriodReading(null, PeriodFault.Reversed);
        if (period.First > today)
            return new PeriodReading(null, PeriodFault.NotYet);
        return period.Days > mostDays ? new PeriodReading(null, PeriodFault.TooLong) : reading;
    }

    private static PeriodReading Read(string typed, DateOnly today)
    {
        var monday = today.AddDays(-(((int)today.DayOfWeek + 6) % 7));
        switch (typed)
        {
            case "день" or "сегодня" or "сутки":
                return Of(today, today);
            case "вчера":
                return Of(today.AddDays(-1), today.AddDays(-1));
            case "" or "неделя" or "неделю" or "эта неделя" or "эту неделю":
                return Of(monday, today);
            case "прошлая неделя" or "прошлую неделю":
                return Of(monday.AddDays(-7), monday.AddDays(-1));
            case "месяц" or "этот месяц":
                return Of(FirstOf(today), today);
            case "прошлый месяц":
                return Month(FirstOf(today).AddMonths(-1));
            case "год" or "этот год":
                return Of(new DateOnly(today.Year, 1, 1), today);
        }

        if (WholeYear().Match(typed) is { Success: true } found)
            return YearOf(found) is { } year ? Of(new DateOnly(year, 1, 1), new DateOnly(year, 12, 31)) : Unclear;
        if (MonthInDigits().Match(typed) is { Success: true } digits)
            return MonthOf(digits);
        if (MonthInWords().Match(typed) is { Success: true } words)
            return MonthOf(words, today);
        return Range().Match(typed) is { Success: true } range ? RangeOf(range, today) : Unclear;
    }

    private static PeriodReading Unclear { get; } = new(null, PeriodFault.Unclear);

    private static PeriodReading MonthOf(Match found) => (YearOf(found), Number(found, "month")) switch
    {
        ({ } year, >= 1 and <= 12 and var month) => Month(new DateOnly(year, month, 1)),
        _ => new PeriodReading(null, PeriodFault.NoSuchDay, found.Value),
    };

    private static PeriodReading MonthOf(Match found, DateOnly today)
    {
        var word = found.Groups["word"].Value;
        var month = Array.FindIndex(Months, stem =>
            word.StartsWith(stem, StringComparison.Ordinal) && word[stem.Length..] is "" or "ь" or "я" or "е" or "а" or "й");
        month = month >= 0 && word != "ма" ? month : Array.IndexOf(ShortMonths, word);
        if (month < 0)
            return Unclear;
        if (!found.Groups["year"].Success)
            return Month(new DateOnly(month + 1 > today.Month ? today.Year - 1 : today.Year, month + 1, 1));
        return YearOf(found) is { } year ? Month(new DateOnly(year, month + 1, 1)) : Unclear;
    }

    private static PeriodReading RangeOf(Match found, DateOnly today)
    {
        var first = Written.Of(found, "1");
        var last = found.Groups["day2"].Success || found.Groups["iso2"].Success ? Written.Of(found, "2") : first;
        foreach (var written in (Written[])[first, last])
        {
            // A leap year has all days that there are.
            if (written.In(written.Year ?? 2024) is null || written.Year is < FirstYear or > LastYear)
                return new PeriodReading(null, PeriodFault.NoSuchDay, written.Text);
        }

        var (firstYear, lastYear) = (first.Year, last.Year) switch
        {
            ({ } one, { } other) => (one, other),
            ({ } one, null) => (one, IsOver(first, last) ? one + 1 : one),
            (null, { } other) => (IsOver(first, last) ? other - 1 : other, other),
            _ => Newest(first, last, today),
        };
        return (first.In(firstYear), last.In(lastYear)) switch
        {
            (null, _) => new PeriodReading(null, PeriodFault.NoSuchDay, first.InWords(firstYear)),
            (_, null) => new PeriodReading(null, PeriodFault.NoSuchDay, last.InWords(lastYear)),
            ({ } begin, { } end) => Of(begin, end),
        };
    }

    private static (int First, int Last) Newest(Written first, Written last, DateOnly today)
    {
        var year = (first.Month, first.Day).CompareTo((today.Month, today.Day)) > 0 ? today.Year - 1 : today.Year;
        return (year, IsOver(first, last) ? year + 1 : year);
    }

    private static bool IsOver(Written first, Written last) =>
        (last.Month, last.Day).CompareTo((first.Month, first.Day)) < 0
        && last.In(2025) is { } end && first.In(2024) is { } begin && end.DayNumber - begin.DayNumber <= LongestOverNewYear;

    private static PeriodReading Of(DateOnly first, DateOnly last) => new(new ReportPeriod(first, last));

    private static PeriodReading Month(DateOnly first) => Of(first, first.AddMonths(1).AddDays(-1));

    private static DateOnly FirstOf(DateOnly day) => new(day.Year, day.Month, 1);

    private static int? YearOf(Match found) => Number(found, "year") is >= FirstYear and <= LastYear and var year ? year : null;

    private static int Number(Match found, string group) =>
        int.Parse(found.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    // Letter case, ё, the kind of dash and surplus spaces make no difference.
    private static string Plain(string typed)
    {
        var words = typed.ToLowerInvariant().Replace('ё', 'е').Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var text = Dash().Replace(string.Join(' ', words), "-");
        return text.StartsWith("за ", StringComparison.Ordinal) ? text[3..] : text;
    }

    [GeneratedRegex(" ?[-–—−] ?")]
    private static partial Regex Dash();

    [GeneratedRegex("^(?<year>[0-9]{4})$")]
    private static partial Regex WholeYear();

    [GeneratedRegex("^(?:(?<year>[0-9]{4})-(?<month>[0-9]{1,2})|(?<month>[0-9]{1,2})[.](?<year>[0-9]{4}))$")]
    private static partial Regex MonthInDigits();

    [GeneratedRegex("^(?:в )?(?<word>[а-я]{2,9})(?: (?<year>[0-9]{4}))?$")]
    private static partial Regex MonthInWords();

    [GeneratedRegex(
        "^(?:с )?(?:(?<iso1>(?<year1>[0-9]{4})-(?<month1>[0-9]{2})-(?<day1>[0-9]{2}))"
        + "|(?<day1>[0-9]{1,2})[.](?<month1>[0-9]{1,2})(?:[.](?<year1>[0-9]{4}|[0-9]{2}))?)"
        + "(?:(?:-| по | )(?:(?<iso2>(?<year2>[0-9]{4})-(?<month2>[0-9]{2})-(?<day2>[0-9]{2}))"
        + "|(?<day2>[0-9]{1,2})[.](?<month2>[0-9]{1,2})(?:[.](?<year2>[0-9]{4}|[0-9]{2}))?))?$")]
    private static partial Regex Range();

    /// <summary>A day as it was written: perhaps none of the calendar.</summary>
    private sealed record Written(int Day, int Month, int? Year)
    {
        public string Text => Year is { } year ? InWords(year) : string.Create(CultureInfo.InvariantCulture, $"{Day:00}.{Month:00}");

        public static Written Of(Match found, string end)
        {
            int? year = found.Groups["year" + end].Success ? Number(found, "year" + end) : null;
            return new Written(Number(found, "day" + end), Number(found, "month" + end), year < 100 ? 2000 + year : year);
        }

        public DateOnly? In(int year) =>
            year is >= 1 and <= 9999 && Month is >= 1 and <= 12 && Day >= 1 && Day <= DateTime.DaysInMonth(year, Month)
                ? new DateOnly(year, Month, Day)
                : null;

        public string InWords(int year) => string.Create(CultureInfo.InvariantCulture, $"{Day:00}.{Month:00}.{year:0000}");
    }
}
