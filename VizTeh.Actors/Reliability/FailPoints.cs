using System.Diagnostics;

namespace VizTeh.Actors.Reliability;

/// <summary>
/// The points at which tests crash the process to prove that nothing is lost. The environment variable <c>VIZTEH_FAIL_POINT</c>, which no
/// installation sets, makes the process kill itself there: <c>inbox.stored</c> at the first pass, <c>inbox.stored:3</c> at the third.
/// </summary>
public static class FailPoints
{
    public const string Variable = "VIZTEH_FAIL_POINT";

    /// <summary>The batch is stored; its offset is not confirmed to Telegram yet.</summary>
    public const string InboxStored = "inbox.stored";

    /// <summary>An event is stored; its reply is not sent yet.</summary>
    public const string EventStored = "conversation.stored";

    /// <summary>The reply is sent; the poller has no report of it yet.</summary>
    public const string ReplySaid = "conversation.said";

    /// <summary>The ticket is committed; the conversation has no reply from the ticket actor yet.</summary>
    public const string TicketCommitted = "ticket.created";

    /// <summary>A client's message to a ticket is committed; the client has not heard of it yet.</summary>
    public const string MessageCommitted = "ticket.message-added";

    /// <summary>A manager's answer is committed; its update is not reported as handled yet.</summary>
    public const string AnswerCommitted = "answer.stored";

    /// <summary>The status is committed; the press is not answered yet.</summary>
    public const string StatusCommitted = "ticket.status-changed";

    /// <summary>It is committed who has the ticket; the press is not answered yet.</summary>
    public const string ClaimCommitted = "ticket.claimed";

    /// <summary>It is committed when a manager is reminded of a ticket; the press is not answered yet.</summary>
    public const string SnoozeCommitted = "ticket.snoozed";

    /// <summary>The reminder of a ticket is owed; the outbox does not know it yet.</summary>
    public const string ReminderOwed = "ticket.reminder-owed";

    /// <summary>Telegram has accepted the card or the edit; that is not stored yet.</summary>
    public const string CardSent = "outbox.sent";

    /// <summary>The sending of the card is stored; the next row is not begun yet.</summary>
    public const string CardSettled = "outbox.settled";

    /// <summary>The snapshot of a conversation is stored; the events before it are still there.</summary>
    public const string SnapshotSaved = "conversation.snapshot-saved";

    /// <summary>The events before a snapshot are deleted; the snapshots before it are still there.</summary>
    public const string EventsDeleted = "conversation.events-deleted";

    /// <summary>The update is handled; its inbox row is still there.</summary>
    public const string UpdateHandled = "inbox.handled";

    /// <summary>A client's data is erased from the tables; the conversation does not know it yet.</summary>
    public const string TablesErased = "erasure.tables";

    /// <summary>A client's events and snapshots are erased; the client has not heard of it yet.</summary>
    public const string JournalErased = "erasure.journal";

    private static readonly (string Name, int Pass)? Armed = Parse(Environment.GetEnvironmentVariable(Variable));
    private static int _passes;

    public static IReadOnlyList<string> All { get; } =
    [
        InboxStored, EventStored, ReplySaid, TicketCommitted, MessageCommitted, AnswerCommitted, StatusCommitted, ClaimCommitted,
        SnoozeCommitted, ReminderOwed, CardSent, CardSettled, UpdateHandled, SnapshotSaved, EventsDeleted,
    ];

    /// <summary>The points of an erasure, which few people ask for: they have a test of their own.</summary>
    public static IReadOnlyList<string> OfErasure { get; } = [TablesErased, JournalErased];

    internal static void Pass(string name)
    {
        if (Armed is not { } armed || armed.Name != name || Interlocked.Increment(ref _passes) != armed.Pass)
            return;
        using var self = Process.GetCurrentProcess();
        self.Kill();
#pragma warning disable RS0030 // The process is about to be killed, and this thread may do nothing more.
        // The signal takes a moment to end the process, and no later statement may run in that moment.
        Thread.Sleep(Timeout.Infinite);
#pragma warning restore RS0030
    }

    private static (string, int)? Parse(string? value) => value?.Split(':') switch
    {
        [{ Length: > 0 } name] => (name, 1),
        [{ Length: > 0 } name, var pass] when int.TryParse(pass, out var number) && number > 0 => (name, number),
        _ => null,
    };
}
