using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Conversations;

/// <summary>What a conversation has to do next so that its journal gets shorter.</summary>
internal abstract record CompactionStep
{
    private CompactionStep()
    {
    }

    /// <summary>Wait for <see cref="ConversationOptions.RestBeforeSnapshot"/>, then apply <see cref="IdleElapsed"/>.</summary>
    public sealed record AwaitIdle : CompactionStep;

    public sealed record Save : CompactionStep;

    public sealed record DeleteEvents(long UpTo) : CompactionStep;

    public sealed record DeleteOlderSnapshots(long UpTo) : CompactionStep;
}

/// <summary>
/// Compaction of the journal keeps recovery short. When a form has ended and the client is idle, or after many events, the state is saved
/// as a snapshot; then the events up to it are deleted, then the older snapshots. Each step begins when the step before it is durable: a
/// crash between two steps leaves more rows than are needed, never fewer, and the next round deletes them. No update waits for a
/// compaction.
/// </summary>
internal sealed class JournalCompaction(string persistenceId, int eventsBeforeSnapshot, TimeProvider clock, ILogger logger)
{
    /// <summary>After this time a round counts as over, so that a lost answer of the journal does not prevent all later rounds.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(2);

    private long? _roundBegan;
    private int _eventsSinceSnapshot;
    private bool _hasStored;
    private bool _hasOlderSnapshots;

    /// <summary>Whether <see cref="On"/> takes this message.</summary>
    public static bool Concerns(object message) =>
        message is IdleElapsed or SaveSnapshotSuccess or SaveSnapshotFailure or DeleteMessagesSuccess or DeleteMessagesFailure
            or DeleteSnapshotsSuccess or DeleteSnapshotsFailure;

    /// <summary>Whether a round is under way.</summary>
    public bool IsUnderWay => _roundBegan is { } began && clock.GetElapsedTime(began) < LongestRound;

    public void OnSnapshotRecovered() => _hasOlderSnapshots = true;

    public void OnEventRecovered() => _eventsSinceSnapshot++;

    public void OnEventStored()
    {
        _hasStored = true;
        _eventsSinceSnapshot++;
    }

    /// <summary>
    /// The recovered state is a refusal, whose events must not stay. Those after the newest snapshot count as stored by this instance: a
    /// process that died before the compaction has left them, and no other instance lives.
    /// </summary>
    public void OnRefusalRecovered() => _hasStored = _eventsSinceSnapshot > 0;

    /// <summary>The step that is due after an update has been handled; null when none is.</summary>
    /// <param name="hasEnded">Whether the form is accepted or cancelled.</param>
    public CompactionStep? WhenDue(bool hasEnded)
    {
        if (_eventsSinceSnapshot >= eventsBeforeSnapshot)
            return Begin();
        return _hasStored && hasEnded ? new CompactionStep.AwaitIdle() : null;
    }

    /// <summary>The step that follows the result of the step before it; null when none does.</summary>
    /// <param name="isBusy">Whether an update is being handled: <see cref="WhenDue"/> is then asked at its end.</param>
    /// <param name="hasEnded">Whether the form is accepted or cancelled.</param>
    public CompactionStep? On(object message, bool isBusy, bool hasEnded)
    {
        switch (message)
        {
            case IdleElapsed:
                return !isBusy && hasEnded ? Begin() : null;
            case SaveSnapshotSuccess saved:
                FailPoints.Pass(FailPoints.SnapshotSaved);
                return new CompactionStep.DeleteEvents(saved.Metadata.SequenceNr);
            case DeleteMessagesSuccess { ToSequenceNr: var upTo }:
                FailPoints.Pass(FailPoints.EventsDeleted);
                if (_hasOlderSnapshots)
                    return new CompactionStep.DeleteOlderSnapshots(upTo - 1);
                _hasOlderSnapshots = true;
                break;
            case DeleteSnapshotsSuccess:
                break;
            case SaveSnapshotFailure failure:
                Log("The state could not be saved", failure.Cause);
                break;
            case DeleteMessagesFailure failure:
                // The snapshot is saved although the events are not deleted.
                _hasOlderSnapshots = true;
                Log("The events before the last snapshot could not be deleted", failure.Cause);
                break;
            case DeleteSnapshotsFailure failure:
                Log("The older snapshots could not be deleted", failure.Cause);
                break;
            default:
                throw new ArgumentException($"{message.GetType()} is no result of a compaction", nameof(message));
        }

        _roundBegan = null;
        return isBusy ? null : WhenDue(hasEnded);
    }

    private CompactionStep.Save? Begin()
    {
        // A snapshot is saved only after this instance of the actor has stored an event. Two instances that save a snapshot under the same
        // sequence number could delete each other's when one of the saves fails.
        if (!_hasStored)
            return null;
        // One round at a time: deletions that overlap lock each other out.
        if (IsUnderWay)
            return null;
        _roundBegan = clock.GetTimestamp();
        _hasStored = false;
        _eventsSinceSnapshot = 0;
        return new CompactionStep.Save();
    }

    private void Log(string what, Exception cause) => logger.LogWarning(
        "{What} of {PersistenceId} ({Error}); the next compaction tries it again", what, persistenceId,
        cause.GetBaseException().Message);
}

/// <summary>The time after the end of a form is over in which the client may have gone on.</summary>
internal sealed record IdleElapsed : Akka.Actor.INotInfluenceReceiveTimeout
{
    public static readonly IdleElapsed Instance = new();
}
