using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Texts;

namespace VizTeh.Actors.Reports;

/// <summary>How often it is looked whether the digest is due; the program runs with the default.</summary>
internal sealed record DigestOptions(TimeSpan Interval)
{
    public static DigestOptions Default { get; } = new(TimeSpan.FromMinutes(1));
}

/// <summary>
/// Owes the managers' chats the digest of a working day when its time comes. One runs in the process that holds the poller's term; the key
/// of the day in the database makes sure that there is one, whatever is repeated.
/// </summary>
internal sealed class DigestActor : ReceiveActor, IWithTimers
{
    // Each time the database works for half a minute.
    private const int MostSlowTries = 3;

    private readonly StatisticsStore _statistics;
    private readonly DigestStore _store;
    private readonly ManagerChats _chats;
    private readonly CompanySettings _company;
    private readonly DigestOptions _options;
    private readonly TimeProvider _clock;
    private readonly OutageLog _outage;
    private readonly ActorRegistry _actors;
    private readonly CancellationTokenSource _stopping = new();
    private DateOnly? _done;
    private int _slowTries;
    private bool _looking;

    public DigestActor(
        NpgsqlDataSource database, StatisticsStore statistics, ManagerChats chats, BotSettings settings, DigestOptions options,
        TimeProvider clock, ILogger<DigestActor> logger)
    {
        (_store, _statistics, _chats, _company) = (new DigestStore(database), statistics, chats, settings.Company);
        (_options, _clock, _outage) = (options, clock, new OutageLog("The digest", logger));
        _actors = ActorRegistry.For(Context.System);
        Receive<Tick>(_ => Look());
        Receive<Looked>(OnLooked);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        if (_company.DigestAt is not null)
            Timers.StartPeriodicTimer(nameof(Tick), Tick.Instance, _options.Interval, _options.Interval);
    }

    protected override void PostStop() => _stopping.Cancel();

    private void Look()
    {
        if (_looking || DigestRules.Decide(_clock.GetUtcNow(), _company) is not { } due || due.Day == _done)
            return;
        _looking = true;
        OweAsync(due, isLastTry: _slowTries + 1 >= MostSlowTries, _stopping.Token)
            .PipeTo(Self, success: () => new Looked(due.Day, null), failure: error => new Looked(due.Day, error.GetBaseException()));
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        if (looked.Error is null)
        {
            (_done, _slowTries) = (looked.Day, 0);
            _outage.Reached();
        }
        else if (!_stopping.IsCancellationRequested)
        {
            _slowTries += looked.Error is TimeoutException ? 1 : 0;
            _outage.Failed(DatabaseErrors.WordsOf(looked.Error), _options.Interval);
        }
    }

    private async Task OweAsync(DueDigest due, bool isLastTry, CancellationToken cancellationToken)
    {
        if (await _store.IsOwedAsync(due.Day, cancellationToken))
            return;
        var words = await WordsAsync(due, isLastTry, cancellationToken);
        // Its time may have passed while it was read.
        var left = due.SendBefore - _clock.GetUtcNow();
        if (left <= TimeSpan.Zero)
            return;
        var digest = new OwedMessage.Notice(Recipient.Managers, words) { Within = left };
        if (await _store.OweAsync(due.Day, _chats.Current, digest, cancellationToken) && _actors.TryGet<OutboxKey>(out var outbox))
            outbox.Tell(OutboxFilled.Instance);
    }

    private async Task<Message> WordsAsync(DueDigest due, bool isLastTry, CancellationToken cancellationToken)
    {
        try
        {
            return StatisticsText.Digest(await _statistics.ReadAsync(due.Period, cancellationToken), _company);
        }
        catch (TimeoutException) when (isLastTry)
        {
            return new Message(_company.Texts.With(StatsPhrases.DigestTooSlow, ("period", due.Period.InWords())));
        }
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private sealed record Looked(DateOnly Day, Exception? Error);
}
