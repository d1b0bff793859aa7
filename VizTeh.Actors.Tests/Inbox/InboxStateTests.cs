using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class InboxStateTests
{
    private const long Client = 7;

    private static readonly PollerOptions Options = new(
        TimeSpan.FromSeconds(1), AnswerDeadline: TimeSpan.FromSeconds(2), FaultsBeforeSetAside: 2, MostUnhandled: 100, MostOfOneChat: 30);

    private InboxState _state = new(Options, new Random(1));
    private TimeSpan _now;

    [Fact]
    public void An_update_is_sent_when_it_arrives_and_the_next_of_its_chat_when_the_row_before_it_is_deleted()
    {
        Assert.Equal([new Sent(1)], Arrive(1));
        Assert.Empty(Arrive(2));

        var deletion = Assert.Single(Report(new Handled(1)).OfType<InboxEffect.Delete>());
        Assert.Equal([1], deletion.UpdateIds);
        Assert.Equal([new Sent(2)], Sends(Apply(new InboxEvent.Deleted(deletion.UpdateIds))));
    }

    [Fact]
    public void The_next_update_is_sent_at_once_with_a_word_of_the_row_before_it_when_that_is_deduplicated()
    {
        Arrive(1);
        Arrive(2);

        var effects = Report(new Handled(1, IsDeduplicated: true));

        Assert.Equal([new Sent(2, EarlierMayBeRedelivered: true)], Sends(effects));
        Assert.Contains(InboxEffect.DeleteSoon.Instance, effects);
    }

    [Fact]
    public void A_deferred_update_is_sent_again_when_no_row_before_it_is_left_and_the_deletion_does_not_wait()
    {
        Arrive(1);
        Arrive(2);
        Report(new Handled(1, IsDeduplicated: true));

        var deletion = Assert.Single(Report(new Deferred(2)).OfType<InboxEffect.Delete>());
        Assert.Empty(Pass(TimeSpan.FromMinutes(1)));
        Assert.Equal([new Sent(2)], Sends(Apply(new InboxEvent.Deleted(deletion.UpdateIds))));
    }

    [Fact]
    public void Reports_of_earlier_deliveries_neither_send_a_deferred_update_again_nor_move_it()
    {
        Arrive(1);
        Arrive(2);
        Report(new Handled(1, IsDeduplicated: true));
        var deletion = Assert.Single(Report(new Deferred(2)).OfType<InboxEffect.Delete>());

        Assert.Empty(Report(new InProgress(2)));
        Assert.Empty(Report(new Failed(2, "away", IsFault: false)));
        Assert.Empty(Report(new Deferred(2)));
        Assert.Empty(Pass(TimeSpan.FromMinutes(1)));
        Apply(new InboxEvent.Deleted(deletion.UpdateIds));
        Assert.Empty(Report(new Deferred(2)));
    }

    [Fact]
    public void No_more_rows_of_a_chat_are_left_behind_than_its_conversation_deduplicates()
    {
        for (var id = 1; id <= InboxState.MostUndeletedOfOneChat + 1; id++)
            Arrive(id);
        for (var id = 1; id < InboxState.MostUndeletedOfOneChat; id++)
            Assert.Equal([new Sent(id + 1, EarlierMayBeRedelivered: true)], Sends(Report(new Handled(id, IsDeduplicated: true))));

        Assert.Empty(Sends(Report(new Handled(InboxState.MostUndeletedOfOneChat, IsDeduplicated: true))));
    }

    [Fact]
    public void A_silent_receiver_gets_its_update_again_and_one_that_is_at_work_is_given_time()
    {
        Arrive(1);

        Assert.Empty(Pass(TimeSpan.FromSeconds(1.9)));
        Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(0.1)));
        Pass(TimeSpan.FromSeconds(1));
        Report(new InProgress(1));
        Assert.Empty(Pass(TimeSpan.FromSeconds(1.9)));
        Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(0.1)));
    }

    [Fact]
    public void One_of_several_nodes_sends_again_soon_what_a_moving_shard_dropped_and_less_often_while_nobody_answers()
    {
        _state = new InboxState(Options with { FirstAnswerDeadline = TimeSpan.FromMilliseconds(500) }, new Random(1));
        Arrive(1);

        foreach (var wait in (double[])[0.5, 1, 2, 2])
        {
            Assert.Empty(Pass(TimeSpan.FromSeconds(wait - 0.1)));
            Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(0.1)));
        }

        Report(new InProgress(1));
        Assert.Empty(Pass(TimeSpan.FromSeconds(1.9)));
        Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(0.1)));
        Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(0.5)));
    }

    [Fact]
    public void An_outage_is_told_once_and_counts_as_no_fault()
    {
        Arrive(1);

        for (var time = 1; time <= 5; time++)
        {
            var told = Report(new Failed(1, "away", IsFault: false));
            Assert.Equal(time == 1 ? [new InboxEffect.TellInterrupted(1, "away")] : [], told);
            Assert.Equal([new Sent(1)], Pass(TimeSpan.FromSeconds(2)));
        }
    }

    [Fact]
    public void An_update_that_fails_too_often_is_set_aside_and_its_lane_goes_on_when_the_row_says_so()
    {
        Arrive(1);
        Arrive(2);

        Assert.Equal([new InboxEffect.RecordFault(1, 1, "throws")], Report(new Failed(1, "throws", IsFault: true)));
        Pass(TimeSpan.FromSeconds(1));
        Assert.Equal([new InboxEffect.SetAside(1, 2, "throws")], Report(new Failed(1, "throws", IsFault: true)));
        Assert.Empty(Pass(TimeSpan.FromHours(1)));
        Assert.Equal([new Sent(2)], Sends(Apply(new InboxEvent.SetAsideRecorded(1))));
    }

    [Fact]
    public void Why_a_conversation_is_not_recovered_is_recorded_once()
    {
        Arrive(1);

        Assert.Equal([new InboxEffect.RecordNotRecovered(1, 0, "gone")], Report(new NotRecovered(1, "gone")));
        Pass(TimeSpan.FromMinutes(2));
        Assert.Empty(Report(new NotRecovered(1, "gone")));
        Assert.Equal([new InboxEffect.RecordNotRecovered(1, 0, "too long")], Report(new NotRecovered(1, "too long")));
    }

    [Fact]
    public void A_report_that_comes_twice_or_of_nothing_known_changes_nothing()
    {
        Arrive(1);
        Report(new Handled(1));

        Assert.Empty(Report(new Handled(1)));
        Assert.Empty(Report(new Failed(1, "late", IsFault: true)));
        Assert.Empty(Report(new Handled(99)));
        Assert.Equal(2, _state.Count);
    }

    [Fact]
    public void Rows_go_with_the_next_batch_or_after_a_moment_and_one_deletion_is_under_way_at_a_time()
    {
        Arrive(1);
        Assert.Contains(InboxEffect.DeleteSoon.Instance, Report(new Handled(1)));
        Arrive(2, chat: 8);
        Assert.DoesNotContain(InboxEffect.DeleteSoon.Instance, Report(new Handled(2)));

        var store = Assert.IsType<InboxEffect.Store>(Assert.Single(Fetch()));
        Assert.Equal([1, 2], store.Leaving.Order());
        Arrive(3, chat: 9);
        Report(new Handled(3));
        Assert.Empty(Apply(InboxEvent.DeleteDue.Instance));

        var again = Assert.Single(Apply(new InboxEvent.DeleteFailed(store.Leaving)).OfType<InboxEffect.Delete>());
        Assert.Equal([1, 2, 3], again.UpdateIds.Order());
        Assert.Equal([InboxEffect.RoomFreed.Instance], Apply(new InboxEvent.Deleted(again.UpdateIds)).Distinct());
        Assert.Equal(0, _state.Count);
    }

    [Fact]
    public void A_batch_that_had_nothing_to_delete_ends_no_deletion_that_is_under_way()
    {
        Arrive(1);
        Report(new Handled(1));
        Assert.Single(Apply(InboxEvent.DeleteDue.Instance));

        var store = Assert.IsType<InboxEffect.Store>(Assert.Single(Fetch()));
        Assert.Empty(store.Leaving);
        Assert.Empty(Apply(new InboxEvent.DeleteFailed(store.Leaving)));
        Assert.Empty(Apply(new InboxEvent.Deleted(store.Leaving)));
        Assert.Empty(Apply(InboxEvent.DeleteDue.Instance));
    }

    [Fact]
    public void What_nobody_wants_is_deleted_and_what_cannot_be_read_is_set_aside()
    {
        Apply(new InboxEvent.Arrived(new InboxRow(1, "{}"), new ReadRow.ForNobody()));
        Assert.Equal(
            [new InboxEffect.SetAside(2, 4, "no update", IsUnreadable: true)],
            Apply(new InboxEvent.Arrived(new InboxRow(2, "{}", Attempts: 3), new ReadRow.Unreadable("no update"))));

        Assert.Equal([InboxEffect.DeleteSoon.Instance], Apply(InboxEvent.BatchArrived.Instance));
        Assert.Equal([1], Assert.IsType<InboxEffect.Delete>(Assert.Single(Apply(InboxEvent.DeleteDue.Instance))).UpdateIds);
    }

    [Fact]
    public void An_update_that_arrives_twice_is_sent_once()
    {
        Arrive(1);
        Assert.Empty(Arrive(1));
        Report(new Handled(1));

        Assert.Empty(Arrive(1));
    }

    [Fact]
    public void The_surplus_of_a_flood_is_deleted_when_the_row_says_that_its_notice_is_owed()
    {
        BeginFlood();
        Arrive(1);
        Assert.Equal([new InboxEffect.TellFlood(Client)], Arrive(2));
        var note = Assert.IsType<InboxEffect.NoteEndOfFlood>(Assert.Single(Arrive(3)));
        Assert.Empty(Arrive(4));
        Assert.Empty(Apply(InboxEvent.BatchArrived.Instance));

        Assert.Equal([InboxEffect.DeleteSoon.Instance], Apply(new InboxEvent.EndOfFloodNoted(note.End)));
        Assert.Equal([3, 4], Assert.IsType<InboxEffect.Delete>(Assert.Single(Apply(InboxEvent.DeleteDue.Instance))).UpdateIds.Order());
    }

    [Fact]
    public void The_notice_waits_for_the_rows_before_it_is_said_until_telegram_takes_it_and_then_its_row_goes()
    {
        BeginFlood();
        Arrive(1);
        Arrive(2);
        Arrive(3);
        var deletion = Assert.Single(Report(new Handled(1, IsDeduplicated: true)).OfType<InboxEffect.Delete>());
        Assert.Single(Apply(new InboxEvent.Deleted(deletion.UpdateIds)).OfType<InboxEffect.SayNotice>());

        Apply(new InboxEvent.NoticeNotSaid(2, TimeSpan.FromSeconds(30), Error: null));
        Assert.Empty(Apply(InboxEvent.TimePassed.Instance));
        _now += TimeSpan.FromSeconds(30);
        Assert.Single(Apply(InboxEvent.TimePassed.Instance).OfType<InboxEffect.SayNotice>());
        Assert.Contains(new InboxEffect.TellFloodEnded(Client, 2), Apply(new InboxEvent.NoticeSaid(2)));
        Assert.Equal([2, 3], Assert.IsType<InboxEffect.Delete>(Assert.Single(Apply(InboxEvent.DeleteDue.Instance))).UpdateIds.Order());
    }

    [Fact]
    public void At_a_stop_nothing_new_is_sent_what_is_out_may_end_and_then_all_is_at_rest()
    {
        Arrive(1);
        Arrive(2);
        Apply(InboxEvent.StopBegun.Instance);
        Assert.Empty(Arrive(3, chat: 8));
        Assert.Empty(Fetch());
        Assert.False(_state.IsAtRest);

        var deletion = Assert.Single(Report(new Handled(1, IsDeduplicated: true)).OfType<InboxEffect.Delete>());
        Assert.False(_state.IsAtRest);
        Assert.Empty(Sends(Apply(new InboxEvent.Deleted(deletion.UpdateIds))));
        Assert.True(_state.IsAtRest);
    }

    [Fact]
    public void A_stop_that_interrupts_an_update_is_no_news()
    {
        Arrive(1);
        Apply(InboxEvent.StopBegun.Instance);

        Assert.Empty(Report(new Failed(1, "the conversation stopped", IsFault: false)));
        Assert.True(_state.IsAtRest);
    }

    private void BeginFlood() => _state = new InboxState(Options with { MostOfOneChat = 1 }, new Random(1));

    private object[] Arrive(long id, long chat = Client)
    {
        var update = new PendingUpdate(
            id, chat, new IncomingUpdate.ForClient(new ClientUpdate(id, chat, null, new ClientInput.Text("привет"))), attempts: 0);
        var arrived = Apply(new InboxEvent.Arrived(new InboxRow(id, "{}"), new ReadRow.Wanted(update)));
        return [.. arrived.Concat(Apply(InboxEvent.BatchArrived.Instance)).Select(ToSent)];
    }

    private InboxEffect[] Fetch() => Apply(new InboxEvent.Fetched(new FetchedUpdates(["{}"], TimeSpan.Zero)));

    private InboxEffect[] Report(IUpdateReport report) => Apply(new InboxEvent.Reported(report));

    private IEnumerable<Sent> Pass(TimeSpan time)
    {
        _now += time;
        return Sends(Apply(InboxEvent.TimePassed.Instance));
    }

    private InboxEffect[] Apply(InboxEvent happened) => _state.Apply(happened, _now).ToArray();

    private static IEnumerable<Sent> Sends(IEnumerable<InboxEffect> effects) => effects.Select(ToSent).OfType<Sent>();

    private static object ToSent(InboxEffect effect) =>
        effect is InboxEffect.Send send ? new Sent(send.Update.UpdateId, send.EarlierMayBeRedelivered) : effect;

    private sealed record Sent(long UpdateId, bool EarlierMayBeRedelivered = false);
}
