using Akka.Actor;
using Akka.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Inbox;

/// <summary>How a process tells whether another one polls; the defaults are what the program runs with.</summary>
/// <param name="SignEvery">How often the one that polls gives a sign of life, and one that stands by looks for it.</param>
/// <param name="LooksBeforeTakeover">After how many looks in a row without a new sign the one that stands by takes over.</param>
public sealed record PollerTermOptions(TimeSpan SignEvery, int LooksBeforeTakeover)
{
    public static PollerTermOptions Default { get; } = new(TimeSpan.FromSeconds(10), LooksBeforeTakeover: 3);
}

/// <summary>
/// Begins a term of its own when it starts, and runs the <see cref="PollerActor"/> for as long as no other process begins a later one.
/// Then it stands by: it neither ends, for a service manager would start it again and the two would take turns for ever, nor stays mute
/// when the other one goes away.
/// </summary>
/// <remarks>A lapse is counted in looks of its own, not by a clock: a database that was away for a minute is no lapse.</remarks>
public sealed class PollerHolder : ReceiveActor, IWithTimers
{
    /// <summary>As the view <c>health</c> names it.</summary>
    public const string Matter = "two programs";

    private const string Advice =
        "another program runs on this database and takes the updates from Telegram; this one stands by. Stop one of the two";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan EndDeadline = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PollerRestart = TimeSpan.FromSeconds(1);
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    private readonly PollerTerms _terms;
    private readonly NpgsqlDataSource _database;
    private readonly PollerTermOptions _options;
    private readonly Troubles _troubles;
    private readonly ILogger<PollerHolder> _logger;
    private readonly ILogger<InboxIntake> _intakeLogger;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();

    private long _term;
    private IActorRef? _poller;
    private bool _standsBy;
    private int _failures;
    private PollerSign? _lastSign;
    private int _looksInVain;

    public PollerHolder(
        PollerTerms terms, NpgsqlDataSource database, PollerTermOptions options, Troubles troubles, ILogger<PollerHolder> logger,
        ILogger<InboxIntake> intakeLogger)
    {
        (_terms, _database, _options, _troubles, _logger, _intakeLogger) = (terms, database, options, troubles, logger, intakeLogger);
        _outage = new OutageLog("The inbox", logger);
        Receive<Begin>(_ => Run(async token => new Began(await _terms.BeginAsync(token)), Begin.Instance));
        Receive<Began>(began => OnBegan(began.Term));
        Receive<Renew>(_ => RenewTerm());
        Receive<Renewed>(OnRenewed);
        Receive<StartPoller>(_ => RunPoller());
        Receive<Terminated>(_ => OnPollerGone());
        Receive<Look>(_ => Run(async token => new Looked(await _terms.LookAsync(token)), Look.Instance));
        Receive<Looked>(looked => OnLooked(looked.Sign));
        Receive<Failed>(OnFailed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        CoordinatedShutdown.Get(Context.System).AddTask(CoordinatedShutdown.PhaseServiceStop, "poller-ends-its-term", EndTermAsync);
        Self.Tell(Begin.Instance);
    }

    protected override void PostStop() => _stopping.Cancel();

    // --- polling ---

    private void OnBegan(long term)
    {
        if (_troubles.Clear(Matter, null))
            _logger.LogWarning("The other program gives no sign of life any more: this one takes the updates from Telegram again");
        Volatile.Write(ref _term, term);
        (_standsBy, _failures) = (false, 0);
        _outage.Reached();
        Timers.StartPeriodicTimer(nameof(Renew), Renew.Instance, _options.SignEvery);
        RunPoller();
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
        Run(async token => new Renewed(term, await _terms.RenewAsync(term, token)), retry: null);
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

    // It stops itself when the inbox tells it that its term is over: this is to be known for sure.
    private void OnPollerGone()
    {
        _poller = null;
        if (!_standsBy)
            RenewTerm();
    }

    // --- standing by ---

    private void StandBy()
    {
        _standsBy = true;
        Timers.CancelAll();
        if (_poller is not null)
            Context.Stop(_poller);
        (_lastSign, _looksInVain) = (null, 0);
        ReportOther();
        LookLater();
    }

    private void OnLooked(PollerSign? sign)
    {
        if (!_standsBy)
            return;
        _failures = 0;
        _outage.Reached();
        ReportOther();
        _looksInVain = sign is not null && sign == _lastSign ? _looksInVain + 1 : 0;
        _lastSign = sign;
        // Its poller of before may still be stopping.
        if (_poller is null && sign is null)
            Self.Tell(Begin.Instance);
        else if (_poller is null && sign is not null && (sign.SeenAt is null || _looksInVain >= _options.LooksBeforeTakeover))
            Run(async token => await _terms.BeginAfterAsync(sign, token) is { } term ? new Began(term) : Look.Instance, Look.Instance);
        else
            LookLater();
    }

    private void LookLater() => Timers.StartSingleTimer(nameof(Look), Look.Instance, _options.SignEvery);

    private void ReportOther()
    {
        if (_troubles.Raise(Matter, null, Advice))
            _logger.LogError("Two programs: {Advice}", Advice);
    }

    // --- steps on the database ---

    private void Run(Func<CancellationToken, Task<object>> step, object? retry)
    {
        var stopping = _stopping.Token;
        RunAsync().PipeTo(Self);

        async Task<object> RunAsync()
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(stopping);
            deadline.CancelAfter(Deadline);
            try
            {
                return await step(deadline.Token);
            }
            catch (OperationCanceledException) when (!stopping.IsCancellationRequested)
            {
                return new Failed(new TimeoutException($"no answer within {Deadline.InWords()}"), retry);
            }
            catch (Exception error)
            {
                return new Failed(error, retry);
            }
        }
    }

    private void OnFailed(Failed failed)
    {
        // A sign of life that could not be given: the next one is soon, and the poller says what is wrong with the database.
        if (failed.Retry is not { } retry || _stopping.IsCancellationRequested)
            return;
        var wait = OutageBackoff.Before(++_failures);
        _outage.Failed(DatabaseTrouble.WordsOf(failed.Error), wait);
        Timers.StartSingleTimer(retry, retry, wait);
    }

    private async Task<Akka.Done> EndTermAsync()
    {
        if (Volatile.Read(ref _term) is > 0 and var term)
        {
            using var deadline = new CancellationTokenSource(EndDeadline);
            // Without it the other one waits for a lapse.
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

    private sealed record Looked(PollerSign? Sign);

    private sealed record Failed(Exception Error, object? Retry);
}
