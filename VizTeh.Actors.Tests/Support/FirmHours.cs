using VizTeh.Actors.Schedule;
using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Tests.Support;

/// <summary>A firm that works from Monday to Friday, from 9:00 to 18:00 in Moscow, and answers within two hours.</summary>
internal static class FirmHours
{
    /// <summary>Noon of a Saturday in Moscow.</summary>
    public static DateTimeOffset Saturday { get; } = new(2027, 1, 16, 12, 0, 0, TimeSpan.FromHours(3));

    /// <summary>Noon of the Monday that follows.</summary>
    public static DateTimeOffset Monday { get; } = Saturday.AddDays(2);

    public static BotSettings In(BotSettings settings) => settings with { Company = In(settings.Company) };

    public static CompanySettings In(CompanySettings company) => company with
    {
        Hours = new WorkingHours(
            TimeZoneInfo.FindSystemTimeZoneById("Europe/Moscow"),
            Enum.GetValues<DayOfWeek>().Where(day => day is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
                .ToDictionary(day => day, _ => (IReadOnlyList<WorkingSpan>)[new(9 * 60, 18 * 60)]),
            new Dictionary<DateOnly, IReadOnlyList<WorkingSpan>>(), TimeSpan.FromHours(2)),
    };

    /// <summary>A clock that shows this moment now, and goes on.</summary>
    public static SteppedClock ClockAt(DateTimeOffset moment)
    {
        var clock = new SteppedClock(TimeProvider.System);
        clock.Step(moment - clock.GetUtcNow());
        return clock;
    }
}
