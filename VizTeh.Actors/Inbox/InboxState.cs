using System.Diagnostics;
using System.Runtime.InteropServices;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// The poller's state: which updates are in the inbox, which update of which lane is sent next, which rows are deleted next. It applies an
/// event and returns effects, without reading a clock, waiting or sending. It is mutable, because thousands of updates pass through it each
/// second.
/// </summary>
/// <param name="random">The source of the jitter in the retry waits.</param>
internal sealed class InboxState(PollerOptions options, Random random)
{
    // How many handled updates of one chat may still have rows in the inbox while later updates are sent. A conversation deduplicates more
    // update ids than this, so it recognises each of them after a redelivery.
    internal const int MostUndeletedOfOneChat = Conversation.Remembered / 2;

    private readonly InboxLanes _lanes = new(options.MostOfOneChat);
    private readonly UndeletedUpdates _undeleted = new();
    private readonly DeferredUpdates _deferred = new();
    private readonly UpdateRetries _retries = new(options.FaultsBeforeSetAside, random);

    // These belong to the event that is being applied: its time, the updates to send next, the effects so far.
    private TimeSpan _now;
    private readonly Queue<PendingUpdate> _turns = [];
    private readonly List<InboxEffect> _effects = [];

    public bool IsStopping { get; private set; }

    /// <summary>The number of updates that are not handled, or are handled but not deleted.</summary>
    public int Count => _lanes.Count + _undeleted.Count;

    /// <summary>Whether no update is with a receiver and no handled update has to be deleted.</summary>
    public bool IsAtRest =>
        !_undeleted.IsDeleting && _undeleted.Count == 0 && !_lanes.Out.Any(update => update.Stage == UpdateStage.Sent);

    /// <summary>Whether an update is out, so that it may become overdue.</summary>
    public bool IsAnyOut => _lanes.Out.Count > 0;

    /// <summary>Whether the update has arrived and is not deleted yet.</summary>
    public bool Contains(long updateId) => _lanes.Contains(updateId) || _undeleted.Contains(updateId);

    /// <inheritdoc cref="InboxLanes.NewestLateMessageBehind"/>
    public MessageStamp? NewestLateMessageBehind(PendingUpdate update, DateTimeOffset now) => _lanes.NewestLateMessageBehind(update, now);

    /// <param name="now">The time by a monotonic clock.</param>
    /// <returns>The effects to run now, in this order. The span is valid until the next event is applied.</returns>
    public ReadOnlySpan<InboxEffect> Apply(InboxEvent happened, TimeSpan now)
    {
        _effects.Clear();
        _now = now;
        On(happened);
        // All updates of a batch enter their lanes before the first is sent, because an update is sent with the newest message behind it.
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
            // At a stop nothing is stored: Telegram delivers unconfirmed updates again.
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
            // The step stored a batch and had no row to delete.
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

    // --- updates arrive, and are sent in the order of their lane ---

    private void OnArrived(InboxRow row, ReadRow read)
    {
        // At a stop the row stays for the next start. An update that is contained already came with a batch that was stored twice.
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
            update.DueAt = _now + options.DeadlineAfter(update.UnansweredSends++);
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

    // A report about an update that is not out, or is handled already, answers a redelivery and is ignored.
    private void OnReport(IUpdateReport report)
    {
        if (_lanes.Find(report.UpdateId) is not { IsHandled: false } update)
            return;
        update.UnansweredSends = 0;
        switch (report)
        {
            case Handled handled:
                Finish(update, handled.IsDeduplicated);
                break;
            // These are reports of earlier deliveries: the update has been deferred or set aside since, or cannot be deferred any more.
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
                // At a stop every conversation reports its update as failed, which is not worth a line of the log.
                if (_retries.OnFailed(update, failed, _now) is { } effect && !(IsStopping && effect is InboxEffect.TellInterrupted))
                    _effects.Add(effect);
                break;
            case NotRecovered notRecovered:
                if (_retries.OnNotRecovered(update, notRecovered, _now) is { } record)
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

    // A crash redelivers every row that is still in the inbox. So the next update of a lane is sent after the row of this one is deleted,
    // or at once if the receiver deduplicates this one: then its redelivery has no effect, whatever has been handled since.
    private void Finish(PendingUpdate update, bool isDeduplicated = false)
    {
        _effects.Add(InboxEffect.UpdateHandled.Instance);
        _deferred.Remove(update);
        update.Stage = UpdateStage.Handled;
        update.DueAt = TimeSpan.MaxValue;
        // Their rows are deleted together with the row of this update, or before it.
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

    // --- floods: the surplus is dropped once the row of the flood's end owes the notice durably ---

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

    // --- deletion: with the next batch if one comes soon, otherwise by itself; at once if an update waits for it ---

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
