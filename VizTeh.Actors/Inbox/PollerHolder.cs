using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Reports;

namespace VizTeh.Actors.Inbox;

/// <summary>How a process detects whether another one polls; the program runs with the defaults.</summary>
/// <param name="HeartbeatInterval">The interval at which the polling process writes a heartbeat, and a standby reads it.</param>
/// <param name="LooksBeforeTakeover">The number of consecutive reads without a new heartbeat after which a standby takes over.</param>
/// <param name="IsOneOfSeveral">Whether the process is one of several nodes: what an operator is told to do depends on it.</param>
public sealed record PollerTermOptions(TimeSpan HeartbeatInterval, int LooksBeforeTakeover, bool IsOneOfSeveral = false)
{
    public static PollerTermOptions Default { get; } = new(TimeSpan.FromSeconds(10), LooksBeforeTakeover: 3);
}

/// <summary>
/// Begins a term when the process starts, and runs the <see cref="PollerActor"/> until another process begins a later term. Then this
/// process stands by, and takes over when the other one is gone. It does not exit, because a service manager would restart it and the two
/// would take the term from each other for ever. The reminders of unfinished forms, the managers' digest and the night's erasures run
/// with the poller.
/// </summary>
/// <remarks>
/// A standby counts its own reads of the heartbeat and compares no clocks. Failed reads do not count, so an outage of the database is not
/// taken for a dead holder.
/// </remarks>
public sealed class PollerHolder : ReceiveActor, IWithTimers
{
    /// <summary>The matter of the trouble in the view <c>health</c>.</summary>
    public const string Matter = "two programs";

    private const string Advice =
        "another program runs on this database and takes the updates from Telegram; this one stands by. Stop one of the two";

    private const string AdviceToNode =
        "another program on this database has taken over the updates from Telegram; this one stands by. A node that the others have put "
        + "out ends and is started again: there is nothing to do. If this stays, a bot without CLUSTER_HOST runs beside the nodes: stop "
        + "that one";

    private static readonly TimeSpan EndDeadline = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PollerRestart = TimeSpan.FromSeconds(1);

    private readonly PollerTerms _terms;
    private readonly NpgsqlDataSource _database;
    private readonly PollerTermOptions _options;
    private readonly Troubles _troubles;
    private readonly Connectivity _connectivity;
    private readonly PollerPing _ping;
    private readonly ILogger<PollerHolder> _logger;
    private readonly ILogger<InboxIntake> _intakeLogger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly DatabaseSteps _steps;

    private long _term;
    private IActorRef? _poller;
    private IActorRef? _reminders;
    private IActorRef? _digest;
    private IActorRef? _retention;
    private bool _standsBy;
    private Heartbeat? _lastHeartbeat;
    private int _looksWithoutHeartbeat;

    public PollerHolder(
        PollerTerms terms, NpgsqlDataSource database, PollerTermOptions options, Troubles troubles, Connectivity connectivity,
        PollerPing ping, ILogger<PollerHolder> logger, ILogger<InboxIntake> intakeLogger)
    {
        (_terms, _database, _options, _troubles, _logger, _intakeLogger) = (terms, database, options, troubles, logger, intakeLogger);
        (_connectivity, _ping) = (connectivity, ping);
        _steps = new DatabaseSteps(
            Self, (error, retry) => new StepFailed(error, retry), new OutageLog("The inbox", logger), _stopping.Token);
        Receive<Begin>(_ => _steps.Run(async token => new Began(await _terms.BeginAsync(token)), Begin.Instance));
        Receive<Began>(began => OnBegan(began.Term));
        Receive<Renew>(_ => RenewTerm());
        Receive<Renewed>(OnRenewed);
        Receive<StartPoller>(_ => RunPoller());
        Receive<Terminated>(_ => OnPollerGone());
        Receive<Look>(_ => _steps.Run(async token => new Looked(await _terms.ReadHeartbeatAsync(token)), Look.Instance));
        Receive<Looked>(looked => OnLooked(looked.Heartbeat));
        Receive<StepFailed>(OnStepFailed);
        Receive<PollerPing.Ping>(OnPing);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        CoordinatedShutdown.Get(Context.System).AddTask(CoordinatedShutdown.PhaseServiceStop, "poller-ends-its-term", EndTermAsync);
        _ping.Began(Self);
        Self.Tell(Begin.Instance);
    }

    protected override void PostStop()
    {
        _ping.Ended(Self);
        _stopping.Cancel();
    }

    private void OnPing(PollerPing.Ping ping)
    {
        if (_poller is { } poller)
            poller.Forward(ping);
        else
            Sender.Tell(PollerPing.Pong.Instance);
    }

    // --- polling ---

    private void OnBegan(long term)
    {
        if (_troubles.Clear(Matter, null))
            _logger.LogWarning("The other program gives no sign of life any more: this one takes the updates from Telegram again");
        Volatile.Write(ref _term, term);
        _standsBy = false;
        _steps.OnAnswered();
        Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, _options.HeartbeatInterval);
        RunPoller();
        _reminders = Context.ActorOf(DependencyResolver.For(Context.System).Props<FormReminderActor>(term), $"reminders-{term}");
        _digest = Context.ActorOf(DependencyResolver.For(Context.System).Props<DigestActor>(), $"digest-{term}");
        _retention = Context.ActorOf(DependencyResolver.For(Context.System).Props<RetentionActor>(term), $"retention-{term}");
    }

    private void RunPoller()
    {
        if (_standsBy || _poller is not null)
            return;
        var inbox = new InboxStore(_database, _term);
        _poller = Context.Watch(Context.ActorOf(
            DependencyResolver.For(Context.System).Props<PollerActor>(inbox, new InboxIntake(inbox, _intakeLogger)), $"term-{_term}"));
    }

    private void RenewTerm()
    {
        var term = _term;
        _steps.Run(async token => new Renewed(term, await _terms.RenewAsync(term, token)), retry: null);
    }

    private void OnRenewed(Renewed renewed)
    {
        if (_standsBy || renewed.Term != _term)
            return;
        if (!renewed.IsHeld)
            StandBy();
        else if (_poller is null)
            Timers.StartSingleTimer(nameof(StartPoller), StartPoller.Instance, PollerRestart);
    }

    // The poller stops itself when the inbox refuses its term. Renewing the term shows whether that was the cause.
    private void OnPollerGone()
    {
        _poller = null;
        if (_standsBy)
            _connectivity.ForgetTelegram();
        else
            RenewTerm();
    }

    // --- standing by ---

    private void StandBy()
    {
        _standsBy = true;
        Timers.CancelAll();
        if (_poller is not null)
            Context.Stop(_poller);
        _connectivity.ForgetTelegram();
        if (_reminders is not null)
            Context.Stop(_reminders);
        if (_digest is not null)
            Context.Stop(_digest);
        if (_retention is not null)
            Context.Stop(_retention);
        (_lastHeartbeat, _looksWithoutHeartbeat) = (null, 0);
        ReportOther();
        LookLater();
    }

    private void OnLooked(Heartbeat? heartbeat)
    {
        if (!_standsBy)
            return;
        _steps.OnAnswered();
        ReportOther();
        _looksWithoutHeartbeat = heartbeat is not null && heartbeat == _lastHeartbeat ? _looksWithoutHeartbeat + 1 : 0;
        _lastHeartbeat = heartbeat;
        var isGone = heartbeat is { SeenAt: null } || _looksWithoutHeartbeat >= _options.LooksBeforeTakeover;
        // The poller of the previous term may still be stopping.
        if (_poller is not null || (heartbeat is not null && !isGone))
            LookLater();
        else if (heartbeat is null)
            Self.Tell(Begin.Instance);
        else
            TakeOver(heartbeat);
    }

    private void TakeOver(Heartbeat last) => _steps.Run(
        async token => await _terms.BeginAfterAsync(last, token) is { } term ? new Began(term) : Look.Instance, retry: Look.Instance);

    private void LookLater() => Timers.StartSingleTimer(nameof(Look), Look.Instance, _options.HeartbeatInterval);

    private void ReportOther()
    {
        var advice = _options.IsOneOfSeveral ? AdviceToNode : Advice;
        if (_troubles.Raise(Matter, null, advice))
            _logger.LogError("Two programs: {Advice}", advice);
    }

    private void OnStepFailed(StepFailed failed)
    {
        // The heartbeat could not be written. The next one is due soon, and the poller reports the database's outage.
        if (failed.Retry is { } retry && !_stopping.IsCancellationRequested)
            _steps.OnFailed(failed.Error, retry, Timers);
    }

    // --- the end ---

    private async Task<Akka.Done> EndTermAsync()
    {
        if (Volatile.Read(ref _term) is > 0 and var term)
        {
            using var deadline = new CancellationTokenSource(EndDeadline);
            // One attempt is enough: after a failure the standby takes over all the same, only later.
            await ((Task)_terms.EndAsync(term, deadline.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return Akka.Done.Instance;
    }

    private sealed record Begin
    {
        public static readonly Begin Instance = new();
    }

    private sealed record Began(long Term);

    private sealed record Renew
    {
        public static readonly Renew Instance = new();
    }

    private sealed record Renewed(long Term, bool IsHeld);

    private sealed record StartPoller
    {
        public static readonly StartPoller Instance = new();
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }

    private sealed record Looked(Heartbeat? Heartbeat);

    private sealed record StepFailed(Exception Error, object? Retry);
}
