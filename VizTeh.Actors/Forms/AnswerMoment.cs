using System.Globalization;
using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Forms;

/// <summary>The moment by which a client is answered who wrote outside of the working hours, in words.</summary>
/// <param name="Day">«сегодня», «завтра», «во вторник», «12 января».</param>
/// <param name="Time">«11:00».</param>
internal sealed record AnswerMoment(string Day, string Time)
{
    // A weekday of the next week has the name of today.
    private const int NamedDays = 6;

    private static readonly string[] Weekdays =
    [
        "в воскресенье", "в понедельник", "во вторник", "в среду", "в четверг", "в пятницу", "в субботу",
    ];

    private static readonly string[] Months =
    [
        "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября", "ноября", "декабря",
    ];

    /// <param name="at">When the client wrote.</param>
    /// <returns>Null within the working hours, and when there are none to come.</returns>
    public static AnswerMoment? Of(DateTimeOffset at, WorkingHours hours)
    {
        if (hours.IsOpen(at) || hours.Add(at, hours.AnswerWithin) is not { } moment)
            return null;
        var answer = TimeZoneInfo.ConvertTime(moment, hours.Zone).DateTime;
        // The end of a day has the name of that day.
        var isMidnight = answer.TimeOfDay == TimeSpan.Zero;
        var day = DateOnly.FromDateTime(answer).AddDays(isMidnight ? -1 : 0);
        var today = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, hours.Zone).DateTime);
        return new AnswerMoment(NameOf(day, today), isMidnight ? "24:00" : answer.ToString("H:mm", CultureInfo.InvariantCulture));
    }

    private static string NameOf(DateOnly day, DateOnly today) => (day.DayNumber - today.DayNumber) switch
    {
        <= 0 => "сегодня",
        1 => "завтра",
        <= NamedDays => Weekdays[(int)day.DayOfWeek],
        _ => string.Create(CultureInfo.InvariantCulture, $"{day.Day} {Months[day.Month - 1]}"),
    };
}
