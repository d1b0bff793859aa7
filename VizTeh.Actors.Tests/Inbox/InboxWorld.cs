using System.Globalization;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>
/// Everything around an <see cref="InboxState"/>: the table, Telegram, the receivers, the clock. Runs what the state asks for in any order
/// and with any outcome, and fails as soon as the state breaks a promise.
/// </summary>
internal sealed class InboxWorld
{
    private const int MostOfOneChat = 3;

    private static readonly PollerOptions Options = new(
        TimeSpan.FromSeconds(1), AnswerDeadline: TimeSpan.FromSeconds(2), FaultsBeforeSetAside: 3, MostUnhandled: 1000, MostOfOneChat);

    private readonly List<Row> _table = [];
    private readonly Dictionary<long, Row> _everStored = [];
    private readonly List<InboxEffect> _underWay = [];
    private readonly List<long> _everSent = [];
    private readonly Dictionary<long, Delivery> _withReceiver = [];
    private readonly HashSet<long> _doneSinceStart = [];
    private readonly Dictionary<long, int> _noticeSaidAt = [];
    private readonly Dictionary<long, int> _chatOfNew = [];
    private InboxState _state = new(Options, new Random(1));
    private TimeSpan _now;
    private bool _isDeleteDue;
    private bool _isStoring;
    private long _lastId = 100;
    private int _step;

    // --- what can happen ---

    public void Do(WorldStep step)
    {
        _step++;
        switch (step.Kind)
        {
            case "arrive":
                Fetch([.. Enumerable.Range(0, 1 + (step.Number % 5)).Select(offset => NewUpdate((step.Number / 7) + offset))]);
                break;
            case "flood":
                Fetch([.. Enumerable.Range(0, 6).Select(_ => NewUpdate(step.Number % 2))]);
                break;
            case "hand over again" when _everStored.Count > 0:
                Fetch([_everStored.Keys.ElementAt(step.Number % _everStored.Count), NewUpdate(step.Number)]);
                break;
            case "report" when _everSent.Count > 0:
                // Mostly of the newest.
                var back = step.Number % 3 == 0 ? step.Number % _everSent.Count : step.Number % Math.Min(4, _everSent.Count);
                Report(_everSent[^(1 + back)], step.Number / 3);
                break;
            case "complete" when _underWay.Count > 0:
                Complete(step.Number % _underWay.Count, step.Number / 5);
                break;
            case "delete due" when _isDeleteDue:
                _isDeleteDue = false;
                Apply(InboxEvent.DeleteDue.Instance);
                break;
            case "time":
                _now += TimeSpan.FromMilliseconds(step.Number * 3);
                Apply(InboxEvent.TimePassed.Instance);
                break;
            case "stop":
                Apply(InboxEvent.StopBegun.Instance);
                break;
            case "restart":
                Restart(step.Number);
                break;
        }
    }

    /// <summary>From now on everything succeeds: then nothing may be left, and nothing may be lost.</summary>
    public void ComeToRest()
    {
        if (_state.IsStopping)
            Restart(number: 0);
        for (var round = 0; round < 500 && (_underWay.Count > 0 || _state.Count > 0 || _isDeleteDue); round++)
        {
            while (_underWay.Count > 0)
                Complete(0, outcome: 0);
            Do(new WorldStep("delete due", 0));
            foreach (var updateId in _withReceiver.Keys.ToArray())
                Handle(updateId, isDeduplicated: updateId % 2 == 0);
            Do(new WorldStep("time", 50_000));
        }

        Assert.Equal(0, _state.Count);
        Assert.True(_state.IsAtRest);
        Assert.DoesNotContain(_table, row => !row.IsSetAside);
        foreach (var row in _everStored.Values.Where(row => row.Kind is UpdateKind.Client or UpdateKind.Manager && !row.IsSetAside))
            Assert.True(row.IsHandled || _noticeSaidAt.ContainsKey(row.Id) || IsCoveredByNotice(row), $"update {row.Id} is lost");
    }

    private bool IsCoveredByNotice(Row surplus) => _noticeSaidAt.Any(
        notice => _everStored[notice.Key] is var end && end.Lane == surplus.Lane && end.Id < surplus.Id && notice.Value >= surplus.StoredAt);

    // --- Telegram and the table ---

    private long NewUpdate(int chat)
    {
        var id = ++_lastId;
        _chatOfNew[id] = chat;
        return id;
    }

    private void Fetch(IReadOnlyList<long> updateIds)
    {
        if (_isStoring || _state.IsStopping)
            return;
        _isStoring = true;
        Apply(new InboxEvent.Fetched(
            new FetchedUpdates([.. updateIds.Select(id => id.ToString(CultureInfo.InvariantCulture))], TimeSpan.Zero)));
    }

    private void Complete(int index, int outcome)
    {
        var effect = _underWay[index];
        _underWay.RemoveAt(index);
        // Done and said so, not done, or done and the answer is lost.
        var (isDone, isKnown) = (outcome % 4) switch { 1 => (false, false), 2 => (true, false), _ => (true, true) };
        if (isDone)
            Write(effect);
        switch (effect)
        {
            case InboxEffect.Store store when isKnown:
                _isStoring = false;
                Apply(new InboxEvent.Deleted(store.Leaving));
                Arrive(Ids(store).Select(id => _table.Find(row => row.Id == id && !row.IsSetAside)).OfType<Row>());
                break;
            case InboxEffect.Store store:
                Apply(new InboxEvent.DeleteFailed(store.Leaving));
                Apply(new InboxEvent.Fetched(store.Updates));
                break;
            case InboxEffect.Delete delete:
                Apply(isKnown ? new InboxEvent.Deleted(delete.UpdateIds) : new InboxEvent.DeleteFailed(delete.UpdateIds));
                break;
            case InboxEffect.SetAside or InboxEffect.NoteEndOfFlood when !isKnown:
                _underWay.Add(effect);
                break;
            case InboxEffect.SetAside setAside:
                Apply(new InboxEvent.SetAsideRecorded(setAside.UpdateId));
                break;
            case InboxEffect.NoteEndOfFlood { End: var end }:
                Apply(new InboxEvent.EndOfFloodNoted(end));
                break;
            case InboxEffect.SayNotice { End.UpdateId: var id }:
                Apply(isKnown
                    ? new InboxEvent.NoticeSaid(id)
                    : new InboxEvent.NoticeNotSaid(id, isDone ? null : TimeSpan.FromSeconds(5), Error: null));
                break;
        }
    }

    private void Write(InboxEffect effect)
    {
        switch (effect)
        {
            case InboxEffect.Store store:
                Delete(store.Leaving);
                foreach (var id in Ids(store).Where(id => !_everStored.ContainsKey(id)))
                {
                    var row = Row.Of(id, _chatOfNew[id], _step);
                    _everStored.Add(id, row);
                    _table.Add(row);
                }

                break;
            case InboxEffect.Delete delete:
                Delete(delete.UpdateIds);
                break;
            case InboxEffect.SetAside setAside:
                foreach (var row in _table.Where(row => row.Id == setAside.UpdateId))
                    row.IsSetAside = true;
                break;
            case InboxEffect.NoteEndOfFlood { End: var end }:
                foreach (var row in _table.Where(row => row.Id == end.UpdateId))
                    row.EndsFlood = true;
                break;
            case InboxEffect.SayNotice { End: var end }:
                _noticeSaidAt[end.UpdateId] = _step;
                break;
        }
    }

    private void Delete(long[] updateIds) => _table.RemoveAll(row => !row.IsSetAside && updateIds.Contains(row.Id));

    private static IEnumerable<long> Ids(InboxEffect.Store store) =>
        store.Updates.Updates.Select(id => long.Parse(id, CultureInfo.InvariantCulture));

    private void Arrive(IEnumerable<Row> rows)
    {
        foreach (var row in rows.ToArray())
            Apply(new InboxEvent.Arrived(new InboxRow(row.Id, "{}", row.Attempts, row.EndsFlood), row.Read()));
        Apply(InboxEvent.BatchArrived.Instance);
    }

    // Of the steps that were under way some came to their end, and nobody heard of it.
    private void Restart(int number)
    {
        foreach (var (effect, index) in _underWay.Select((effect, index) => (effect, index)).ToArray())
        {
            if (((number >> index) & 1) == 1)
                Write(effect);
        }

        _underWay.Clear();
        _withReceiver.Clear();
        _doneSinceStart.Clear();
        (_isDeleteDue, _isStoring) = (false, false);
        _state = new InboxState(Options, new Random(number));
        Arrive(_table.Where(row => !row.IsSetAside));
    }

    // --- the receivers ---

    private void Report(long updateId, int kind)
    {
        switch (kind % 9)
        {
            case 0 or 1 or 2:
                Handle(updateId, isDeduplicated: kind % 2 == 0);
                break;
            case 3:
                if (_withReceiver.TryGetValue(updateId, out var worked))
                    _withReceiver[updateId] = worked with { SilentUntil = _now + Options.AnswerDeadline };
                Apply(new InboxEvent.Reported(new InProgress(updateId)));
                break;
            case 4 or 5:
                if (_withReceiver.TryGetValue(updateId, out var deferred) && deferred.MayBeDeferred)
                    _withReceiver.Remove(updateId);
                Apply(new InboxEvent.Reported(new Deferred(updateId)));
                break;
            case 6:
                _withReceiver.Remove(updateId);
                Apply(new InboxEvent.Reported(new Failed(updateId, "away", IsFault: false)));
                break;
            case 7:
                _withReceiver.Remove(updateId);
                Apply(new InboxEvent.Reported(new Failed(updateId, "always throws", IsFault: true)));
                break;
            default:
                _withReceiver.Remove(updateId);
                Apply(new InboxEvent.Reported(new NotRecovered(updateId, "gone")));
                break;
        }
    }

    private void Handle(long updateId, bool isDeduplicated)
    {
        var row = _everStored[updateId];
        // A receiver says of a repeat what it said before.
        row.IsDeduplicated ??= isDeduplicated;
        if (_withReceiver.Remove(updateId))
            _doneSinceStart.Add(updateId);
        Apply(new InboxEvent.Reported(new Handled(updateId, row.IsDeduplicated.Value)));
    }

    // --- the promises ---

    private void Apply(InboxEvent happened)
    {
        foreach (var effect in _state.Apply(happened, _now).ToArray())
        {
            switch (effect)
            {
                case InboxEffect.Send send:
                    Assert.False(_state.IsStopping);
                    AssertMayBeSent(_everStored[send.Update.UpdateId], send.EarlierMayBeRedelivered);
                    _withReceiver[send.Update.UpdateId] = new Delivery(_now + Options.AnswerDeadline, send.EarlierMayBeRedelivered);
                    _everSent.Add(send.Update.UpdateId);
                    break;
                case InboxEffect.SayNotice { End: var end }:
                    AssertMayBeSent(_everStored[end.UpdateId], earlierMayBeRedelivered: false);
                    Assert.DoesNotContain(_underWay, other => other is InboxEffect.SayNotice said && said.End == end);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.Delete delete:
                    AssertMayBeDeleted(delete.UpdateIds);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.Store store:
                    AssertMayBeDeleted(store.Leaving);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.SetAside or InboxEffect.NoteEndOfFlood:
                    _underWay.Add(effect);
                    break;
                case InboxEffect.RecordFault fault:
                    _everStored[fault.UpdateId].Attempts = fault.Attempts;
                    break;
                case InboxEffect.DeleteSoon:
                    Assert.False(_isDeleteDue);
                    _isDeleteDue = true;
                    break;
            }
        }
    }

    private void AssertMayBeSent(Row sent, bool earlierMayBeRedelivered)
    {
        Assert.Contains(sent, _table);
        Assert.DoesNotContain(sent.Id, _doneSinceStart);
        foreach (var (id, delivery) in _withReceiver.Where(entry => _everStored[entry.Key].Lane == sent.Lane))
        {
            Assert.True(id == sent.Id, $"{sent.Id} is sent while {id} of its lane is with the receiver");
            Assert.True(delivery.SilentUntil <= _now, $"{sent.Id} is sent twice at once");
        }

        foreach (var earlier in _table.TakeWhile(row => row != sent).Where(row => !row.IsSetAside))
        {
            Assert.True(
                earlier.Lane != sent.Lane || earlier.IsDeduplicated == true,
                $"{sent.Id} is sent while a crash would have {earlier.Id} judged anew after it");
            Assert.True(
                earlierMayBeRedelivered || sent.Kind != UpdateKind.Client || earlier.ChatId != sent.ChatId || !earlier.IsHandled,
                $"{sent.Id} is sent without a word of {earlier.Id}, whose row is still there");
        }
    }

    private void AssertMayBeDeleted(long[] updateIds)
    {
        if (updateIds.Length == 0)
            return;
        Assert.DoesNotContain(_underWay, effect => effect is InboxEffect.Delete or InboxEffect.Store { Leaving.Length: > 0 });
        foreach (var row in updateIds.Select(id => _everStored[id]).Where(row => row.Kind is UpdateKind.Client or UpdateKind.Manager))
        {
            Assert.True(
                row.IsHandled || _noticeSaidAt.ContainsKey(row.Id) || _table.Any(end => end.Lane == row.Lane && end.EndsFlood) ||
                IsCoveredByNotice(row),
                $"the row of {row.Id} is deleted, and nobody will hear of it");
        }
    }

    private readonly record struct Delivery(TimeSpan SilentUntil, bool MayBeDeferred);

    private enum UpdateKind
    {
        Client,
        Manager,
        Stranger,
        Nobody,
        Unreadable,
    }

    private sealed class Row(long id, long chatId, LaneKey lane, UpdateKind kind, int storedAt)
    {
        public long Id => id;

        public long ChatId => chatId;

        public LaneKey Lane => lane;

        public UpdateKind Kind => kind;

        public int StoredAt => storedAt;

        public int Attempts { get; set; }

        public bool EndsFlood { get; set; }

        public bool IsSetAside { get; set; }

        /// <summary>What its receiver said when it had handled the update; null before.</summary>
        public bool? IsDeduplicated { get; set; }

        public bool IsHandled => IsDeduplicated is not null;

        public static Row Of(long id, int chat, int storedAt) => (chat % 9) switch
        {
            0 or 1 or 2 => new Row(id, chat % 9, new LaneKey(chat % 9), UpdateKind.Client, storedAt),
            3 => new Row(id, -1, new LaneKey(-1), UpdateKind.Manager, storedAt),
            4 => new Row(id, -1, new LaneKey(-1, LanePart.Presses, 17), UpdateKind.Manager, storedAt),
            5 => new Row(id, -1, new LaneKey(-1, LanePart.Silent), UpdateKind.Manager, storedAt),
            6 => new Row(id, 50, new LaneKey(50), UpdateKind.Stranger, storedAt),
            7 => new Row(id, 60, new LaneKey(60), UpdateKind.Nobody, storedAt),
            _ => new Row(id, 70, new LaneKey(70), UpdateKind.Unreadable, storedAt),
        };

        public ReadRow Read() => kind switch
        {
            UpdateKind.Client => new ReadRow.Wanted(Pending(new IncomingUpdate.ForClient(
                new ClientUpdate(id, chatId, null, new ClientInput.Text("привет"))))),
            UpdateKind.Manager or UpdateKind.Stranger => new ReadRow.Wanted(Pending(new IncomingUpdate.ForManager(
                new ManagerUpdate(id, chatId, IsGroup: true, new Person(5, "Пётр", null), new ManagerInput.Other())))),
            UpdateKind.Nobody => new ReadRow.ForNobody(),
            _ => new ReadRow.Unreadable("no update"),
        };

        private PendingUpdate Pending(IncomingUpdate incoming) =>
            new(id, chatId, incoming, Attempts, isTrusted: kind == UpdateKind.Manager, lane)
            {
                Flood = EndsFlood ? new FloodEnd(isNoted: true) : null,
            };
    }
}

/// <param name="Kind">As <see cref="InboxWorld.Do"/> knows it.</param>
/// <param name="Number">Which one, how much, or with what outcome.</param>
public sealed record WorldStep(string Kind, int Number);
