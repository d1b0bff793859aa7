using System.Globalization;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>
/// Simulates the environment of an <see cref="InboxState"/>: the table, Telegram, the receivers, the clock. Runs the state's effects in any
/// order and with any outcome, and fails as soon as the state breaks one of the <see cref="InboxPromises"/>.
/// </summary>
internal sealed class InboxWorld
{
    private const int MostOfOneChat = 3;

    private static readonly PollerOptions Options = new(
        TimeSpan.FromSeconds(1), AnswerDeadline: TimeSpan.FromSeconds(2), FaultsBeforeSetAside: 3, MostUnhandled: 1000, MostOfOneChat);

    private readonly WorldTable _table = new();
    private readonly List<InboxEffect> _underWay = [];
    private readonly List<long> _everSent = [];
    private readonly Dictionary<long, WorldDelivery> _withReceiver = [];
    private readonly HashSet<long> _doneSinceStart = [];
    private readonly Dictionary<long, int> _chatOfNew = [];
    private readonly InboxPromises _promises;
    private InboxState _state = new(Options, new Random(1));
    private TimeSpan _now;
    private bool _isDeleteDue;
    private bool _isStoring;
    private long _lastId = 100;
    private int _step;

    public InboxWorld() => _promises = new InboxPromises(_table, _withReceiver, _doneSinceStart);

    // --- possible events ---

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
            case "hand over again" when _table.EverStored.Count > 0:
                Fetch([_table.EverStored.Keys.ElementAt(step.Number % _table.EverStored.Count), NewUpdate(step.Number)]);
                break;
            case "report" when _everSent.Count > 0:
                // Mostly one of the newest.
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

    /// <summary>From now on everything succeeds; at the end nothing may be left, and nothing may be lost.</summary>
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
        _promises.AssertNothingIsLost();
    }

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
        // Done and confirmed, not done, or done without a response.
        var (isDone, isKnown) = (outcome % 4) switch { 1 => (false, false), 2 => (true, false), _ => (true, true) };
        if (isDone)
            Write(effect);
        switch (effect)
        {
            case InboxEffect.Store store when isKnown:
                _isStoring = false;
                Apply(new InboxEvent.Deleted(store.Leaving));
                Arrive(_table.Of(store));
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

    private void Write(InboxEffect effect) => _table.Write(effect, id => _chatOfNew[id], _step);

    private void Arrive(IEnumerable<WorldRow> rows)
    {
        foreach (var row in rows.ToArray())
            Apply(new InboxEvent.Arrived(new InboxRow(row.Id, "{}", row.Attempts, row.EndsFlood), row.Read()));
        Apply(InboxEvent.BatchArrived.Instance);
    }

    // Some of the steps in progress were completed, and their results were lost.
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
        Arrive(_table.Waiting);
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
        var row = _table.EverStored[updateId];
        // A receiver gives a redelivered update the same report as before.
        row.IsDeduplicated ??= isDeduplicated;
        if (_withReceiver.Remove(updateId))
            _doneSinceStart.Add(updateId);
        Apply(new InboxEvent.Reported(new Handled(updateId, row.IsDeduplicated.Value)));
    }

    // --- the state's effects ---

    private void Apply(InboxEvent happened)
    {
        foreach (var effect in _state.Apply(happened, _now).ToArray())
        {
            switch (effect)
            {
                case InboxEffect.Send send:
                    Assert.False(_state.IsStopping);
                    _promises.AssertMayBeSent(_table.EverStored[send.Update.UpdateId], send.EarlierMayBeRedelivered, _now);
                    _withReceiver[send.Update.UpdateId] = new WorldDelivery(_now + Options.AnswerDeadline, send.EarlierMayBeRedelivered);
                    _everSent.Add(send.Update.UpdateId);
                    break;
                case InboxEffect.SayNotice { End: var end }:
                    _promises.AssertMayBeSent(_table.EverStored[end.UpdateId], earlierMayBeRedelivered: false, _now);
                    Assert.DoesNotContain(_underWay, other => other is InboxEffect.SayNotice said && said.End == end);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.Delete delete:
                    _promises.AssertMayBeDeleted(delete.UpdateIds, _underWay);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.Store store:
                    _promises.AssertMayBeDeleted(store.Leaving, _underWay);
                    _underWay.Add(effect);
                    break;
                case InboxEffect.SetAside or InboxEffect.NoteEndOfFlood:
                    _underWay.Add(effect);
                    break;
                case InboxEffect.RecordFault fault:
                    _table.EverStored[fault.UpdateId].Attempts = fault.Attempts;
                    break;
                case InboxEffect.DeleteSoon:
                    Assert.False(_isDeleteDue);
                    _isDeleteDue = true;
                    break;
            }
        }
    }
}

/// <param name="Kind">A kind of <see cref="InboxWorld.Do"/>.</param>
/// <param name="Number">The index, amount or outcome.</param>
public sealed record WorldStep(string Kind, int Number);
