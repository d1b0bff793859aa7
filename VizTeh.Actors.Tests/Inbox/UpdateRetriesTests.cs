using VizTeh.Actors.Inbox;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

public sealed class UpdateRetriesTests
{
    private static readonly TimeSpan Now = TimeSpan.FromHours(1);

    private readonly UpdateRetries _retries = new(faultsBeforeSetAside: 3, new Random(1));
    private readonly PendingUpdate _update = new(1, 7, new IncomingUpdate.ForNobody(1), attempts: 0);

    [Fact]
    public void During_an_outage_an_update_is_tried_at_least_every_two_seconds_however_long_it_lasts()
    {
        for (var time = 0; time < 50; time++)
            _retries.OnFailed(_update, new Failed(1, "away", IsFault: false), Now);

        Assert.InRange(_update.DueAt - Now, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2));
        Assert.Equal((UpdateStage.Waiting, 0), (_update.Stage, _update.Faults));
    }

    [Fact]
    public void A_conversation_that_a_person_has_to_mend_is_tried_at_least_every_two_minutes()
    {
        for (var time = 0; time < 50; time++)
            _retries.OnNotRecovered(_update, new NotRecovered(1, "gone"), Now);

        Assert.InRange(_update.DueAt - Now, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2));
    }

    [Fact]
    public void A_conversation_of_a_later_version_is_tried_every_few_seconds_and_its_update_is_never_set_aside()
    {
        var report = new NotRecovered(1, "manifest x.v9 is unknown") { IsOfLaterVersion = true };
        Assert.Equal(new InboxEffect.RecordNotRecovered(1, 0, report.Error), _retries.OnNotRecovered(_update, report, Now));

        for (var time = 0; time < 50; time++)
            Assert.Null(_retries.OnNotRecovered(_update, report, Now));

        Assert.InRange(_update.DueAt - Now, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
        Assert.Equal((UpdateStage.Waiting, 0), (_update.Stage, _update.Faults));
    }

    [Fact]
    public void An_update_that_failed_before_a_restart_has_those_faults_counted()
    {
        var update = new PendingUpdate(1, 7, new IncomingUpdate.ForNobody(1), attempts: 2);

        Assert.Equal(new InboxEffect.SetAside(1, 3, "throws"), _retries.OnFailed(update, new Failed(1, "throws", IsFault: true), Now));
        Assert.Equal((UpdateStage.BeingSetAside, TimeSpan.MaxValue), (update.Stage, update.DueAt));
    }

    [Fact]
    public void A_notice_comes_again_when_its_turn_is_or_after_a_wait_of_its_own()
    {
        Assert.Null(_retries.OnNoticeNotSaid(_update, new InboxEvent.NoticeNotSaid(1, TimeSpan.FromSeconds(40), Error: null), Now));
        Assert.Equal(TimeSpan.FromSeconds(40), _update.DueAt - Now);

        Assert.Equal(
            new InboxEffect.TellNoticeFailed(7, "no way"),
            _retries.OnNoticeNotSaid(_update, new InboxEvent.NoticeNotSaid(1, RetryAfter: null, "no way"), Now));
        Assert.InRange(_update.DueAt - Now, TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(1));
    }
}
