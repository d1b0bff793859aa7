using System.Globalization;

namespace VizTeh.Actors.Texts;

/// <summary>Says how long something lasts. Pure.</summary>
public static class LastingText
{
    /// <summary>In hours and minutes, plain: «3 ч 20 мин».</summary>
    public static string Of(TimeSpan time, FirmTexts texts)
    {
        var minutes = (long)time.TotalMinutes;
        var (hours, rest) = (Number(minutes / 60), Number(minutes % 60));
        return minutes switch
        {
            < 1 => texts[ListPhrases.Moments],
            < 60 => texts.With(ListPhrases.Minutes, ("minutes", rest)),
            _ when minutes % 60 == 0 => texts.With(ListPhrases.Hours, ("hours", hours)),
            _ => texts.With(ListPhrases.HoursMinutes, ("hours", hours), ("minutes", rest)),
        };

        static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
    }
}
