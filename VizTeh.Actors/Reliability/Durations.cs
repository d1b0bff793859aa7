using System.Globalization;

namespace VizTeh.Actors.Reliability;

/// <summary>Formats durations for the log.</summary>
internal static class Durations
{
    /// <summary>«0.2 s», «15 s», «3 min», «2 h 5 min».</summary>
    public static string InWords(this TimeSpan duration) => duration switch
    {
        { TotalSeconds: < 9.95 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0.#} s"),
        { TotalSeconds: < 119.5 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalSeconds:0} s"),
        { TotalMinutes: < 119.5 } => string.Create(CultureInfo.InvariantCulture, $"{duration.TotalMinutes:0} min"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(long)duration.TotalHours} h {duration.Minutes} min"),
    };
}
