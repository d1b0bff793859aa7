using System.Diagnostics;
using System.Runtime.InteropServices;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// What the poller knows of the updates in the inbox, and what is to be done next: which update of which lane is sent when, which rows are
/// deleted when. Takes an event, returns effects; reads no clock, waits for nothing, tells nobody. It changes in place, since thousands of
/// updates a second pass through it.
/// </summary>
/// <param name="random">The jitter of the waits.</param>
internal sealed class InboxState(PollerOptions options, Random random)
{
    // Handled updates of one chat whose rows may be in the inbox although later updates have been sent: fewer than a conversation
    // deduplicates, so that it recognises each of them.
    internal const int MostUndeletedOfOneChat = Conversation.Remembered / 2;

    private readonly InboxLanes _lanes = new(options.MostOfOneChat);
    private readonly UndeletedUpdates _undeleted = new();
    private readonly DeferredUpdates _deferred = new();
    private readonly UpdateRetries _retries = new(options.FaultsBeforeSetAside, random);

    // Of the event that is being applied: its time, the updates whose turn has come, and its effects so far.
    private TimeSpan _now;
    private readonly Queue<PendingUpdate> _turns = [];
    private readonly List<InboxEffect> _effects = [];

    public bool IsStopping { get; private set; }

    /// <summary>Updates that are not handled, and handled ones that are not deleted.</summary>
    public int Count => _lanes.Count + _undeleted.Count;

    /// <summary>Whether no receiver is at work and no handled update is left to delete.</summary>
    public bool IsAtRest =>
        !_undeleted.IsDeleting && _undeleted.Count == 0 && !_lanes.Out.Any(update => update.Stage == UpdateStage.Sent);

    /// <summary>Whether the update has arrived and is not deleted yet.</summary>
    public bool Contains(long updateId) => _lanes.Contains(updateId) || _undeleted.Contains(updateId);

    /// <inheritdoc cref="InboxLanes.NewestLateMessageBehind"/>
    public MessageStamp? NewestLateMessageBehind(PendingUpdate update, DateTimeOffset now) => _lanes.NewestLateMessageBehind(update, now);

    /// <param name="now">By a clock that only goes forward.</param>
    /// <returns>What is to be done now, in this order; to be read before the next event is applied.</returns>
    public ReadOnlySpan<InboxEffect> Apply(InboxEvent happened, TimeSpan now)
    {
        _effects.Clear();
        _now = now;
        On(happened);
        // All updates of a batch are in their lanes before the first is sent: with it goes what waits behind it.
        while (happened is not InboxEvent.Arrived && _turns.TryDequeue(out var update))
            Send(update);
        return CollectionsMarshal.AsSpan(_effects);
    }

    private void On(InboxEvent happened)
    {
        switch (happened)
        {
            case InboxEvent.Arrived arrived:
                OnArrived(arrived.Row, arrived.Read);
                break;
            case InboxEvent.BatchArrived:
                DeleteInTime();
                break;
            case InboxEvent.Reported { Report: var report }:
                OnReport(report);
                break;
            case InboxEvent.TimePassed:
                foreach (var update in _lanes.Overdue(_now))
                    _turns.Enqueue(update);
                break;
            case InboxEvent.SetAsideRecorded { UpdateId: var updateId }:
                OnSetAsideRecorded(updateId);
                break;
            case InboxEvent.NoticeSaid { UpdateId: var updateId }:
                OnNoticeSaid(updateId);
                break;
            case InboxEvent.NoticeNotSaid notSaid:
                OnNoticeNotSaid(notSaid);
                break;
            case InboxEvent.EndOfFloodNoted { End: var end }:
                OnEndOfFloodNoted(end);
                break;
            // At a stop, Telegram keeps what is not confirmed to it.
            case InboxEvent.Fetched { Updates: var updates }:
                if (!IsStopping)
                    _effects.Add(new InboxEffect.Store(updates, _undeleted.BeginDeletion()));
                break;
            case InboxEvent.DeleteDue:
                _undeleted.OnDue();
                DeleteNow();
                break;
            case InboxEvent.Deleted { UpdateIds: { Length: > 0 } updateIds }:
                OnDeleted(updateIds);
                break;
            case InboxEvent.DeleteFailed { UpdateIds.Length: > 0 }:
                _undeleted.OnDeleteFailed();
                DeleteNow();
                break;
            // A batch was stored, or not, without any row to delete.
            case InboxEvent.Deleted or InboxEvent.DeleteFailed:
                break;
            case InboxEvent.StopBegun:
                IsStopping = true;
                DeleteNow();
                break;
            default:
                throw new UnreachableException($"{happened.GetType().Name} is no event of the inbox");
        }
    }

    // --- updates arrive, and are sent when it is their turn ---

    private void OnArrived(InboxRow row, ReadRow read)
    {
        // At a stop, the row is there for the next start. An update that is here arrived twice, when a batch was stored twice.
        if (IsStopping || Contains(row.UpdateId))
            return;
        switch (read)
        {
            case ReadRow.Wanted { Update: var update }:
                Enqueue(update);
                break;
            case ReadRow.ForNobody:
                _undeleted.Add(row.UpdateId, chatId: null);
                break;
            case ReadRow.Unreadable { Error: var error }:
                _effects.Add(new InboxEffect.SetAside(row.UpdateId, row.Attempts + 1, error, IsUnreadable: true));
                break;
        }
    }

    private void Enqueue(PendingUpdate update)
    {
        switch (_lanes.Add(update))
        {
            case InboxLanes.Place.First:
                _turns.Enqueue(update);
                break;
            case InboxLanes.Place.EndOfFlood:
                _effects.Add(new InboxEffect.TellFlood(update.ChatId));
                break;
            case InboxLanes.Place.Surplus:
                OnSurplus(_lanes.EndOfFlood(update.Lane)!);
                break;
        }
    }

    private void Send(PendingUpdate update)
    {
        _deferred.Remove(update);
        if (IsStopping)
            return;
        update.MayBeDeferred = _undeleted.CountOf(update.ChatId) > 0;
        if (update.Flood is null)
        {
            update.Stage = UpdateStage.Sent;
            update.DueAt = _now + options.AnswerDeadline;
            _effects.Add(new InboxEffect.Send(update, update.MayBeDeferred));
        }
        else if (update.Incoming is not IncomingUpdate.ForClient)
        {
            Finish(update);
        }
        else if (update.MayBeDeferred)
        {
            Defer(update);
        }
        else
        {
            update.Stage = UpdateStage.Sent;
            update.DueAt = TimeSpan.MaxValue;
            _effects.Add(new InboxEffect.SayNotice(update));
        }
    }

    // --- receivers report ---

    // A report about an update that is not out, or is handled, answers a repeat: nothing is left to do.
    private void OnReport(IUpdateReport report)
    {
        if (_lanes.Find(report.UpdateId) is not { IsHandled: false } update)
            return;
        switch (report)
        {
            case Handled handled:
                Finish(update, handled.IsDeduplicated);
                break;
            // Reports of earlier deliveries: the last one was deferred or failed, or gave no reason to defer it.
            case var _ when update.Stage is UpdateStage.Deferred or UpdateStage.BeingSetAside:
            case Deferred when !update.MayBeDeferred:
                break;
            case InProgress:
                update.Interruptions = 0;
                update.DueAt = _now + options.AnswerDeadline;
                break;
            case Deferred:
                Defer(update);
                break;
            case Failed failed:
                // At a stop, conversations give back what they are at: no news.
                if (_retries.OnFailed(update, failed, _now) is { } effect && !(IsStopping && effect is InboxEffect.TellInterrupted))
                    _effects.Add(effect);
                break;
            case NotRecovered notRecovered:
                if (_retries.OnNotRecovered(update, notRecovered.Error, _now) is { } record)
                    _effects.Add(record);
                break;
            default:
                throw new UnreachableException($"{report.GetType().Name} is no report on an update");
        }
    }

    private void Defer(PendingUpdate update)
    {
        update.Stage = UpdateStage.Deferred;
        update.DueAt = TimeSpan.MaxValue;
        _deferred.Add(update);
        ResumeDeferred();
        DeleteNow();
    }

    private void ResumeDeferred()
    {
        foreach (var update in _deferred.TakeReady(_undeleted))
            _turns.Enqueue(update);
    }

    private void OnSetAsideRecorded(long updateId)
    {
        if (_lanes.Find(updateId) is { Stage: UpdateStage.BeingSetAside } update)
            AdvanceLane(update);
    }

    // A crash redelivers every row that is still in the inbox. So the next update of a lane is sent when the row of this one is deleted;
    // or at once when the receiver recognises this one: then nothing of it happens twice, whatever came after.
    private void Finish(PendingUpdate update, bool isDeduplicated = false)
    {
        _effects.Add(InboxEffect.UpdateHandled.Instance);
        _deferred.Remove(update);
        update.Stage = UpdateStage.Handled;
        update.DueAt = TimeSpan.MaxValue;
        // Deleted with the row of this one, or before it.
        DropSurplus(update.Flood);
        _undeleted.Add(update.UpdateId, update.ChatId);
        if (isDeduplicated && _undeleted.CountOf(update.ChatId) < MostUndeletedOfOneChat)
            AdvanceLane(update);
        DeleteSoonOrNow(isWaitedFor: _lanes.IsWaitedFor(update.UpdateId));
    }

    private void AdvanceLane(PendingUpdate update)
    {
        if (_lanes.Finish(update) is { } next)
            _turns.Enqueue(next);
        _effects.Add(InboxEffect.RoomFreed.Instance);
    }

    // --- floods: the surplus is dropped once its notice is sure to be said ---

    private void OnSurplus(PendingUpdate end)
    {
        if (end.Flood!.IsNoted)
            DropSurplus(end.Flood);
        else if (end.Flood.IsToBeNoted)
            _effects.Add(new InboxEffect.NoteEndOfFlood(end));
    }

    private void OnEndOfFloodNoted(PendingUpdate end)
    {
        end.Flood!.OnNoted();
        DropSurplus(end.Flood);
        DeleteInTime();
    }

    private void DropSurplus(FloodEnd? flood)
    {
        foreach (var updateId in flood?.TakeHeld() ?? [])
            _undeleted.Add(updateId, chatId: null);
    }

    private void OnNoticeSaid(long updateId)
    {
        if (_lanes.Find(updateId) is not { IsHandled: false, Flood: { } flood } end)
            return;
        _effects.Add(new InboxEffect.TellFloodEnded(end.ChatId, flood.Surplus + 1));
        Finish(end);
    }

    private void OnNoticeNotSaid(InboxEvent.NoticeNotSaid notSaid)
    {
        if (_lanes.Find(notSaid.UpdateId) is { IsHandled: false, Flood: not null } end &&
            _retries.OnNoticeNotSaid(end, notSaid, _now) is { } effect)
        {
            _effects.Add(effect);
        }
    }

    // --- deletion: with the next batch if that comes at once, else by itself; at once when an update waits for it ---

    private void DeleteInTime() => DeleteSoonOrNow(isWaitedFor: _deferred.Count > 0 || _undeleted.UpdateIds.Any(_lanes.IsWaitedFor));

    private void DeleteSoonOrNow(bool isWaitedFor)
    {
        if (isWaitedFor || IsStopping)
            DeleteNow();
        else if (_undeleted.IsToBeginSoon())
            _effects.Add(InboxEffect.DeleteSoon.Instance);
    }

    private void DeleteNow()
    {
        if (_undeleted.BeginDeletion() is { Length: > 0 } updateIds)
            _effects.Add(new InboxEffect.Delete(updateIds));
    }

    private void OnDeleted(long[] updateIds)
    {
        _undeleted.OnDeleted(updateIds);
        foreach (var updateId in updateIds)
        {
            if (_lanes.Find(updateId) is { } update)
                AdvanceLane(update);
        }

        ResumeDeferred();
        DeleteInTime();
        _effects.Add(InboxEffect.RoomFreed.Instance);
    }
}
