namespace VizTeh.Actors.Settings;

/// <summary>Whether managers take tickets into work: <c>vizteh.claim</c> and <c>vizteh.take-over</c> of hocon.conf.</summary>
/// <param name="IsOn">Whether a card has the button.</param>
/// <param name="TakeOverAfter">
/// How long after a manager took a ticket another one may take it over: zero for at once, null for never. In working time if the firm has
/// hours.
/// </param>
public sealed record ClaimSettings(bool IsOn, TimeSpan? TakeOverAfter)
{
    public static ClaimSettings Off { get; } = new(IsOn: false, TakeOverAfter: null);

    public static ClaimSettings Shipped { get; } = new(IsOn: true, TakeOverAfter: TimeSpan.Zero);
}
