using Akka.Persistence;
using Microsoft.Extensions.Logging;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Recovery, and what keeps it short. When a form has ended, and in a form that does not end now and then, the state is saved as a
/// snapshot; then the events that it stands for go, then the snapshots before it. Each step begins when the one before it is durable,
/// so a crash between any two leaves more than is needed, never less, and the next round takes that along. Nobody waits for any of it.
/// </summary>
public sealed partial class ConversationActor
{
    private int _eventsSinceSnapshot;
    private bool _hasRecovered;
    private bool _hasStored;
    private int _snapshots;
    private long _newestSnapshot;

    private void KeepJournalShort()
    {
        Recover<SnapshotOffer>(OnSnapshotOffer);
        Recover<ConversationEvent>(OnRecovered);
        Recover<RecoveryCompleted>(_ => RequireHistory());

        Command<SaveSnapshotSuccess>(saved =>
        {
            FailPoints.Pass(FailPoints.SnapshotSaved);
            OnSnapshot(saved.Metadata);
            DeleteMessages(saved.Metadata.SequenceNr);
        });
        Command<DeleteMessagesSuccess>(_ =>
        {
            FailPoints.Pass(FailPoints.EventsDeleted);
            if (_snapshots < 2)
                return;
            _snapshots = 1;
            DeleteSnapshots(new SnapshotSelectionCriteria(_newestSnapshot - 1));
        });
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<SaveSnapshotFailure>(failure => OnStillLong("The state could not be saved", failure.Cause));
        Command<DeleteMessagesFailure>(failure => OnStillLong("The events before the last snapshot could not be deleted", failure.Cause));
        Command<DeleteSnapshotsFailure>(failure => OnStillLong("The older snapshots could not be deleted", failure.Cause));
    }

    // A snapshot that is not taken would count as none: the journal after it would be read as if nothing had been before.
    private void OnSnapshotOffer(SnapshotOffer offer)
    {
        if (offer.Snapshot is not ConversationSnapshot snapshot)
            throw new InvalidOperationException($"{offer.Snapshot.GetType()} is not a conversation's snapshot.");
        _conversation = snapshot.Restore();
        _hasRecovered = true;
        OnSnapshot(offer.Metadata);
    }

    // Rounds of forms that end one right after the other may overlap.
    private void OnSnapshot(SnapshotMetadata snapshot)
    {
        _snapshots++;
        _newestSnapshot = Math.Max(_newestSnapshot, snapshot.SequenceNr);
    }

    private void OnRecovered(ConversationEvent happened)
    {
        Evolve(happened);
        _hasRecovered = true;
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

    private void RequireHistory()
    {
        if (_hasRecovered || LastSequenceNr == 0)
            return;
        _logger.LogError(
            "The conversation with user {UserId} was stored up to number {SequenceNr}, and its snapshot is gone: it is not begun anew on its "
            + "own. Restore the row of {PersistenceId} in akka.snapshot, or delete its rows in akka.journal to begin anew",
            _userId, LastSequenceNr, PersistenceId);
        Context.Stop(Self);
    }

    private void ShortenJournal()
    {
        var hasEnded = _conversation.Form is Form.Accepted or Form.Cancelled;
        // Only of what this very life stored: two that save the same number could delete each other's, if one of them fails.
        if (!_hasStored || (!hasEnded && _eventsSinceSnapshot < _options.EventsBeforeSnapshot))
            return;
        _hasStored = false;
        _eventsSinceSnapshot = 0;
        SaveSnapshot(ConversationSnapshot.Of(_conversation));
    }

    private void OnStillLong(string what, Exception cause) => _logger.LogWarning(
        "{What}, conversation with user {UserId} ({Error}); tried again when a form ends", what, _userId, cause.GetBaseException().Message);
}
