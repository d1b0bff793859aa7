using VizTeh.Actors.Schedule;

namespace VizTeh.Actors.Settings;

/// <summary>What becomes of a form that its client leaves unfinished.</summary>
/// <param name="After">How long after the client's last input the client is reminded; null for never.</param>
/// <param name="Hours">When a client may be written to unasked.</param>
/// <param name="ExpiresAfter">How long after the client's last input the form is cancelled; null for never.</param>
public sealed record ReminderSettings(TimeSpan? After, WorkingHours Hours, TimeSpan? ExpiresAfter)
{
    /// <summary>When to look at a form first after an input; null for never.</summary>
    public TimeSpan? FirstLook => After ?? ExpiresAfter;

    /// <summary>The first moment from this one on at which a client may be written to.</summary>
    public DateTimeOffset Within(DateTimeOffset at) => Hours.NextOpening(at) ?? at;
}
