using VizTeh.Actors.Reliability;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>When an update whose delivery failed is sent again, and what its row is told of the failure. Pure.</summary>
/// <param name="random">The jitter of the waits.</param>
internal sealed class UpdateRetries(int faultsBeforeSetAside, Random random)
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    // Of a database that is away: it may be back at any moment, and then nobody is to wait for long.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // Of a conversation that only a person can mend: when that is done, the client is not to wait for long.
    private static readonly Backoff RecoveryBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2));

    /// <returns>What is to be done besides; null for nothing.</returns>
    public InboxEffect? OnFailed(PendingUpdate update, Failed failed, TimeSpan now)
    {
        if (!failed.IsFault)
        {
            Retry(update, OutageBackoff, now);
            // The first time only: in an outage an update fails every other second.
            return update.Interruptions == 1 ? new InboxEffect.TellInterrupted(update.UpdateId, failed.Error) : null;
        }

        Retry(update, FaultBackoff, now);
        update.Faults++;
        if (update.Faults < faultsBeforeSetAside)
            return new InboxEffect.RecordFault(update.UpdateId, update.Faults, failed.Error);
        // The lane goes on when the row says that the update is set aside.
        update.Stage = UpdateStage.BeingSetAside;
        update.DueAt = TimeSpan.MaxValue;
        return new InboxEffect.SetAside(update.UpdateId, update.Faults, failed.Error);
    }

    /// <inheritdoc cref="OnFailed"/>
    public InboxEffect? OnNotRecovered(PendingUpdate update, string error, TimeSpan now)
    {
        Retry(update, RecoveryBackoff, now);
        if (update.NotedError == error)
            return null;
        update.NotedError = error;
        return new InboxEffect.RecordNotRecovered(update.UpdateId, update.Faults, error);
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
