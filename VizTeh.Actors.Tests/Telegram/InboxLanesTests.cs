using VizTeh.Actors.Telegram;

namespace VizTeh.Actors.Tests.Telegram;

public sealed class InboxLanesTests
{
    private readonly InboxLanes _lanes = new();

    [Fact]
    public void A_chats_first_update_is_sent_at_once_and_the_next_waits_for_it()
    {
        var first = Update(1, chat: 7);
        var second = Update(2, chat: 7);

        Assert.Same(first, _lanes.Add(first));
        Assert.Null(_lanes.Add(second));
        Assert.Same(second, _lanes.Finish(first));
        Assert.Null(_lanes.Finish(second));
        Assert.Equal(0, _lanes.Count);
    }

    [Fact]
    public void No_chat_waits_for_another()
    {
        _lanes.Add(Update(1, chat: 7));
        var other = Update(2, chat: 8);

        Assert.Same(other, _lanes.Add(other));
    }

    [Fact]
    public void An_update_that_waits_is_not_taken_for_one_that_is_out()
    {
        _lanes.Add(Update(1, chat: 7));
        _lanes.Add(Update(2, chat: 7));

        Assert.NotNull(_lanes.Find(1));
        Assert.Null(_lanes.Find(2));
    }

    [Fact]
    public void A_report_that_comes_twice_does_not_move_the_lane_twice()
    {
        var first = Update(1, chat: 7);
        var third = Update(3, chat: 7);
        _lanes.Add(first);
        _lanes.Add(Update(2, chat: 7));
        _lanes.Add(third);

        _lanes.Finish(first);

        Assert.Null(_lanes.Finish(first));
        Assert.Null(_lanes.Find(3));
        Assert.Equal(2, _lanes.Count);
    }

    [Fact]
    public void Only_updates_that_are_out_and_past_their_deadline_are_overdue()
    {
        var now = DateTimeOffset.UnixEpoch;
        var late = Update(1, chat: 7);
        var inTime = Update(2, chat: 8);
        var waiting = Update(3, chat: 7);
        _lanes.Add(late);
        _lanes.Add(inTime);
        _lanes.Add(waiting);
        late.DueAt = now;
        inTime.DueAt = now.AddSeconds(1);

        Assert.Equal([late], _lanes.Overdue(now));
    }

    private static PendingUpdate Update(long id, long chat) => new(id, chat, new IncomingUpdate.ForNobody(id), attempts: 0);
}
