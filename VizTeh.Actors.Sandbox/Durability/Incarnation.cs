namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>The planned end of one incarnation of the bot's process.</summary>
/// <param name="FailPoint">The fail point at which the process kills itself; null for none.</param>
/// <param name="Pass">The pass of that point, from 1.</param>
/// <param name="KillAfter">The time from its start to the kill from outside; also the limit for a point that is not reached.</param>
public sealed record Incarnation(string? FailPoint, int Pass, TimeSpan KillAfter)
{
    public static Incarnation KilledAfter(TimeSpan time) => new(null, 0, time);

    public static Incarnation UpTo(string failPoint, int pass, TimeSpan atMost) => new(failPoint, pass, atMost);
}

/// <summary>How an incarnation ended.</summary>
public enum Death
{
    /// <summary>Still running, or stopped in order with the run.</summary>
    None,

    /// <summary>kill -9 from outside.</summary>
    Killed,

    /// <summary>The process killed itself at its fail point.</summary>
    AtFailPoint,

    /// <summary>The process exited by itself.</summary>
    Unexpected,
}

/// <summary>The names of the bot's fail points, and the environment variable that selects one.</summary>
public static class FailPointNames
{
    public const string Variable = "VIZTEH_FAIL_POINT";

    /// <summary>It is passed once in a quarter of a minute at most.</summary>
    public const string ReminderOwed = "ticket.reminder-owed";

    public static IReadOnlyList<string> All { get; } =
    [
        "inbox.stored", "conversation.stored", "conversation.said", "ticket.created", "ticket.message-added", "answer.stored",
        "ticket.status-changed", "ticket.claimed", "ticket.snoozed", ReminderOwed, "outbox.sent", "outbox.settled", "inbox.handled",
        "conversation.snapshot-saved", "conversation.events-deleted",
    ];
}
