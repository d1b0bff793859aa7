using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Tests.Inbox;

/// <summary>For how long a client's update has precedence over cards.</summary>
public sealed class ServedClientsTests
{
    private const long Client = 7;

    private static readonly PollerOptions Options = new(
        TimeSpan.FromSeconds(1), AnswerDeadline: TimeSpan.FromSeconds(2), FaultsBeforeSetAside: 2, MostUnhandled: 100, MostOfOneChat: 30);

    private readonly ForegroundWork _work = new(new FakeTimeProvider());
    private readonly InboxState _state = new(Options, new Random(1));
    private readonly ServedClients _served;
    private TimeSpan _now;

    public ServedClientsTests() => _served = new ServedClients(_work);

    private bool IsServed => _work.Remaining is null;

    [Fact]
    public void From_its_arrival_until_its_report()
    {
        Arrive(1);
        Assert.True(IsServed);

        Report(new InProgress(1));
        Assert.True(IsServed);
        Assert.Equal(0, _work.Ended);

        Report(new Handled(1));
        Assert.False(IsServed);
        Assert.Equal(1, _work.Ended);
    }

    [Fact]
    public void As_long_as_any_other_update_is_at_its_receiver()
    {
        Arrive(1);
        Arrive(2, chat: 8);

        Report(new Handled(1));
        Assert.True(IsServed);

        Report(new Handled(2));
        Assert.False(IsServed);
    }

    [Fact]
    public void An_update_that_is_sent_again_counts_once()
    {
        Arrive(1);
        _now += Options.AnswerDeadline;
        Apply(InboxEvent.TimePassed.Instance);

        Report(new Handled(1));
        Assert.False(IsServed);
    }

    [Fact]
    public void Not_while_it_waits_to_be_sent_again_after_a_failure()
    {
        Arrive(1);
        Report(new Failed(1, "away", IsFault: false));
        Assert.False(IsServed);

        _now += TimeSpan.FromHours(1);
        Apply(InboxEvent.TimePassed.Instance);
        Assert.True(IsServed);
    }

    [Fact]
    public void The_next_of_its_lane_follows_without_a_gap()
    {
        Arrive(1);
        Arrive(2);

        Report(new Handled(1, IsDeduplicated: true));

        Assert.True(IsServed);
        Assert.Equal(1, _work.Ended);
    }

    [Fact]
    public void A_managers_update_is_no_clients()
    {
        Arrive(new PendingUpdate(
            1, -7,
            new IncomingUpdate.ForManager(new ManagerUpdate(1, -7, IsGroup: true, new Person(9, "Пётр", null), new ManagerInput.Other())),
            attempts: 0, isTrusted: true));

        Assert.False(IsServed);
    }

    [Fact]
    public void Nobody_is_served_any_more_once_the_poller_has_stopped()
    {
        Arrive(1);

        _served.Stopped();

        Assert.False(IsServed);
    }

    private void Arrive(long id, long chat = Client) => Arrive(new PendingUpdate(
        id, chat, new IncomingUpdate.ForClient(new ClientUpdate(id, chat, null, new ClientInput.Text("привет"))), attempts: 0));

    private void Arrive(PendingUpdate update)
    {
        Apply(new InboxEvent.Arrived(new InboxRow(update.UpdateId, "{}"), new ReadRow.Wanted(update)));
        Apply(InboxEvent.BatchArrived.Instance);
    }

    private void Report(IUpdateReport report) => Apply(new InboxEvent.Reported(report));

    private void Apply(InboxEvent happened) => _served.On(happened, _state.Apply(happened, _now));
}
