using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Database;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Delivery;

/// <summary>
/// Empties the outbox: a chat's rows one after another, chats side by side. The only one of its kind in the cluster; it holds
/// nothing but which chats are being served, the rest is in the table.
/// </summary>
public sealed class OutboxActor : ReceiveActor, IWithTimers
{
    private const int MostChatsAtOnce = 8;

    // Of those: however many clients are owed something, the managers' chats do not wait for them.
    private const int MostClientsAtOnce = 3;
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan FormerChatInterval = TimeSpan.FromSeconds(10);
    private static readonly Backoff FailureBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(10));

    private readonly OutboxStore _store;
    private readonly OutboxDelivery _delivery;
    private readonly ManagerChats _chats;
    private readonly FormerChats _formerChats;
    private readonly ILogger<OutboxActor> _logger;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();

    private readonly HashSet<long> _serving = [];
    private readonly HashSet<long> _resting = [];

    // Heard from while a row was on its way to them: if that one is refused, it was refused before the sign of life.
    private readonly HashSet<long> _heardFrom = [];
    private bool _looking;
    private bool _lookAgain;

    // A waiting chat was being served already, or too many were: it has to be looked at again when one is done.
    private bool _passedOver;
    private int _failures;

    public OutboxActor(
        OutboxStore store, OutboxDelivery delivery, ManagerChats chats, FormerChats formerChats, ILogger<OutboxActor> logger)
    {
        (_store, _delivery, _chats, _formerChats, _logger) = (store, delivery, chats, formerChats, logger);
        _outage = new OutageLog("The outbox", logger);
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
        // What waits for a chat that was taken out of MANAGER_CHAT_ID; with what was set aside there, which no look finds.
        _formerChats.ReclaimAsync(_stopping.Token)
            .PipeTo(Self, success: () => Woken.Instance, failure: error => new LookingFailed(error, WasLooking: false));
        // A start tries everything: whoever mended something and restarts wants to see it work.
        Wake(chatId: null);
        Timers.StartPeriodicTimer(nameof(OutboxFilled), OutboxFilled.Instance, LookInterval, LookInterval);
    }

    protected override void PostStop() => _stopping.Cancel();

    private void OnHeardFrom(ChatHeardFrom heard)
    {
        if (_serving.Contains(heard.ChatId))
            _heardFrom.Add(heard.ChatId);
        else
            Wake(heard.ChatId);
    }

    private void Wake(long? chatId)
    {
        if (chatId is { } id)
            _resting.Remove(id);
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
        _store.LoadDueChatsAsync(_chats.Current, [.. _resting], _stopping.Token)
            .PipeTo(Self, success: chats => new Looked(chats), failure: error => new LookingFailed(error));
    }

    private void OnLooked(Looked looked)
    {
        _looking = false;
        _failures = 0;
        _outage.Reached();
        foreach (var chat in looked.DueChats)
        {
            if (_resting.Contains(chat.ChatId))
                continue;
            if (HasRoomFor(chat.ChatId) && _serving.Add(chat.ChatId))
                Serve(chat.ChatId, chat.NextIsFor);
            else
                _passedOver = true;
        }

        if (_lookAgain)
            Look();
    }

    private bool HasRoomFor(long chatId) =>
        _serving.Count < MostChatsAtOnce
        && (_chats.Contains(chatId) || _serving.Count(id => !_chats.Contains(id)) < MostClientsAtOnce);

    private void Serve(long chatId, Recipient nextIsFor)
    {
        // What is for managers and waits for any other chat is not sent there (OutboxStore.ClaimAsync) but taken back.
        if (_chats.Contains(chatId) || nextIsFor == Recipient.Client)
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
        // What is still there is being sent by a process with another setting, or is that one's to send.
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
            // A chat that is the managers' no longer gets what is for its person, if anything; the next look sees to the rest.
            Serve(report.ChatId, Recipient.Client);
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
        if (!_stopping.IsCancellationRequested)
            _outage.Failed(DatabaseErrors.WordsOf(failed.Error), LookInterval);
    }

    private void Rest(long chatId, TimeSpan wait)
    {
        // By a timer, which no clock that is set disturbs.
        _resting.Add(chatId);
        Timers.StartSingleTimer(chatId, new RestOver(chatId), wait + TimeSpan.FromMilliseconds(20));
    }

    private void OnRestOver(RestOver rest)
    {
        _resting.Remove(rest.ChatId);
        Look();
    }

    private sealed record Looked(IReadOnlyList<DueChat> DueChats);

    private sealed record RestOver(long ChatId);

    private sealed record Reclaimed(long ChatId);

    private sealed record ServingFailed(long ChatId, Exception Error);

    private sealed record LookingFailed(Exception Error, bool WasLooking = true);

    private sealed record Woken
    {
        public static readonly Woken Instance = new();
    }
}
