namespace VizTeh.Actors.Settings;

/// <summary>How long what is done with stays, and when it is erased: section <c>vizteh.retention</c>.</summary>
/// <param name="ClosedTickets">
/// How long after its closing, or the last message about it, a ticket keeps its client's personal data; null for ever.
/// </param>
/// <param name="GivenUp">How long updates and messages stay that were set aside; null for ever.</param>
/// <param name="DoneRows">How long rows stay that only tell a repeat of what was done.</param>
/// <param name="Readings">How long it stays recorded who read personal data; null for ever.</param>
/// <param name="At">When the night's work begins, by the firm's clock.</param>
public sealed record RetentionSettings(
    TimeSpan? ClosedTickets, TimeSpan? GivenUp, TimeSpan DoneRows, TimeSpan? Readings, TimeOnly At)
{
    public static RetentionSettings Shipped { get; } = new(
        ClosedTickets: null, GivenUp: null, TimeSpan.FromDays(30), TimeSpan.FromDays(3 * 365), new TimeOnly(3, 30));
}
