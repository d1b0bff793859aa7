using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Settings;

/// <summary>What becomes of a form that its client leaves unfinished.</summary>
/// <param name="After">How long after the client's last input the client is reminded; null for never.</param>
/// <param name="Hours">When a client may be written to unasked.</param>
/// <param name="ExpiresAfter">How long after the client's last input the form is cancelled; null for never.</param>
public sealed record ReminderSettings(TimeSpan? After, WorkingHours Hours, TimeSpan? ExpiresAfter)
{
    // It is not decided again once it is owed. Longer would mean that the client may have written meanwhile.
    private static readonly TimeSpan LongestOnTheWay = TimeSpan.FromMinutes(15);

    /// <summary>When to look at a form first after an input; null for never.</summary>
    public TimeSpan? FirstLook => After ?? ExpiresAfter;

    /// <summary>The first moment from this one on at which a client may be written to.</summary>
    public DateTimeOffset Within(DateTimeOffset at) => Hours.NextOpening(at) ?? at;

    /// <summary>How long a reminder that is decided at this moment may still be sent: within the hours, and not for long.</summary>
    public TimeSpan ValidFor(DateTimeOffset at) =>
        Hours.Closing(at) - at is { } left && left < LongestOnTheWay ? left : LongestOnTheWay;
}
