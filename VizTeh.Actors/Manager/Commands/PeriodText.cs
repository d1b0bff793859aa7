using System.Globalization;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reports;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Manager.Commands;

/// <summary>What a manager is told whose period cannot be used.</summary>
internal static class PeriodText
{
    public static Message Refusal(this FirmTexts texts, PeriodReading reading, int mostDays) => new(reading.Fault switch
    {
        PeriodFault.NoSuchDay => texts.With(StatsPhrases.NoSuchDay, ("day", reading.Day)),
        PeriodFault.Reversed => texts[StatsPhrases.Reversed],
        PeriodFault.NotYet => texts[StatsPhrases.NotYet],
        PeriodFault.TooLong => texts.With(StatsPhrases.TooLong, ("days", mostDays.ToString(CultureInfo.InvariantCulture))),
        _ => texts[StatsPhrases.Unclear],
    });

    /// <summary>The day that the firm's clock shows.</summary>
    public static DateOnly Today(this TimeProvider clock, TimeZoneInfo zone) =>
        DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(clock.GetUtcNow(), zone).DateTime);
}
