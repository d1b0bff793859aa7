using System.Globalization;
using System.Text.RegularExpressions;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Forms;

/// <summary>A day as people write it: «12.03», «12.03.26», «12/3/2026», «12 марта», «завтра», 2026-03-12.</summary>
internal static partial class WrittenDate
{
    // By their first letters, which every case of the word keeps.
    private static readonly string[] Months =
        ["ЯНВ", "ФЕВ", "МАР", "АПР", "МА", "ИЮН", "ИЮЛ", "АВГ", "СЕН", "ОКТ", "НОЯ", "ДЕК"];

    /// <param name="typed">What a client typed.</param>
    /// <param name="today">In the firm's zone.</param>
    /// <param name="bounds">The days that can be meant; another one is returned only when none of them fits.</param>
    /// <returns>
    /// Null when it is no day, or none that there is. Without a year: the next such day, or else the last one. With two digits of a year:
    /// that of this century, or else that of the last one.
    /// </returns>
    public static DateOnly? Read(string typed, DateOnly today, DateBounds bounds)
    {
        var text = AnswerText.SingleLine(typed).ToUpperInvariant().TrimEnd('.').Trim();
        switch (text)
        {
            case "ПОЗАВЧЕРА":
                return today.AddDays(-2);
            case "ВЧЕРА":
                return today.AddDays(-1);
            case "СЕГОДНЯ":
                return today;
            case "ЗАВТРА":
                return today.AddDays(1);
            case "ПОСЛЕЗАВТРА":
                return today.AddDays(2);
        }

        if (Iso().Match(text) is { Success: true } iso)
            return Day(Number(iso, "year"), Number(iso, "month"), Number(iso, "day"));
        if (Digits().Match(text) is { Success: true } digits)
            return Meant(digits, Number(digits, "month"), today, bounds);
        if (Words().Match(text) is { Success: true } words && MonthOf(words.Groups["month"].Value) is { } month)
            return Meant(words, month, today, bounds);
        return null;
    }

    private static DateOnly? Meant(Match match, int month, DateOnly today, DateBounds bounds)
    {
        var day = Number(match, "day");
        DateOnly?[] possible = match.Groups["year"].Success
            ? [.. YearsOf(match.Groups["year"].Value).Select(year => Day(year, month, day))]
            : [Near(1, found => found >= today), Near(-1, found => found < today)];
        return Array.Find(possible, found => found is { } known && bounds.Contain(known)) ?? possible[0];

        // The 29th of February may be years away.
        DateOnly? Near(int direction, Func<DateOnly?, bool> isThere) => Enumerable.Range(0, 9)
            .Select(years => Day(today.Year + (direction * years), month, day)).FirstOrDefault(isThere);
    }

    private static int[] YearsOf(string digits)
    {
        var year = int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return year < 100 ? [2000 + year, 1900 + year] : [year];
    }

    private static DateOnly? Day(int year, int month, int day) =>
        year is >= 1900 and <= 2999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month)
            ? new DateOnly(year, month, day)
            : null;

    // «май» and «мая», but not «март»: the longer beginning first.
    private static int? MonthOf(string word)
    {
        if (word.StartsWith("МАР", StringComparison.Ordinal))
            return 3;
        var place = Array.FindIndex(Months, beginning => word.StartsWith(beginning, StringComparison.Ordinal));
        return place < 0 ? null : place + 1;
    }

    private static int Number(Match match, string group) =>
        int.Parse(match.Groups[group].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<year>[0-9]{4})-(?<month>[0-9]{1,2})-(?<day>[0-9]{1,2})$")]
    private static partial Regex Iso();

    [GeneratedRegex("^(?<day>[0-9]{1,2}) ?[./-] ?(?<month>[0-9]{1,2})( ?[./-] ?(?<year>[0-9]{4}|[0-9]{2}))?( ?Г)?$")]
    private static partial Regex Digits();

    [GeneratedRegex("^(?<day>[0-9]{1,2})(-?ГО)? (?<month>[А-Я]{3,8})( (?<year>[0-9]{4}))?( ?Г| ?ГОДА)?$")]
    private static partial Regex Words();
}
