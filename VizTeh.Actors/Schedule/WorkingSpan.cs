namespace VizTeh.Actors.Schedule;

/// <summary>A part of a day by the firm's clock: from a minute until another, which is not part of it.</summary>
/// <param name="Start">In minutes since the day's midnight.</param>
/// <param name="End">In the same minutes, at most <see cref="MinutesOfDay"/>.</param>
public readonly record struct WorkingSpan(int Start, int End)
{
    public const int MinutesOfDay = 24 * 60;
}
