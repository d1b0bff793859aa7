using Akka.Persistence;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Conversations;

namespace VizTeh.Actors.Tests.Conversations;

/// <summary>The order of the steps of a compaction, and when the first of them is due.</summary>
public sealed class JournalCompactionTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly JournalCompaction _compaction;

    public JournalCompactionTests()
    {
        _compaction = new JournalCompaction("conversation-7", eventsBeforeSnapshot: 3, _clock, NullLogger.Instance);
    }

    [Fact]
    public void A_form_that_has_ended_is_compacted_after_a_rest_and_an_open_one_only_after_many_events()
    {
        _compaction.OnEventStored();
        Assert.Null(_compaction.WhenDue(hasEnded: false));
        Assert.Equal(new CompactionStep.AwaitIdle(), _compaction.WhenDue(hasEnded: true));

        _compaction.OnEventStored();
        _compaction.OnEventStored();

        Assert.Equal(new CompactionStep.Save(), _compaction.WhenDue(hasEnded: false));
    }

    [Fact]
    public void A_rest_that_ends_while_the_client_goes_on_compacts_nothing()
    {
        _compaction.OnEventStored();

        Assert.Null(On(IdleElapsed.Instance, isBusy: true));
        Assert.Null(On(IdleElapsed.Instance, hasEnded: false));
        Assert.Equal(new CompactionStep.Save(), On(IdleElapsed.Instance));
    }

    [Fact]
    public void Events_are_deleted_once_the_snapshot_is_saved_and_older_snapshots_once_the_events_are_deleted()
    {
        _compaction.OnSnapshotRecovered();
        _compaction.OnEventStored();
        On(IdleElapsed.Instance);

        Assert.Equal(new CompactionStep.DeleteEvents(9), On(Saved(9)));
        Assert.Equal(new CompactionStep.DeleteOlderSnapshots(8), On(new DeleteMessagesSuccess(9)));
        Assert.Null(On(new DeleteSnapshotsSuccess(new SnapshotSelectionCriteria(8))));
    }

    [Fact]
    public void The_first_snapshot_has_no_older_ones_and_the_second_has()
    {
        foreach (var next in new CompactionStep?[] { null, new CompactionStep.DeleteOlderSnapshots(8) })
        {
            _compaction.OnEventStored();
            On(IdleElapsed.Instance);
            On(Saved(9));

            Assert.Equal(next, On(new DeleteMessagesSuccess(9)));
        }
    }

    [Fact]
    public void A_recovered_refusal_whose_events_are_still_there_is_compacted()
    {
        _compaction.OnRefusalRecovered();
        Assert.Null(_compaction.WhenDue(hasEnded: true));

        _compaction.OnEventRecovered();
        _compaction.OnRefusalRecovered();

        Assert.Equal(new CompactionStep.AwaitIdle(), _compaction.WhenDue(hasEnded: true));
        Assert.Equal(new CompactionStep.Save(), On(IdleElapsed.Instance));
    }

    [Fact]
    public void A_conversation_that_stored_nothing_saves_no_snapshot()
    {
        for (var recovered = 0; recovered < 5; recovered++)
            _compaction.OnEventRecovered();

        Assert.Null(_compaction.WhenDue(hasEnded: true));
        Assert.Null(On(IdleElapsed.Instance));
    }

    [Fact]
    public void One_round_is_under_way_at_a_time_and_a_lost_answer_delays_the_next_by_two_minutes()
    {
        _compaction.OnEventStored();
        On(IdleElapsed.Instance);
        _compaction.OnEventStored();

        Assert.Null(On(IdleElapsed.Instance));
        _clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(new CompactionStep.Save(), On(IdleElapsed.Instance));
    }

    [Fact]
    public void A_failed_step_ends_the_round_and_the_next_event_begins_another()
    {
        foreach (object failure in new object[]
        {
            new SaveSnapshotFailure(new SnapshotMetadata("conversation-7", 9, default), new TimeoutException()),
            new DeleteMessagesFailure(new TimeoutException(), 9),
            new DeleteSnapshotsFailure(new SnapshotSelectionCriteria(8), new TimeoutException()),
        })
        {
            _compaction.OnEventStored();
            Assert.Equal(new CompactionStep.Save(), On(IdleElapsed.Instance));

            Assert.Null(On(failure));
        }
    }

    [Fact]
    public void Events_that_came_during_a_round_are_compacted_after_it_unless_an_update_is_under_way()
    {
        _compaction.OnEventStored();
        On(IdleElapsed.Instance);
        _compaction.OnEventStored();

        Assert.Null(On(new DeleteMessagesSuccess(9), isBusy: true));
        Assert.Equal(new CompactionStep.AwaitIdle(), _compaction.WhenDue(hasEnded: true));
    }

    private CompactionStep? On(object message, bool isBusy = false, bool hasEnded = true) => _compaction.On(message, isBusy, hasEnded);

    private static SaveSnapshotSuccess Saved(long sequenceNr) => new(new SnapshotMetadata("conversation-7", sequenceNr, default));
}
