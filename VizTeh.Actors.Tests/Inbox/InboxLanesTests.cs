using VizTeh.Actors.Inbox;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class InboxLanesTests
{
    private readonly InboxLanes _lanes = new(mostWaiting: 3);

    [Fact]
    public void A_chats_first_update_is_sent_at_once_and_the_next_waits_for_it()
    {
        var first = Update(1, chat: 7);
        var second = Update(2, chat: 7);

        Assert.Equal(InboxLanes.Place.First, _lanes.Add(first));
        Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(second));
        Assert.Same(second, _lanes.Finish(first));
        Assert.Null(_lanes.Finish(second));
        Assert.Equal(0, _lanes.Count);
    }

    [Fact]
    public void No_chat_waits_for_another()
    {
        _lanes.Add(Update(1, chat: 7));
        var other = Update(2, chat: 8);

        Assert.Equal(InboxLanes.Place.First, _lanes.Add(other));
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
    public void What_comes_after_the_notice_was_said_is_no_surplus_though_its_row_is_still_there()
    {
        var updates = Enumerable.Range(1, 4).Select(id => Update(id, chat: 7)).ToArray();
        foreach (var update in updates)
            _lanes.Add(update);
        foreach (var update in updates[..3])
            _lanes.Finish(update);
        Assert.Equal(InboxLanes.Place.Surplus, _lanes.Add(Update(5, chat: 7)));

        updates[3].Stage = UpdateStage.Handled;

        Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(Update(6, chat: 7)));
        Assert.Equal(6, _lanes.Finish(updates[3])!.UpdateId);
    }

    [Fact]
    public void An_edit_is_no_newer_message_that_waits()
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
        var first = Sent(1, new ClientInput.Text("Оставить заявку"), messageId: 10);
        _lanes.Add(first);
        _lanes.Add(Sent(2, new ClientInput.Text("Ау"), messageId: 12));
        _lanes.Add(Sent(3, new ClientInput.Edited("Анна"), messageId: 4));

        Assert.Equal(12, _lanes.NewestLateMessageBehind(first, now)?.Id);

        PendingUpdate Sent(long id, ClientInput input, long messageId) => new(
            id, chatId: 7,
            new IncomingUpdate.ForClient(new ClientUpdate(
                id, 7, null, input, Message: new MessageStamp(messageId, now.ToUnixTimeSeconds() - 60))),
            attempts: 0);
    }

    [Fact]
    public void Only_updates_that_are_out_and_past_their_deadline_are_overdue()
    {
        var now = TimeSpan.FromMinutes(1);
        var late = Update(1, chat: 7);
        var inTime = Update(2, chat: 8);
        var waiting = Update(3, chat: 7);
        _lanes.Add(late);
        _lanes.Add(inTime);
        _lanes.Add(waiting);
        late.DueAt = now;
        inTime.DueAt = now + TimeSpan.FromSeconds(1);

        Assert.Equal([late], _lanes.Overdue(now));
    }

    [Fact]
    public void Of_a_flood_the_first_wait_one_more_ends_it_and_the_rest_is_surplus_until_that_one_is_done()
    {
        PendingUpdate[] updates = [.. Enumerable.Range(1, 6).Select(id => Update(id, chat: 7))];

        Assert.Equal(
            [
                InboxLanes.Place.First, InboxLanes.Place.Waiting, InboxLanes.Place.Waiting, InboxLanes.Place.EndOfFlood,
                InboxLanes.Place.Surplus, InboxLanes.Place.Surplus,
            ],
            updates.Select(_lanes.Add));
        Assert.Equal(4, _lanes.Count);
        Assert.Equal(2, updates[3].Flood!.Surplus);

        Assert.Same(updates[1], _lanes.Finish(updates[0]));
        Assert.Same(updates[2], _lanes.Finish(updates[1]));
        Assert.Equal(InboxLanes.Place.Surplus, _lanes.Add(Update(7, chat: 7)));
        Assert.Same(updates[3], _lanes.Finish(updates[2]));
        Assert.Null(_lanes.Finish(updates[3]));
        Assert.Equal(InboxLanes.Place.First, _lanes.Add(Update(8, chat: 7)));
    }

    [Fact]
    public void The_surplus_of_a_flood_is_held_until_it_is_taken_and_counted_all_the_same()
    {
        for (var id = 1; id <= 6; id++)
            _lanes.Add(Update(id, chat: 7));
        var end = _lanes.EndOfFlood(new LaneKey(7))!;

        Assert.Equal((4, 2), (end.UpdateId, end.Flood!.Surplus));
        Assert.Equal([5, 6], end.Flood!.TakeHeld());
        Assert.Empty(end.Flood!.Held);
        end.Stage = UpdateStage.Handled;
        Assert.Null(_lanes.EndOfFlood(new LaneKey(7)));
    }

    [Fact]
    public void One_that_ended_a_flood_before_a_restart_ends_it_again_however_few_are_before_it()
    {
        var end = Update(1, chat: 7);
        end.Flood = new FloodEnd();

        Assert.Equal(InboxLanes.Place.First, _lanes.Add(end));
        Assert.Equal(InboxLanes.Place.Surplus, _lanes.Add(Update(2, chat: 7)));
    }

    [Fact]
    public void A_flood_in_one_chat_takes_no_place_from_another_and_a_managers_chat_has_no_bound()
    {
        for (var id = 1; id <= 10; id++)
            _lanes.Add(Update(id, chat: 7));

        Assert.Equal(InboxLanes.Place.First, _lanes.Add(Update(11, chat: 8)));
        Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(Update(12, chat: 8)));
        for (var id = 100; id <= 110; id++)
            Assert.NotEqual(InboxLanes.Place.Surplus, _lanes.Add(Update(id, chat: 9, isTrusted: true)));
    }

    [Fact]
    public void An_album_counts_as_one_in_the_bound_of_a_chat()
    {
        _lanes.Add(Update(1, chat: 7));
        var parts = Enumerable.Range(2, 10).Select(id => Photo(id, "a")).ToList();
        Assert.All(parts, part => Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(part)));
        Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(Photo(12, "b")));

        Assert.Equal(InboxLanes.Place.EndOfFlood, _lanes.Add(Photo(13, "c")));
        Assert.Equal(InboxLanes.Place.Surplus, _lanes.Add(Photo(14, "c")));
    }

    [Fact]
    public void Places_of_an_album_are_free_again_when_all_of_it_is_done()
    {
        var parts = Enumerable.Range(1, 10).Select(id => Photo(id, "a")).ToList();
        parts.ForEach(part => _lanes.Add(part));
        _lanes.Add(Update(11, chat: 7));
        _lanes.Add(Update(12, chat: 7));
        foreach (var part in parts)
            _lanes.Finish(part);

        Assert.Equal(InboxLanes.Place.Waiting, _lanes.Add(Update(13, chat: 7)));
        Assert.Equal(InboxLanes.Place.EndOfFlood, _lanes.Add(Update(14, chat: 7)));
    }

    [Fact]
    public void Not_even_parts_of_albums_wait_without_a_bound()
    {
        var places = Enumerable.Range(1, 200).Select(id => _lanes.Add(Photo(id, "a"))).ToList();

        Assert.Equal(99, places.Count(place => place == InboxLanes.Place.Waiting));
        Assert.Equal(InboxLanes.Place.EndOfFlood, places[100]);
        Assert.All(places.Skip(101), place => Assert.Equal(InboxLanes.Place.Surplus, place));
    }

    private static PendingUpdate Photo(long id, string album)
    {
        var input = new ClientInput.File(new Attachment(AttachmentKind.Photo, "f", "u")) { AlbumId = album };
        return new(id, 7, new IncomingUpdate.ForClient(new ClientUpdate(id, 7, null, input)), attempts: 0);
    }

    private static PendingUpdate Update(long id, long chat, bool isTrusted = false) =>
        new(id, chat, new IncomingUpdate.ForNobody(id), attempts: 0, isTrusted);
}
