using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// Schedules the outbox: a chat's rows one after another, several chats concurrently. A singleton of the cluster; its only state is which
/// chats are being served, everything else is in the table.
/// </summary>
public sealed class OutboxActor : ReceiveActor, IWithTimers
{
    // While rows wait: one may become due without a word.
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);

    // While none wait: whoever adds one says so (OutboxFilled), and only a word that was lost is made up for.
    private static readonly TimeSpan QuietInterval = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan FormerChatInterval = TimeSpan.FromSeconds(10);
    private static readonly Backoff FailureBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    private readonly OutboxStore _store;
    private readonly OutboxDelivery _delivery;
    private readonly ManagerChats _chats;
    private readonly FormerChats _formerChats;
    private readonly PoolSizes _pools;
    private readonly ILogger<OutboxActor> _logger;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();

    private readonly HashSet<long> _serving = [];
    private readonly HashSet<long> _resting = [];

    // Chats that gave a sign of life during a send: a refusal of that send is older than the sign of life, and is retried at once.
    private readonly HashSet<long> _heardFrom = [];
    private bool _looking;
    private bool _lookAgain;
    private bool _hasLooked;

    // A waiting chat was skipped, because it or too many others were being served: look again when one of these is done.
    private bool _passedOver;
    private int _failures;

    public OutboxActor(
        OutboxStore store, OutboxDelivery delivery, ManagerChats chats, FormerChats formerChats, PoolSizes pools,
        ILogger<OutboxActor> logger)
    {
        (_store, _delivery, _chats, _formerChats, _pools, _logger) = (store, delivery, chats, formerChats, pools, logger);
        _outage = new OutageLog("The outbox", logger);
        if (!chats.AreSet)
            _resting.Add(ManagerChats.NotSet);
        Receive<OutboxFilled>(_ => Look());
        Receive<ChatHeardFrom>(OnHeardFrom);
        Receive<Woken>(_ => Look());
        Receive<Looked>(OnLooked);
        Receive<RestOver>(OnRestOver);
        Receive<DeliveryReport>(OnDelivery);
        Receive<Reclaimed>(OnReclaimed);
        Receive<ServingFailed>(OnServingFailed);
        Receive<LookingFailed>(OnLookingFailed);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        ReclaimAndWakeAsync()
            .PipeTo(Self, success: () => Woken.Instance, failure: error => new LookingFailed(error, WasLooking: false));
        LookAfter(LookInterval);
    }

    protected override void PostStop() => _stopping.Cancel();

    // First the rows for managers of a chat that was removed from MANAGER_CHAT_ID, including those set aside, which LoadDueChatsAsync never
    // returns. The reclaim skips locked rows: a wake beside it locks them, so that some cards would be left for later, after the others.
    private async Task ReclaimAndWakeAsync()
    {
        try
        {
            await _formerChats.ReclaimAsync(_stopping.Token);
        }
        finally
        {
            // A start retries everything at once, so that an operator who has mended something sees the result.
            await _store.WakeAsync(chatId: null, _stopping.Token);
        }
    }

    private void OnHeardFrom(ChatHeardFrom heard)
    {
        if (_serving.Contains(heard.ChatId))
            _heardFrom.Add(heard.ChatId);
        else
            Wake(heard.ChatId);
    }

    private void Wake(long chatId)
    {
        _resting.Remove(chatId);
        _store.WakeAsync(chatId, _stopping.Token)
            .PipeTo(Self, success: () => Woken.Instance, failure: error => new LookingFailed(error, WasLooking: false));
    }

    private void Look()
    {
        if (_looking)
        {
            _lookAgain = true;
            return;
        }

        _looking = true;
        _lookAgain = false;
        _passedOver = false;
        LookAsync(_chats.Current, [.. _resting], isFirst: !_hasLooked)
            .PipeTo(Self, success: found => new Looked(found), failure: error => new LookingFailed(error));
    }

    // Nothing is sent before the parts of albums wait anew: at a start their waits are over by the clock.
    private async Task<DueLook> LookAsync(IReadOnlyCollection<long> managersChats, long[] resting, bool isFirst)
    {
        if (isFirst)
        {
            await _store.AwaitPartsAsync(_stopping.Token);
            await _store.TakeUpUnreadableAsync(_stopping.Token);
        }

        return await _store.LoadDueChatsAsync(managersChats, resting, _stopping.Token);
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        _hasLooked = true;
        _failures = 0;
        _outage.Reached();
        LookAfter(looked.Found.IsAnyWaiting ? LookInterval : QuietInterval);
        foreach (var chat in looked.Found.Chats)
        {
            if (_resting.Contains(chat.ChatId))
                continue;
            if (HasRoomFor(chat.ChatId) && _serving.Add(chat.ChatId))
                Serve(chat.ChatId, chat.NextIsFor == Recipient.Client || chat.NextMayGoAnywhere);
            else
                _passedOver = true;
        }

        if (_lookAgain)
            Look();
    }

    private void LookAfter(TimeSpan wait) => Timers.StartSingleTimer(nameof(OutboxFilled), OutboxFilled.Instance, wait);

    // Managers' chats and clients' chats are counted apart: however many clients are owed messages, the managers' chats do not wait for
    // them, nor do clients wait for managers' chats that stand still or have long queues. A chat that is served takes a connection.
    private bool HasRoomFor(long chatId)
    {
        var isManagers = _chats.Contains(chatId);
        return _serving.Count(id => _chats.Contains(id) == isManagers)
            < (isManagers ? _pools.ManagersChatsAtOnce : _pools.ClientsChatsAtOnce);
    }

    private void Serve(long chatId, bool mayNextGo)
    {
        // Other rows for managers that wait for any other chat are never sent there (OutboxStore.ClaimAsync), but taken back.
        if (_chats.Contains(chatId) || mayNextGo)
        {
            _delivery.DeliverAsync(chatId, _stopping.Token)
                .PipeTo(Self, success: report => report, failure: error => new ServingFailed(chatId, error));
        }
        else
        {
            _formerChats.ReclaimAsync(_stopping.Token)
                .PipeTo(Self, success: () => new Reclaimed(chatId), failure: error => new ServingFailed(chatId, error));
        }
    }

    private void OnReclaimed(Reclaimed reclaimed)
    {
        // A process with another setting is sending the remaining rows, or is the one that may.
        _serving.Remove(reclaimed.ChatId);
        _heardFrom.Remove(reclaimed.ChatId);
        Rest(reclaimed.ChatId, FormerChatInterval);
        Look();
    }

    private void OnDelivery(DeliveryReport report)
    {
        if (report.HasMigrated)
            Look();
        if (report.Wait == TimeSpan.Zero)
        {
            // A former managers' chat may still be owed messages for its person; the next look finds the rest.
            Serve(report.ChatId, mayNextGo: true);
            return;
        }

        _serving.Remove(report.ChatId);
        var wasHeardFrom = _heardFrom.Remove(report.ChatId);
        if (report.Wait is not null && wasHeardFrom)
            Wake(report.ChatId);
        else if (report.Wait is { } wait)
            Rest(report.ChatId, wait);
        if (_passedOver)
            Look();
    }

    private void OnServingFailed(ServingFailed failed)
    {
        if (_stopping.IsCancellationRequested)
            return;
        _serving.Remove(failed.ChatId);
        _heardFrom.Remove(failed.ChatId);
        _failures++;
        var wait = FailureBackoff.Before(_failures);
        if (DatabaseErrors.IsTransient(failed.Error.GetBaseException()))
        {
            _outage.Failed(DatabaseErrors.WordsOf(failed.Error), wait);
        }
        else
        {
            _logger.LogError(
                "The outbox of chat {ChatId} stopped ({Error}); next try in {Wait}", failed.ChatId, DatabaseErrors.WordsOf(failed.Error),
                wait.InWords());
        }

        Rest(failed.ChatId, wait);
    }

    private void OnLookingFailed(LookingFailed failed)
    {
        if (failed.WasLooking)
            _looking = false;
        LookAfter(LookInterval);
        if (!_stopping.IsCancellationRequested)
            _outage.Failed(DatabaseErrors.WordsOf(failed.Error), LookInterval);
    }

    private void Rest(long chatId, TimeSpan wait)
    {
        // A timer is not affected by changes of the system clock.
        _resting.Add(chatId);
        Timers.StartSingleTimer(chatId, new RestOver(chatId), wait + TimeSpan.FromMilliseconds(20));
    }

    private void OnRestOver(RestOver rest)
    {
        _resting.Remove(rest.ChatId);
        Look();
    }

    private sealed record Looked(DueLook Found);

    private sealed record RestOver(long ChatId);

    private sealed record Reclaimed(long ChatId);

    private sealed record ServingFailed(long ChatId, Exception Error);

    private sealed record LookingFailed(Exception Error, bool WasLooking = true);

    private sealed record Woken
    {
        public static readonly Woken Instance = new();
    }
}
