using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <content>What receivers report, and how updates that are done leave.</content>
public sealed partial class PollerActor
{
    // --- hearing of them ---

    // A report about an update that is not out is of a repeat that has been answered before: nothing is left to do.
    private void OnReport(long updateId, Action<PendingUpdate> react)
    {
        if (!_undeleted.Contains(updateId) && _lanes.Find(updateId) is { } update)
            react(update);
    }

    private void OnInProgress(PendingUpdate update)
    {
        update.Interruptions = 0;
        update.DueAt = _clock.Now + _options.AnswerDeadline;
    }

    private void OnFailed(PendingUpdate update, Failed report)
    {
        Interrupt(update, (report.IsFault ? FaultBackoff : OutageBackoff).Before(update.Interruptions + 1));
        if (!report.IsFault)
        {
            // Once: in an outage it comes again every other second.
            if (update.Interruptions == 1 && !_isStopping)
                _logger.LogWarning("Update {UpdateId} was interrupted and will be sent again: {Error}", update.UpdateId, report.Error);
            return;
        }

        update.Faults++;
        if (update.Faults >= _options.FaultsBeforeSetAside)
        {
            _logger.LogError("Update {UpdateId} failed {Attempts} times and is set aside: {Error}", update.UpdateId, update.Faults, report.Error);
            // It stays out until the row says that it is set aside.
            update.DueAt = TimeSpan.MaxValue;
            Self.Tell(new SetAside(update.UpdateId, update.Faults, report.Error));
            return;
        }

        _logger.LogWarning("Update {UpdateId} failed, time {Attempts}: {Error}", update.UpdateId, update.Faults, report.Error);
        Run(async token =>
        {
            await _inbox.RecordFailureAsync(update.UpdateId, update.Faults, report.Error, setAside: false, token);
            return null;
        });
    }

    // The conversation itself has told the log.
    private void OnNotRecovered(PendingUpdate update, NotRecovered report)
    {
        Interrupt(update, RecoveryBackoff.Before(update.Interruptions + 1));
        if (update.NotedError == report.Error)
            return;
        update.NotedError = report.Error;
        Run(async token =>
        {
            await _inbox.RecordFailureAsync(update.UpdateId, update.Faults, report.Error, setAside: false, token);
            return null;
        });
    }

    private void Defer(PendingUpdate update)
    {
        update.IsWithReceiver = false;
        update.DueAt = TimeSpan.MaxValue;
        _deferred.Add(update);
        SendDeferred();
        DeleteNow();
        EndIfDone();
    }

    private void SendDeferred()
    {
        foreach (var update in _deferred.Where(update => _undeleted.CountOf(update.ChatId) == 0).ToArray())
        {
            _deferred.Remove(update);
            Send(update);
        }
    }

    private void Interrupt(PendingUpdate update, TimeSpan wait)
    {
        update.Interruptions++;
        update.IsWithReceiver = false;
        update.DueAt = _clock.Now + wait;
        EndIfDone();
    }

    private void OnSetAside(SetAside setAside) => Run(
        async token =>
        {
            await _inbox.RecordFailureAsync(setAside.UpdateId, setAside.Attempts, setAside.Error, setAside: true, token);
            return new FailureRecorded(setAside.UpdateId);
        },
        retry: setAside);

    // After a crash, what is still in the inbox comes once more. So the next of a lane waits until the row is gone, unless the receiver
    // would know the update again: then nothing of it happens twice, whatever came after.
    private void Finish(PendingUpdate update, bool isDeduplicated = false)
    {
        FailPoints.Pass(FailPoints.UpdateHandled);
        update.IsWithReceiver = false;
        update.IsHandled = true;
        // With its own row, or before it.
        ReleaseSurplus(update);
        update.DueAt = TimeSpan.MaxValue;
        _undeleted.Add(update.UpdateId, update.ChatId);
        if (isDeduplicated && _undeleted.CountOf(update.ChatId) < MostUndeletedOfOneChat)
        {
            AdvanceLane(update);
            DeleteSoonOrNow(isWaitedFor: false);
        }
        else
        {
            DeleteSoonOrNow(isWaitedFor: _lanes.HasNext(update));
        }
    }

    private void AdvanceLane(PendingUpdate update)
    {
        if (_lanes.Finish(update) is { } next)
            Send(next);
        PollWhenRoom();
        EndIfDone();
    }

    // --- what a flood has too much: it goes once its notice is sure to come ---

    private void SayNotice(PendingUpdate update)
    {
        update.DueAt = TimeSpan.MaxValue;
        _sender.SendAsync(update.ChatId, new Message(FormText.TooManyMessages), NoticePatience, _stopping.Token).PipeTo(
            Self, success: outcome => new Noticed(update.UpdateId, outcome as SendOutcome.Postponed, null),
            failure: error => new Noticed(update.UpdateId, null, error.GetBaseException()));
    }

    private void OnNoticed(PendingUpdate update, Noticed noticed)
    {
        if (noticed is { Postponed: null, Error: null })
        {
            _logger.LogInformation("{Count} updates of chat {ChatId} were not answered one by one", update.Surplus + 1, update.ChatId);
            Finish(update);
            return;
        }

        var isInLine = noticed.Postponed is { Unconfirmed: null };
        Interrupt(update, isInLine ? noticed.Postponed!.RetryAfter : FaultBackoff.Before(update.Interruptions + 1));
        if (noticed.Error is not (null or OperationCanceledException))
            _logger.LogError("Chat {ChatId} could not be told that it sends too much: {Error}", update.ChatId, noticed.Error.Message);
    }

    private void DropSurplus(PendingUpdate end)
    {
        if (end.IsNotedAsEnd)
            ReleaseSurplus(end);
        else if (end.HeldSurplus.Count == 1)
            OnNoteEndOfFlood(new NoteEndOfFlood(end));
    }

    private void OnNoteEndOfFlood(NoteEndOfFlood note) => Run(
        async token =>
        {
            await _inbox.NoteEndOfFloodAsync(note.End.UpdateId, token);
            return new EndOfFloodNoted(note.End);
        },
        retry: note);

    private void OnEndOfFloodNoted(PendingUpdate end)
    {
        end.IsNotedAsEnd = true;
        ReleaseSurplus(end);
        DeleteInTime();
    }

    // Nothing was said because of them, so nothing has to wait until they cannot come again.
    private void ReleaseSurplus(PendingUpdate end)
    {
        foreach (var updateId in end.TakeHeldSurplus())
            _undeleted.Add(updateId, chatId: null);
    }

    // --- letting go of them: with the next batch if it comes at once, else by themselves; one such step at a time ---

    private void DeleteInTime() =>
        DeleteSoonOrNow(
            isWaitedFor: _deferred.Count > 0 || _undeleted.UpdateIds.Select(_lanes.Find).OfType<PendingUpdate>().Any(_lanes.HasNext));

    private void DeleteSoonOrNow(bool isWaitedFor)
    {
        if (isWaitedFor || _isStopping)
            DeleteNow();
        else if (_undeleted.Count > 0 && !_deleting && !Timers.IsTimerActive(nameof(DeleteDue)))
            Timers.StartSingleTimer(nameof(DeleteDue), DeleteDue.Instance, DeleteDelay);
    }

    private void DeleteNow()
    {
        if (TakeUndeleted() is not { Length: > 0 } ids)
            return;
        Run(
            async token =>
            {
                await _inbox.DeleteAsync(ids, token);
                return new Deleted(ids);
            },
            retry: new NotDeleted(ids));
    }

    private long[] TakeUndeleted()
    {
        if (_deleting || _undeleted.Count == 0)
            return [];
        _deleting = true;
        return [.. _undeleted.UpdateIds];
    }

    private void OnDeleteFailed(long[] updateIds)
    {
        if (updateIds.Length == 0)
            return;
        _deleting = false;
        DeleteNow();
    }

    private void OnDeleted(long[] updateIds)
    {
        if (updateIds.Length == 0)
            return;
        _deleting = false;
        OnInboxReached();
        _undeleted.Remove(updateIds);
        foreach (var update in updateIds.Select(_lanes.Find).OfType<PendingUpdate>())
            AdvanceLane(update);
        SendDeferred();
        PollWhenRoom();
        DeleteInTime();
        EndIfDone();
    }
}
