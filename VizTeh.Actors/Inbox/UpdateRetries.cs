using VizTeh.Actors.Reliability;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>Schedules the retry of an update whose delivery failed, and decides what its row records of the failure. Pure.</summary>
/// <param name="random">The jitter of the waits.</param>
internal sealed class UpdateRetries(int faultsBeforeSetAside, Random random)
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    // Short: an unreachable database may be back at any moment, and then nobody should wait for long.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // For a conversation that only a person can repair; after the repair the client should not wait for long.
    private static readonly Backoff RecoveryBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2));

    // For a conversation that a later version stored: while nodes are updated one after another, one that can read it may have it at any
    // moment.
    private static readonly Backoff LaterVersionBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));

    /// <returns>A further effect; null for none.</returns>
    public InboxEffect? OnFailed(PendingUpdate update, Failed failed, TimeSpan now)
    {
        if (!failed.IsFault)
        {
            Retry(update, OutageBackoff, now);
            // Only the first time: during an outage an update fails every other second.
            return update.Interruptions == 1 ? new InboxEffect.TellInterrupted(update.UpdateId, failed.Error) : null;
        }

        Retry(update, FaultBackoff, now);
        update.Faults++;
        if (update.Faults < faultsBeforeSetAside)
            return new InboxEffect.RecordFault(update.UpdateId, update.Faults, failed.Error);
        // The lane goes on once the row is set aside.
        update.Stage = UpdateStage.BeingSetAside;
        update.DueAt = TimeSpan.MaxValue;
        return new InboxEffect.SetAside(update.UpdateId, update.Faults, failed.Error);
    }

    /// <inheritdoc cref="OnFailed"/>
    public InboxEffect? OnNotRecovered(PendingUpdate update, NotRecovered report, TimeSpan now)
    {
        Retry(update, report.IsOfLaterVersion ? LaterVersionBackoff : RecoveryBackoff, now);
        if (update.NotedError == report.Error)
            return null;
        update.NotedError = report.Error;
        return new InboxEffect.RecordNotRecovered(update.UpdateId, update.Faults, report.Error);
    }

    /// <inheritdoc cref="OnFailed"/>
    public InboxEffect? OnNoticeNotSaid(PendingUpdate end, InboxEvent.NoticeNotSaid notSaid, TimeSpan now)
    {
        if (notSaid.RetryAfter is { } wait)
            Retry(end, wait, now);
        else
            Retry(end, FaultBackoff, now);
        return notSaid.Error is { } error ? new InboxEffect.TellNoticeFailed(end.ChatId, error) : null;
    }

    private void Retry(PendingUpdate update, Backoff backoff, TimeSpan now) =>
        Retry(update, backoff.Before(update.Interruptions + 1, random), now);

    private static void Retry(PendingUpdate update, TimeSpan wait, TimeSpan now)
    {
        update.Interruptions++;
        update.Stage = UpdateStage.Waiting;
        update.DueAt = now + wait;
    }
}
