using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>How the poller works; the defaults are what the program runs with.</summary>
/// <param name="LongPoll">How long Telegram keeps an empty answer back; at most 50 s (Bot API, getUpdates).</param>
/// <param name="AnswerDeadline">How long a receiver may be silent before its update is sent again.</param>
/// <param name="FaultsBeforeSetAside">After how many failures of its own an update is set aside.</param>
/// <param name="MostUnhandled">Above this many unhandled updates no more are taken from Telegram, where they keep for 24 hours.</param>
/// <param name="MostOfOneChat">
/// How many updates of one client may wait at a time. Nobody means more than that, and each is a reply that Telegram lets through at
/// one a second: what is beyond it is let go of, and the client told so once.
/// </param>
public sealed record PollerOptions(
    TimeSpan LongPoll, TimeSpan AnswerDeadline, int FaultsBeforeSetAside, int MostUnhandled, int MostOfOneChat = 30)
{
    // The deadline is also how long a client waits whose conversation could not be recovered: nobody reports that.
    public static PollerOptions Default { get; } = new(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(2), 10, 10_000);
}

/// <summary>
/// Takes updates from Telegram, makes them durable, and sees to it that each one is handled: the only one of its kind in the
/// cluster. The offset that confirms a batch to Telegram is asked with only after the batch is in the inbox.
/// </summary>
public sealed partial class PollerActor : ReceiveActor, IWithTimers
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    // Of a database that is away: it may be back at any moment, and then nobody is to wait for long.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // A notice that Telegram does not take at once is tried again; it need not wait for its turn meanwhile.
    private static readonly TimeSpan NoticePatience = TimeSpan.FromMinutes(1);

    private readonly TelegramUpdates _telegram;
    private readonly ITelegramBotClient _client;
    private readonly InboxStore _inbox;
    private readonly UpdateReader _reader;
    private readonly PollerOptions _options;
    private readonly TimeProvider _clock;
    private readonly IActorRef _conversations;
    private readonly IActorRef _manager;
    private readonly TelegramSender _sender;
    private readonly ManagerChats _managerChats;
    private readonly ILogger<PollerActor> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stoppingPolls = new();

    private readonly InboxLanes _lanes;
    private readonly HandledRows _handled = new();
    private readonly HashSet<PendingUpdate> _waitUntilAlone = [];
    private bool _deleting;
    private bool _polling;
    private long? _offset;
    private int _pollFailures;
    private int _inboxFailures;

    // From the first word of a stop on: what is out may come to its end, nothing new begins.
    private bool _isStopping;
    private IActorRef? _waitsForEnd;

    public PollerActor(
        TelegramUpdates telegram, ITelegramBotClient client, InboxStore inbox, UpdateReader reader, PollerOptions options, TimeProvider clock,
        IRequiredActor<ConversationActor> conversations, IRequiredActor<ManagerActor> manager, TelegramSender sender, ManagerChats managerChats,
        ILogger<PollerActor> logger)
    {
        (_telegram, _client, _inbox, _reader, _options, _clock) = (telegram, client, inbox, reader, options, clock);
        (_conversations, _manager, _sender, _logger) = (conversations.ActorRef, manager.ActorRef, sender, logger);
        _managerChats = managerChats;
        _lanes = new InboxLanes(options.MostOfOneChat);

        Receive<Load>(_ => LoadInbox());
        Receive<Loaded>(OnLoaded);
        Receive<Poll>(_ => PollWhenRoom());
        Receive<Fetched>(OnFetched);
        Receive<Stored>(OnStored);
        Receive<NotStored>(OnNotStored);
        Receive<Handled>(report => OnReport(report.UpdateId, update => Finish(update, report.IsRemembered)));
        Receive<StillAtWork>(report => OnReport(report.UpdateId, OnStillAtWork));
        Receive<WaitsForEarlier>(report => OnReport(report.UpdateId, WaitUntilAlone));
        Receive<NotHandled>(report => OnReport(report.UpdateId, update => OnNotHandled(update, report)));
        Receive<SetAside>(OnSetAside);
        Receive<FailureRecorded>(recorded => OnReport(recorded.UpdateId, Release));
        Receive<Noticed>(noticed => OnReport(noticed.UpdateId, update => OnNoticed(update, noticed)));
        Receive<DeleteHandled>(_ => DeleteHandledNow());
        Receive<Deleted>(deleted => LetGo(deleted.UpdateIds));
        Receive<NotDeleted>(failed => GiveBack(failed.UpdateIds));
        Receive<LookForOverdue>(_ => SendOverdueAgain());
        Receive<ForgetOld>(_ => ForgetOldIds());
        Receive<StepFailed>(OnStepFailed);
        Receive<StopTaking>(_ => OnStopTaking());
        Receive<AwaitEnd>(_ => OnAwaitEnd());
        Receive<Done>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookForOverdue), LookForOverdue.Instance, TimeSpan.FromMilliseconds(250));
        Timers.StartPeriodicTimer(nameof(ForgetOld), ForgetOld.Instance, TimeSpan.FromHours(1));
        StopWithTheProgram();
        Self.Tell(Load.Instance);
    }

    protected override void PostStop()
    {
        _stoppingPolls.Cancel();
        _stopping.Cancel();
    }

    // --- start: what an earlier run left behind comes first ---

    private void LoadInbox() => Run(
        async token =>
        {
            // Before the first batch: after a long rest, what is remembered must not be taken for what comes.
            await _inbox.ForgetOldAsync(token);
            return new Loaded(await _inbox.LoadOffsetAsync(token), await _inbox.LoadWaitingAsync(token));
        },
        retry: Load.Instance);

    private void ForgetOldIds() => Run(async token =>
    {
        await _inbox.ForgetOldAsync(token);
        return null;
    });

    private void OnLoaded(Loaded loaded)
    {
        _inboxFailures = 0;
        _offset = loaded.Offset;
        if (loaded.Waiting.Count > 0)
            _logger.LogInformation("{Count} updates of an earlier run wait to be handled", loaded.Waiting.Count);
        Dispatch(loaded.Waiting);
        Self.Tell(Poll.Instance);
    }

    // --- taking updates in ---

    private void PollWhenRoom(int comingIn = 0)
    {
        if (_polling || _isStopping || _lanes.Count + _handled.Count + comingIn >= _options.MostUnhandled)
            return;
        _polling = true;
        var offset = _offset;
        RunPoll(async token => new Fetched(await _telegram.GetAsync(offset, _options.LongPoll, token)));
    }

    private void OnFetched(Fetched fetched)
    {
        // Telegram keeps what is not stored: it was not confirmed.
        if (_isStopping)
            return;
        _pollFailures = 0;
        if (fetched.Updates.Count == 0)
        {
            _polling = false;
            PollWhenRoom();
            return;
        }

        // The last id, not the highest: after a quiet week Telegram goes on with a lower one, and the offset must follow it down.
        var nextOffset = fetched.Updates[^1].UpdateId + 1;
        var leaving = TakeHandled();
        // All of it, a flood's surplus too: nothing is confirmed to Telegram that was not stored.
        Run(
            async token => new Stored(
                await _inbox.StoreAsync(fetched.Updates, nextOffset, leaving, token), nextOffset, leaving,
                MoreWait: fetched.Updates.Count >= TelegramUpdates.MostAtOnce),
            retry: new NotStored(fetched, leaving));
    }

    private void OnNotStored(NotStored failed)
    {
        GiveBack(failed.Leaving);
        OnFetched(failed.Fetched);
    }

    private void OnStored(Stored stored)
    {
        FailPoints.Pass(FailPoints.InboxStored);
        _inboxFailures = 0;
        _offset = stored.NextOffset;
        LetGo(stored.Leaving);
        _polling = false;
        // Telegram looks for the next ones while these are handed out.
        if (stored.MoreWait)
            PollWhenRoom(comingIn: stored.Rows.Count);
        Dispatch(stored.Rows);
        PollWhenRoom();
    }

    // --- handing them out ---

    private void Dispatch(IReadOnlyList<InboxRow> rows)
    {
        // They are in the inbox for the next start.
        if (_isStopping)
            return;
        // One that is known came twice: from Telegram, or from a batch that was stored twice.
        foreach (var row in rows.Where(row => !_lanes.Contains(row.UpdateId) && !_handled.Contains(row.UpdateId)))
        {
            try
            {
                if (ToPending(row) is { } update)
                    Enter(update);
                else
                    _handled.Add(row.UpdateId, chatId: null);
            }
            catch (JsonException exception)
            {
                _logger.LogError("Update {UpdateId} cannot be read and is set aside: {Error}", row.UpdateId, exception.Message);
                Self.Tell(new SetAside(row.UpdateId, row.Attempts + 1, exception.Message));
            }
        }

        DeleteHandledInTime();
    }

    /// <summary>Null when nobody reacts to it.</summary>
    /// <exception cref="JsonException">It cannot be read.</exception>
    private PendingUpdate? ToPending(InboxRow row)
    {
        switch (_reader.Read(row.Json))
        {
            case IncomingUpdate.ForClient incoming:
                return new PendingUpdate(row.UpdateId, incoming.Update.UserId, incoming, row.Attempts);
            case IncomingUpdate.ForManager incoming:
                var chatId = incoming.Update.ChatId ?? incoming.Update.From.Id;
                return new PendingUpdate(row.UpdateId, chatId, incoming, row.Attempts, isTrusted: _managerChats.Contains(chatId));
            default:
                return null;
        }
    }

    private void Enter(PendingUpdate update)
    {
        switch (_lanes.Add(update))
        {
            case InboxLanes.Place.First:
                Send(update);
                break;
            case InboxLanes.Place.EndOfFlood:
                _logger.LogWarning(
                    "Chat {ChatId} sent more than {Limit} updates at once: the rest will not be answered one by one", update.ChatId,
                    _options.MostOfOneChat);
                break;
            case InboxLanes.Place.Surplus:
                // Nothing was said because of it, so nothing has to wait until it cannot come again.
                _handled.Add(update.UpdateId, chatId: null);
                break;
        }
    }

    private void Send(PendingUpdate update)
    {
        if (_isStopping)
            return;
        var earlierMayComeAgain = _handled.CountOf(update.ChatId) > 0;
        update.IsWithReceiver = true;
        update.DueAt = _clock.GetUtcNow() + _options.AnswerDeadline;
        switch (update.Incoming)
        {
            case IncomingUpdate.ForClient when update.EndsFlood && earlierMayComeAgain:
                WaitUntilAlone(update);
                break;
            case IncomingUpdate.ForClient when update.EndsFlood:
                SayNotice(update);
                break;
            case not null when update.EndsFlood:
                Finish(update);
                break;
            case IncomingUpdate.ForClient forClient:
                _conversations.Tell(earlierMayComeAgain ? forClient.Update with { EarlierMayComeAgain = true } : forClient.Update);
                break;
            case IncomingUpdate.ForManager forManager:
                _manager.Tell(forManager.Update);
                break;
        }
    }

    private void SendOverdueAgain()
    {
        foreach (var update in _lanes.Overdue(_clock.GetUtcNow()))
            Send(update);
    }

    private void SayNotice(PendingUpdate update)
    {
        update.DueAt = DateTimeOffset.MaxValue;
        _sender.SendAsync(update.ChatId, new Message(FormText.TooManyMessages), NoticePatience, _stopping.Token).PipeTo(
            Self, success: outcome => new Noticed(update.UpdateId, outcome as SendOutcome.Postponed, null),
            failure: error => new Noticed(update.UpdateId, null, error.GetBaseException()));
    }

    private void OnNoticed(PendingUpdate update, Noticed noticed)
    {
        if (noticed is { Postponed: null, Error: null })
        {
            _logger.LogInformation("{Count} updates of chat {ChatId} were not answered one by one", update.Surplus + 1, update.ChatId);
            Finish(update);
            return;
        }

        Interrupt(update, noticed.Postponed?.RetryAfter ?? FaultBackoff.Before(update.Interruptions + 1));
        if (noticed.Error is not (null or OperationCanceledException))
            _logger.LogError("Chat {ChatId} could not be told that it sends too much: {Error}", update.ChatId, noticed.Error.Message);
    }
}
