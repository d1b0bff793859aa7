using VizTeh.Actors.Settings;

namespace VizTeh.Actors.Operations.Alerts;

/// <summary>What is known of one kind of alert. Times are those of a steady clock.</summary>
internal sealed record AlertState(AlertKind Kind)
{
    /// <summary>When the last alert was sent; null when none ever was.</summary>
    public TimeSpan? SaidAt { get; init; }

    /// <summary>When that began of which an alert was sent and whose end was not told yet; null when there is no such thing.</summary>
    public TimeSpan? BeganAt { get; init; }

    /// <summary>The mark of the last alert (<see cref="Finding.Mark"/>).</summary>
    public long Mark { get; init; }

    /// <summary>Since when all has been well without a break; null while it is not.</summary>
    public TimeSpan? FineSince { get; init; }
}

internal enum AlertStep
{
    None,

    /// <summary>Tell that something is wrong, or still wrong.</summary>
    Say,

    /// <summary>Tell that it is over.</summary>
    SayOver,
}

/// <summary>Decides when an alert is sent, repeated, and told to be over. Pure.</summary>
internal static class AlertRules
{
    /// <summary>
    /// The state after a finding, and what is to be sent now. It is due again at the next finding unless <see cref="Said"/> follows.
    /// </summary>
    /// <remarks>
    /// An alert of a kind is sent at most once in <see cref="AlertThresholds.Repeat"/>, whether it is one long outage or many short ones.
    /// The end is told once, after all has been well for <see cref="AlertThresholds.Calm"/>, and only of what an alert was sent about.
    /// </remarks>
    public static (AlertState State, AlertStep Step) Next(AlertState state, Finding finding, TimeSpan now, AlertThresholds thresholds)
    {
        switch (finding.Condition)
        {
            case Condition.Wrong:
                var mayRepeat = state.SaidAt is not { } saidAt || now - saidAt >= thresholds.Repeat;
                var isNews = finding.Mark is not { } mark || mark > state.Mark;
                return (state with { FineSince = null }, mayRepeat && isNews ? AlertStep.Say : AlertStep.None);
            case Condition.Fine:
                var since = state.FineSince ?? now;
                var isOver = state.BeganAt is not null && now - since >= thresholds.Calm;
                return (state with { FineSince = since }, isOver ? AlertStep.SayOver : AlertStep.None);
            default:
                return (state with { FineSince = null }, AlertStep.None);
        }
    }

    /// <summary>The state after a step was carried out: somebody got the message.</summary>
    public static AlertState Said(AlertState state, AlertStep step, Finding finding, TimeSpan now) => step switch
    {
        AlertStep.Say => state with
        {
            SaidAt = now,
            BeganAt = state.BeganAt ?? now - finding.For,
            Mark = Math.Max(state.Mark, finding.Mark ?? 0),
        },
        AlertStep.SayOver => state with { BeganAt = null },
        _ => state,
    };

    /// <summary>How long it lasted of which the end is told: until all was well.</summary>
    public static TimeSpan Lasted(AlertState state, TimeSpan now) =>
        state is { BeganAt: { } began } && (state.FineSince ?? now) - began is { Ticks: > 0 } lasted ? lasted : TimeSpan.Zero;

    /// <summary>The state with what is stored, which any process may have changed.</summary>
    public static AlertState Merged(AlertState state, SaidAlert stored, TimeSpan now) => state with
    {
        SaidAt = now - stored.SaidAgo,
        BeganAt = now - stored.BeganAgo,
        Mark = stored.Mark,
    };
}
