using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Recovery, and the compaction of the journal that keeps recovery short. When a form has ended and the client is idle, or after many
/// events, the state is saved as a snapshot; then the events up to it are deleted, then the older snapshots. Each step begins when the one
/// before it is durable: a crash between two steps leaves more rows than are needed, never fewer, and the next round deletes them. No
/// update waits for a compaction.
/// </summary>
public sealed partial class ConversationActor
{
    /// <summary>After this time a round counts as over, so that a lost answer of the journal does not prevent all later rounds.</summary>
    private static readonly TimeSpan LongestRound = TimeSpan.FromMinutes(2);

    private long? _roundBegan;
    private int _eventsSinceSnapshot;
    private long _recoveredUpTo;
    private long? _term;
    private bool _hasStored;
    private bool _hasOlderSnapshots;

    protected override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer offer:
                OnSnapshotOffer(offer);
                break;
            case ConversationEvent happened:
                OnRecovered(happened);
                break;
            case RecoveryCompleted:
                OnRecoveryCompleted();
                break;
            default:
                // An event or a snapshot that is skipped would be missing from the state unnoticed.
                throw new InvalidOperationException($"{message.GetType()} is no part of a conversation.");
        }
    }

    /// <summary>Reacts to what a step of a round led to.</summary>
    private bool OnSnapshotResult(object message)
    {
        switch (message)
        {
            case IdleElapsed:
                if (_current is null && HasEnded)
                    CompactJournal();
                return true;
            case SaveSnapshotSuccess saved:
                FailPoints.Pass(FailPoints.SnapshotSaved);
                DeleteMessages(saved.Metadata.SequenceNr);
                return true;
            case DeleteMessagesSuccess deleted:
                OnEventsDeleted(deleted);
                return true;
            case DeleteSnapshotsSuccess:
                EndRound();
                return true;
            case SaveSnapshotFailure failure:
                EndRound("The state could not be saved", failure.Cause);
                return true;
            case DeleteMessagesFailure failure:
                // The snapshot is there, even if the events are too.
                _hasOlderSnapshots = true;
                EndRound("The events before the last snapshot could not be deleted", failure.Cause);
                return true;
            case DeleteSnapshotsFailure failure:
                EndRound("The older snapshots could not be deleted", failure.Cause);
                return true;
            default:
                return false;
        }
    }

    private void OnEventsDeleted(DeleteMessagesSuccess deleted)
    {
        FailPoints.Pass(FailPoints.EventsDeleted);
        if (_hasOlderSnapshots)
            DeleteSnapshots(new SnapshotSelectionCriteria(deleted.ToSequenceNr - 1));
        else
            EndRound();
        _hasOlderSnapshots = true;
    }

    // A snapshot that is not taken would count as none: the journal after it would be read as if nothing had been before.
    private void OnSnapshotOffer(SnapshotOffer offer)
    {
        if (offer.Snapshot is not ConversationSnapshot snapshot)
            throw new InvalidOperationException($"{offer.Snapshot.GetType()} is not a conversation's snapshot.");
        _conversation = snapshot.Restore();
        _recoveredUpTo = offer.Metadata.SequenceNr;
        _hasOlderSnapshots = true;
    }

    private void OnRecovered(ConversationEvent happened)
    {
        // Folded without those before it, it would lead to a state that never was.
        if (LastSequenceNr != _recoveredUpTo + 1)
            return;
        Evolve(happened);
        _recoveredUpTo = LastSequenceNr;
    }

    private void OnStored(ConversationEvent happened)
    {
        Evolve(happened);
        _hasStored = true;
    }

    private void Evolve(ConversationEvent happened)
    {
        _conversation = _conversation.Evolve(happened);
        _eventsSinceSnapshot++;
    }

    /// <summary>
    /// Under a later term than the one it was recovered under, a conversation is read anew: another process had it in between. What
    /// came meanwhile is handed out by the shard after that.
    /// </summary>
    private bool IsOfEarlierTerm(ClientUpdate update)
    {
        _term ??= update.Term;
        if (update.Term <= _term)
            return false;
        Context.Parent.Tell(new Passivate(StopConversation.Instance));
        Context.Parent.Forward(update);
        return true;
    }

    private bool HasEnded => _conversation.Form is Form.Accepted or Form.Cancelled;

    private void CompactJournalWhenDue()
    {
        if (_eventsSinceSnapshot >= _options.EventsBeforeSnapshot)
            CompactJournal();
        else if (_hasStored && HasEnded)
            Timers.StartSingleTimer(nameof(IdleElapsed), IdleElapsed.Instance, _options.RestBeforeSnapshot);
    }

    private void CompactJournal()
    {
        // A snapshot is saved only after this instance of the actor has stored an event. Two instances that save a snapshot under the same
        // sequence number could delete each other's when one of the saves fails.
        if (!_hasStored)
            return;
        // One round at a time: deletions that overlap lock each other out.
        if (_roundBegan is { } began && _clock.GetElapsedTime(began) < LongestRound)
            return;
        _roundBegan = _clock.GetTimestamp();
        _hasStored = false;
        _eventsSinceSnapshot = 0;
        SaveSnapshot(ConversationSnapshot.Of(_conversation));
    }

    private void EndRound()
    {
        _roundBegan = null;
        // The form may have ended meanwhile. While an update is under way, its end checks this.
        if (_current is null)
            CompactJournalWhenDue();
    }

    private void EndRound(string what, Exception cause)
    {
        _logger.LogWarning(
            "{What}, conversation with user {UserId} ({Error}); tried again with the next", what, _userId,
            cause.GetBaseException().Message);
        EndRound();
    }

    private sealed record IdleElapsed : INotInfluenceReceiveTimeout
    {
        public static readonly IdleElapsed Instance = new();
    }
}
