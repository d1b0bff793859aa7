using System.Collections.Frozen;

namespace VizTeh.Actors.Schedule;

/// <summary>When a firm works, by its own clock, and the arithmetic of working time.</summary>
public sealed class WorkingHours
{
    // After so many days in a row without working time, there is none to come.
    private const int MostDaysOff = 366;

    private static readonly DateOnly LastDay = DateOnly.MaxValue.AddDays(-3);

    private readonly FrozenDictionary<DayOfWeek, WorkingSpan[]> _week;
    private readonly FrozenDictionary<DateOnly, WorkingSpan[]> _dates;

    /// <param name="zone">The zone of the firm's clock.</param>
    /// <param name="week">The spans of the weekdays, in order and disjoint; a weekday that is not among them is a day off.</param>
    /// <param name="dates">The spans of the dates that differ from their weekday; none for a day off.</param>
    /// <param name="answerWithin">The working time within which a client is answered.</param>
    public WorkingHours(
        TimeZoneInfo zone, IReadOnlyDictionary<DayOfWeek, IReadOnlyList<WorkingSpan>> week,
        IReadOnlyDictionary<DateOnly, IReadOnlyList<WorkingSpan>> dates, TimeSpan answerWithin)
    {
        (Zone, AnswerWithin) = (zone, answerWithin);
        _week = week.ToFrozenDictionary(day => day.Key, day => day.Value.ToArray());
        _dates = dates.ToFrozenDictionary(day => day.Key, day => day.Value.ToArray());
    }

    public TimeZoneInfo Zone { get; }

    public TimeSpan AnswerWithin { get; }

    public bool IsOpen(DateTimeOffset at)
    {
        foreach (var (start, end) in From(at))
            return start <= at && at < end;
        return false;
    }

    /// <summary>The moment itself while the firm works; else when it works next, and null when no day to come has working time.</summary>
    public DateTimeOffset? NextOpening(DateTimeOffset at)
    {
        foreach (var (start, _) in From(at))
            return Later(start, at);
        return null;
    }

    /// <summary>The end of the span that the moment is in; null while the firm does not work.</summary>
    public DateTimeOffset? Closing(DateTimeOffset at)
    {
        foreach (var (start, end) in From(at))
            return start <= at ? end : null;
        return null;
    }

    /// <summary>
    /// The first moment by which so much working time has passed: the end of a span rather than the beginning of the next. Null when there
    /// is not so much to come.
    /// </summary>
    public DateTimeOffset? Add(DateTimeOffset at, TimeSpan working)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(working, TimeSpan.Zero);
        if (working == TimeSpan.Zero)
            return at.ToUniversalTime();
        foreach (var (start, end) in From(at))
        {
            var begin = Later(start, at);
            if (working <= end - begin)
                return begin + working;
            working -= end - begin;
        }

        return null;
    }

    /// <summary>The working time from one moment to another; none when the other is not later.</summary>
    public TimeSpan Between(DateTimeOffset from, DateTimeOffset until)
    {
        var sum = TimeSpan.Zero;
        foreach (var (start, end) in From(from))
        {
            if (start >= until)
                break;
            sum += (end < until ? end : until) - Later(start, from);
        }

        return until <= from ? TimeSpan.Zero : sum;
    }

    /// <summary>What ends after a moment, in order.</summary>
    private IEnumerable<(DateTimeOffset Start, DateTimeOffset End)> From(DateTimeOffset at)
    {
        // A clock that is set back about midnight shows the day before once more.
        var day = DateOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime).AddDays(-1);
        for (var idle = 0; idle <= MostDaysOff && day < LastDay; day = day.AddDays(1), idle++)
        {
            foreach (var span in SpansOf(day))
            {
                var (start, end) = (MomentOf(day, span.Start), MomentOf(day, span.End));
                // A span is empty when the clock is set forward over it.
                if (end <= at || end <= start)
                    continue;
                idle = 0;
                yield return (start, end);
            }
        }
    }

    private WorkingSpan[] SpansOf(DateOnly day) => _dates.GetValueOrDefault(day) ?? _week.GetValueOrDefault(day.DayOfWeek) ?? [];

    private DateTimeOffset MomentOf(DateOnly day, int minute) =>
        LocalTime.First(day.ToDateTime(TimeOnly.MinValue).AddMinutes(minute), Zone);

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other.ToUniversalTime();
}
