using Akka.Actor;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// An actor that recovers a conversation's state from its snapshot and events, refuses an incomplete recovery, and has its journal
/// compacted. What the conversation does with its state is the subclass's concern.
/// </summary>
public abstract class CompactedActor : UntypedPersistentActor, IWithTimers
{
    private readonly TimeSpan _restBeforeSnapshot;
    private readonly RecoveryCheck _recovery;
    private readonly JournalCompaction _compaction;
    private readonly BotMetrics _metrics;

    private protected CompactedActor(
        long userId, string persistenceId, ConversationOptions options, TimeProvider clock, Troubles troubles, BotMetrics metrics,
        ILogger logger)
    {
        (UserId, PersistenceId, _restBeforeSnapshot, _metrics) = (userId, persistenceId, options.RestBeforeSnapshot, metrics);
        _recovery = new RecoveryCheck(userId, persistenceId, troubles, metrics, logger);
        _compaction = new JournalCompaction(persistenceId, options.EventsBeforeSnapshot, clock, logger);
    }

    public sealed override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    protected long UserId { get; }

    /// <summary>Whether an update is being handled. At its end, <see cref="CompactWhenDue"/> is called.</summary>
    private protected abstract bool IsBusy { get; }

    /// <summary>Whether the form is accepted or cancelled.</summary>
    private protected abstract bool HasEnded { get; }

    /// <summary>Whether the client has refused the consent, so that what was stored before has to go.</summary>
    private protected abstract bool IsRefused { get; }

    private protected abstract ConversationSnapshot ToSnapshot();

    private protected abstract void Restore(ConversationSnapshot snapshot);

    private protected abstract void Evolve(ConversationEvent happened);

    /// <summary>An event could not be stored; the update is not handled.</summary>
    /// <param name="isFault">Whether PostgreSQL or the serializer rejects the event; otherwise the database is out of reach.</param>
    private protected abstract void OnNotStored(string error, bool isFault);

    protected override void PreStart()
    {
        _metrics.ConversationWoke();
        base.PreStart();
    }

    protected override void PostStop()
    {
        _metrics.ConversationSlept();
        base.PostStop();
    }

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ClientUpdate update)
            _recovery.OnUpdateDuringRecovery(update, Sender);
        return base.AroundReceive(receive, message);
    }

    protected sealed override void OnRecover(object message)
    {
        switch (message)
        {
            case SnapshotOffer { Snapshot: ConversationSnapshot snapshot, Metadata.SequenceNr: var sequenceNr }:
                Restore(snapshot);
                _recovery.OnSnapshot(sequenceNr);
                _compaction.OnSnapshotRecovered();
                break;
            case ConversationEvent.Erased erased:
                // It needs nothing that was before it, and that may be gone.
                Evolve(erased);
                _recovery.OnSnapshot(LastSequenceNr);
                _compaction.OnEventRecovered();
                break;
            case ConversationEvent happened:
                if (_recovery.Continues(LastSequenceNr))
                {
                    Evolve(happened);
                    _compaction.OnEventRecovered();
                }

                break;
            case RecoveryCompleted:
                if (!_recovery.OnCompleted(LastSequenceNr))
                    Context.Stop(Self);
                else if (IsRefused)
                    FinishRefusal();
                break;
            default:
                // An event or a snapshot that is skipped would be missing from the state unnoticed.
                throw new InvalidOperationException(
                    $"{(message is SnapshotOffer offer ? offer.Snapshot : message).GetType()} is no part of a conversation.");
        }
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => _recovery.OnFailure(reason, LastSequenceNr);

    protected sealed override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Akka logs the whole stack, which tells nothing about an outage; the poller logs that the update was interrupted.
        if (!RecoveryCheck.IsTransient(cause))
            base.OnPersistFailure(cause, @event, sequenceNr);
        OnNotStored($"not stored: {DatabaseErrors.WordsOf(cause)}", isFault: false);
    }

    protected sealed override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        OnNotStored($"cannot be stored: {cause.GetBaseException().Message}", isFault: true);
    }

    protected override void OnCommand(object message)
    {
        if (JournalCompaction.Concerns(message))
            Compact(_compaction.On(message, IsBusy, HasEnded));
        else
            Unhandled(message);
    }

    /// <summary>Applies an event that has been stored.</summary>
    protected virtual void OnStored(ConversationEvent happened)
    {
        Evolve(happened);
        _compaction.OnEventStored();
    }

    /// <summary>Whether a snapshot is being saved, or events or snapshots are being deleted.</summary>
    protected bool IsCompacting => _compaction.IsUnderWay;

    protected void CompactWhenDue() => Compact(_compaction.WhenDue(HasEnded));

    private void FinishRefusal()
    {
        _compaction.OnRefusalRecovered();
        CompactWhenDue();
    }

    private void Compact(CompactionStep? step)
    {
        switch (step)
        {
            case CompactionStep.AwaitIdle:
                Timers.StartSingleTimer(nameof(IdleElapsed), IdleElapsed.Instance, _restBeforeSnapshot);
                break;
            case CompactionStep.Save:
                SaveSnapshot(ToSnapshot());
                break;
            case CompactionStep.DeleteEvents { UpTo: var upTo }:
                DeleteMessages(upTo);
                break;
            case CompactionStep.DeleteOlderSnapshots { UpTo: var upTo }:
                DeleteSnapshots(new SnapshotSelectionCriteria(upTo));
                break;
        }
    }
}
