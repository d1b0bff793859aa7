namespace VizTeh.Actors.Settings;

/// <summary>When the managers are reminded of a ticket whose client waits.</summary>
/// <param name="After">After so much working time of waiting; null on the working morning after the step before.</param>
public sealed record WaitingStep(TimeSpan? After)
{
    public static WaitingStep Morning { get; } = new(After: null);
}
