using System.Globalization;
using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Reports;

/// <summary>Whole days by the firm's clock, the last one included.</summary>
internal sealed record ReportPeriod(DateOnly First, DateOnly Last)
{
    public int Days => Last.DayNumber - First.DayNumber + 1;

    public DateTimeOffset From(TimeZoneInfo zone) => LocalTime.First(First.ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>The first moment after the period.</summary>
    public DateTimeOffset Until(TimeZoneInfo zone) => LocalTime.First(Last.AddDays(1).ToDateTime(TimeOnly.MinValue), zone);

    /// <summary>For people: «12.03.2026», «01.03–15.03.2026», «28.12.2025–03.01.2026».</summary>
    public string InWords()
    {
        var last = Last.ToString("dd.MM.yyyy", CultureInfo.InvariantCulture);
        if (First == Last)
            return last;
        var format = First.Year == Last.Year ? "dd.MM" : "dd.MM.yyyy";
        return $"{First.ToString(format, CultureInfo.InvariantCulture)}–{last}";
    }
}

/// <summary>Why what was written is no period.</summary>
public enum PeriodFault
{
    /// <summary>It is written like none.</summary>
    Unclear,

    /// <summary>It names a day that no calendar has.</summary>
    NoSuchDay,

    /// <summary>Its end is before its beginning.</summary>
    Reversed,

    /// <summary>It lies in the future.</summary>
    NotYet,

    /// <summary>It has too many days.</summary>
    TooLong,
}

/// <summary>A period as a manager wrote it.</summary>
/// <param name="Period">Null when there is a fault.</param>
/// <param name="Day">Of <see cref="PeriodFault.NoSuchDay"/>: the day.</param>
internal sealed record PeriodReading(ReportPeriod? Period, PeriodFault? Fault = null, string Day = "");
