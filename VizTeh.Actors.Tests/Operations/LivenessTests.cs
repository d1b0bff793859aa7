using System.Collections.Concurrent;
using Akka.Actor;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using VizTeh.Actors.Inbox;
using VizTeh.Actors.Nodes;
using VizTeh.Actors.Operations.Health;
using VizTeh.Actors.Operations.Service;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tests.Support;

namespace VizTeh.Actors.Tests.Operations;

/// <summary>Only a program whose own machinery hangs is not live, and only that one starves the watchdog.</summary>
public sealed class LivenessTests : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("liveness");
    private readonly Connectivity _connectivity = new(TimeProvider.System);
    private readonly LogLines _log = new();
    private readonly ProgramHealth _health;

    public LivenessTests() => _health = new ProgramHealth(_connectivity, TimeProvider.System);

    public void Dispose() => _system.Dispose();

    [Theory]
    [InlineData(ProgramPhase.Migrating)]
    [InlineData(ProgramPhase.Connecting)]
    [InlineData(ProgramPhase.Recovering)]
    [InlineData(ProgramPhase.Stopping)]
    public async Task A_program_that_has_no_actors_yet_or_stops_is_live_whatever_is_away(ProgramPhase phase)
    {
        _connectivity.Database.Failed();
        _connectivity.Telegram.Failed();
        _health.Life.Enter(phase);

        Assert.Null(await _health.Liveness.FaultAsync(CancellationToken.None));
    }

    [Fact]
    public async Task An_actor_that_answers_is_live_and_one_that_hangs_is_not()
    {
        _health.Life.Enter(ProgramPhase.Recovering);
        _health.Ping.Began(_system.ActorOf(Props.Create(() => new Answering())));
        Assert.Null(await _health.Liveness.FaultAsync(CancellationToken.None));

        using var hang = new ManualResetEventSlim();
        _health.Ping.Began(_system.ActorOf(Props.Create(() => new Hanging(hang))));

        Assert.Contains(
            "has not answered within 5 s", await _health.Liveness.FaultAsync(CancellationToken.None), StringComparison.Ordinal);
        hang.Set();
        Assert.Null(await _health.Liveness.FaultAsync(CancellationToken.None));
    }

    [Fact]
    public async Task One_of_several_nodes_has_started_once_it_is_a_member_beside_the_one_that_polls_and_not_before()
    {
        _system.ActorOf(Props.Create(() => new Answering()), PollerHosting.SingletonName);
        _health.Ping.RunsIn(_system);
        _health.Life.Enter(ProgramPhase.Recovering);
        var nodes = new NodesView(new NodeIdentity("10.0.0.2:4053", Guid.NewGuid()));
        _health.Liveness.Use(nodes);
        var self = new NodeMember("10.0.0.2:4053", "Joining", IsSelf: true, IsOldest: false);
        var oldest = new NodeMember("10.0.0.1:4053", NodeMember.Up, IsSelf: false, IsOldest: true);

        foreach (var members in (NodeMember[][])[[], [oldest], [oldest, self]])
        {
            nodes.Set(members);
            Assert.Null(await _health.Liveness.FaultAsync(CancellationToken.None));
            Assert.Equal(ProgramPhase.Recovering, _health.Life.Phase);
        }

        nodes.Set([oldest, self with { Status = NodeMember.Up }]);
        Assert.Null(await _health.Liveness.FaultAsync(CancellationToken.None));
        Assert.Equal(ProgramPhase.Running, _health.Life.Phase);
    }

    [Fact]
    public async Task A_poller_that_hangs_starves_the_watchdog_until_it_goes_on_and_an_outage_does_not()
    {
        var notifier = new Notifier();
        _health.Life.Enter(ProgramPhase.Recovering);
        _connectivity.Polls.Began();
        _health.Ping.Began(_system.ActorOf(Props.Create(() => new Answering())));
        await using var service = ServiceNotifications.Begin(
            notifier, TimeSpan.FromMilliseconds(200), _health, _connectivity, TimeProvider.System, _log.CreateLogger("service"));
        await Eventually.IsTrueAsync(() => notifier.Meals > 1, "the watchdog is fed");

        _connectivity.Database.Failed();
        _connectivity.Telegram.Failed();
        var before = notifier.Meals;
        await Eventually.IsTrueAsync(() => notifier.Meals > before + 2, "the watchdog is fed during an outage");

        using var hang = new ManualResetEventSlim();
        _health.Ping.Began(_system.ActorOf(Props.Create(() => new Hanging(hang))));
        await Eventually.IsTrueAsync(
            () => notifier.Said.Any(said => said.Contains("STATUS=the poller's actor has not answered", StringComparison.Ordinal)),
            "the service manager is told");
        before = notifier.Meals;
        await Eventually.IsTrueAsync(
            () => _log.All.Any(line => line.Contains("The program does not answer itself", StringComparison.Ordinal)), "the log says so");
        Assert.Equal(before, notifier.Meals);
        hang.Set();

        await Eventually.IsTrueAsync(() => notifier.Meals > before, "the watchdog is fed again");
        Assert.Single(notifier.Said, said => said.Contains("READY=1", StringComparison.Ordinal));
        Assert.Single(_log.All, line => line.StartsWith("Error", StringComparison.Ordinal));
        Assert.Single(_log.All, line => line.Contains("answers itself again", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_end_is_said_once_and_is_the_last_that_is_said()
    {
        var notifier = new Notifier();
        await using (var service = ServiceNotifications.Begin(
            notifier, null, _health, _connectivity, TimeProvider.System, _log.CreateLogger("service")))
        {
            await Eventually.IsTrueAsync(() => !notifier.Said.IsEmpty, "something is said");
            service.SayStopping();
        }

        Assert.Equal("STOPPING=1\nSTATUS=Stopping", notifier.Said.Last());
        Assert.Single(notifier.Said, said => said.Contains("STOPPING=1", StringComparison.Ordinal));
        Assert.Equal(ProgramPhase.Stopping, _health.Life.Phase);
    }

    [Fact]
    public async Task A_service_manager_that_cannot_be_told_holds_nothing_up_and_is_logged_once()
    {
        var notifier = new Notifier { Fails = true };
        await using var service = ServiceNotifications.Begin(
            notifier, null, _health, _connectivity, TimeProvider.System, _log.CreateLogger("service"));

        await Eventually.IsTrueAsync(() => notifier.Tries > 1, "it is tried again");

        Assert.Single(_log.All, line => line.Contains("systemd could not be told", StringComparison.Ordinal));
    }

    /// <summary>A node of a cluster whose poller runs on another one is started too, and has no poller to ask.</summary>
    [Fact]
    public async Task A_node_without_the_poller_asks_its_own_actors_and_has_started_after_a_while()
    {
        var clock = new FakeTimeProvider();
        var health = new ProgramHealth(new Connectivity(clock), clock);
        health.Life.Enter(ProgramPhase.Recovering);
        _system.ActorOf(Props.Create(() => new Answering()), PollerHosting.SingletonName);
        health.Ping.RunsIn(_system);
        Assert.Null(await health.Liveness.FaultAsync(CancellationToken.None));
        Assert.Equal(ProgramPhase.Recovering, health.Life.Phase);

        clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Null(await health.Liveness.FaultAsync(CancellationToken.None));
        Assert.Equal(ProgramPhase.Running, health.Life.Phase);
    }

    [Fact]
    public async Task Actors_that_do_not_start_within_a_minute_are_a_fault()
    {
        var clock = new FakeTimeProvider();
        var health = new ProgramHealth(new Connectivity(clock), clock);
        health.Life.Enter(ProgramPhase.Recovering);
        health.Ping.RunsIn(_system);
        Assert.Null(await health.Liveness.FaultAsync(CancellationToken.None));

        clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Contains("have not started", await health.Liveness.FaultAsync(CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public void A_phase_never_goes_back()
    {
        _health.Life.Enter(ProgramPhase.Stopping);
        _health.Life.Enter(ProgramPhase.Recovering);
        _connectivity.Polls.Began();

        Assert.Equal(ProgramPhase.Stopping, _health.Life.Phase);
    }

    private sealed class Answering : ReceiveActor
    {
        public Answering() => Receive<PollerPing.Ping>(_ => Sender.Tell(PollerPing.Pong.Instance));
    }

    private sealed class Hanging : ReceiveActor
    {
        public Hanging(ManualResetEventSlim hang) => Receive<PollerPing.Ping>(_ =>
        {
            hang.Wait(TimeSpan.FromSeconds(60));
            Sender.Tell(PollerPing.Pong.Instance);
        });
    }

    private sealed class Notifier : ISystemdNotifier
    {
        private int _tries;

        public ConcurrentQueue<string> Said { get; } = new();

        public bool Fails { get; init; }

        public int Tries => Volatile.Read(ref _tries);

        public bool IsEnabled => true;

        /// <summary>How often the watchdog was fed.</summary>
        public int Meals => Said.Count(said => said.Contains("WATCHDOG=1", StringComparison.Ordinal));

        public void Notify(ServiceState state)
        {
            Interlocked.Increment(ref _tries);
            if (Fails)
                throw new System.Net.Sockets.SocketException();
            Said.Enqueue(state.ToString());
        }
    }
}
