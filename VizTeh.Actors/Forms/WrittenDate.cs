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
    /// <returns>Null when it is no day, or none that there is. Without a year: the next such day.</returns>
    public static DateOnly? Read(string typed, DateOnly today)
    {
        var text = AnswerText.SingleLine(typed).ToUpperInvariant().TrimEnd('.').Trim();
        switch (text)
        {
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
            return WithYear(digits, Number(digits, "month"), today);
        if (Words().Match(text) is { Success: true } words && MonthOf(words.Groups["month"].Value) is { } month)
            return WithYear(words, month, today);
        return null;
    }

    private static DateOnly? WithYear(Match match, int month, DateOnly today)
    {
        var day = Number(match, "day");
        if (match.Groups["year"].Success)
        {
            var year = Number(match, "year");
            return Day(year < 100 ? 2000 + year : year, month, day);
        }

        // The 29th of February may be years away.
        return Enumerable.Range(today.Year, 9).Select(candidate => Day(candidate, month, day)).FirstOrDefault(found => found >= today);
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
