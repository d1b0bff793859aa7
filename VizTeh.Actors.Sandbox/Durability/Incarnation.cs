namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>How one incarnation of the bot's process is to end.</summary>
/// <param name="FailPoint">The named point at which it kills itself; null for none.</param>
/// <param name="Pass">At which pass of that point, from 1.</param>
/// <param name="KillAfter">When it is killed from outside, from its start; also the limit for a point that is not reached.</param>
public sealed record Incarnation(string? FailPoint, int Pass, TimeSpan KillAfter)
{
    public static Incarnation KilledAfter(TimeSpan time) => new(null, 0, time);

    public static Incarnation UpTo(string failPoint, int pass, TimeSpan atMost) => new(failPoint, pass, atMost);
}

/// <summary>How a incarnation ended.</summary>
public enum Death
{
    /// <summary>It has not, or was ended in order with the run.</summary>
    None,

    /// <summary>kill -9 from outside.</summary>
    Killed,

    /// <summary>It killed itself at its named point.</summary>
    AtFailPoint,

    /// <summary>It ended without being told to.</summary>
    Unexpected,
}

/// <summary>The names of the points at which the bot can be made to die, and the variable that names one.</summary>
public static class FailPointNames
{
    public const string Variable = "VIZTEH_FAIL_POINT";

    public static IReadOnlyList<string> All { get; } =
    [
        "inbox.stored", "conversation.stored", "conversation.said", "ticket.created", "ticket.status-changed", "outbox.sent",
        "outbox.settled", "inbox.handled", "conversation.snapshot-saved", "conversation.events-deleted",
    ];
}
