using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Chats;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telegram;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Takes updates from Telegram, makes them durable, and sees to it that each one is handled: the only one of its kind in the
/// cluster. The offset that confirms a batch to Telegram is asked with only after the batch is in the inbox.
/// </summary>
public sealed partial class PollerActor : ReceiveActor, IWithTimers
{
    private static readonly Backoff FaultBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    // Of a database that is away: it may be back at any moment, and then nobody is to wait for long.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // Of a conversation that only a person can mend: when that is done, the client is not to wait for long.
    private static readonly Backoff RecoveryBackoff = new(TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(2));

    // A notice that Telegram does not take at once is tried again; it need not wait for its turn meanwhile.
    private static readonly TimeSpan NoticePatience = TimeSpan.FromMinutes(1);

    private readonly TelegramUpdates _telegram;
    private readonly ITelegramBotClient _client;
    private readonly InboxStore _inbox;
    private readonly InboxIntake _intake;
    private readonly RowReader _rows;
    private readonly PollerOptions _options;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly IActorRef _conversations;
    private readonly IActorRef _manager;
    private readonly TelegramSender _sender;
    private readonly ILogger<PollerActor> _logger;
    private readonly OutageLog _outage;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stoppingPolls = new();

    private readonly InboxLanes _lanes;
    private readonly PollPace _pace;
    private readonly PollHealth _pollHealth;
    private readonly UndeletedUpdates _undeleted = new();
    private readonly HashSet<PendingUpdate> _deferred = [];
    private bool _deleting;
    private bool _polling;
    private long? _offset;
    private UpdateBatch? _lastBatch;
    private int _inboxFailures;

    // From the first word of a stop on: what is out may come to its end, nothing new begins.
    private bool _isStopping;
    private IActorRef? _waitsForEnd;

    public PollerActor(
        TelegramUpdates telegram, ITelegramBotClient client, InboxStore inbox, InboxIntake intake, UpdateReader reader,
        PollerOptions options, TimeProvider clock, IRequiredActor<ConversationActor> conversations, IRequiredActor<ManagerActor> manager,
        TelegramSender sender, ManagerChats managerChats, BotIdentity bot, Troubles troubles, ILogger<PollerActor> logger)
    {
        (_telegram, _client, _inbox, _intake, _options, _time) = (telegram, client, inbox, intake, options, clock);
        _clock = new SteadyClock(clock);
        (_conversations, _manager, _sender, _logger) = (conversations.ActorRef, manager.ActorRef, sender, logger);
        _rows = new RowReader(reader, managerChats, bot);
        _lanes = new InboxLanes(options.MostOfOneChat);
        _pace = new PollPace(options.LongPoll);
        _pollHealth = new PollHealth(troubles, clock, logger);
        _outage = new OutageLog("The inbox", logger, clock);

        Receive<Load>(_ => LoadInbox());
        Receive<Loaded>(OnLoaded);
        Receive<Poll>(_ => PollWhenRoom());
        Receive<RequireTerm>(_ => AskOfTerm());
        Receive<TermHolds>(_ => OnTermHolds());
        Receive<Fetched>(OnFetched);
        Receive<Stored>(OnStored);
        Receive<NotStored>(OnNotStored);
        Receive<Handled>(report => OnReport(report.UpdateId, update => Finish(update, report.IsDeduplicated)));
        Receive<InProgress>(report => OnReport(report.UpdateId, OnInProgress));
        Receive<Deferred>(report => OnReport(report.UpdateId, Defer));
        Receive<Failed>(report => OnReport(report.UpdateId, update => OnFailed(update, report)));
        Receive<NotRecovered>(report => OnReport(report.UpdateId, update => OnNotRecovered(update, report)));
        Receive<SetAside>(OnSetAside);
        Receive<FailureRecorded>(recorded => OnReport(recorded.UpdateId, AdvanceLane));
        Receive<Noticed>(noticed => OnReport(noticed.UpdateId, update => OnNoticed(update, noticed)));
        Receive<NoteEndOfFlood>(OnNoteEndOfFlood);
        Receive<EndOfFloodNoted>(noted => OnEndOfFloodNoted(noted.End));
        Receive<DeleteDue>(_ => DeleteNow());
        Receive<Deleted>(deleted => OnDeleted(deleted.UpdateIds));
        Receive<NotDeleted>(failed => OnDeleteFailed(failed.UpdateIds));
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
        OnInboxReached();
        _offset = loaded.Offset;
        if (loaded.Waiting.Count > 0)
            _logger.LogInformation("{Count} updates of an earlier run wait to be handled", loaded.Waiting.Count);
        Dispatch(loaded.Waiting);
        Self.Tell(Poll.Instance);
    }

    // --- taking updates in ---

    /// <param name="isTermSure">Whether the inbox has just taken something of this term.</param>
    private void PollWhenRoom(int comingIn = 0, bool isTermSure = false)
    {
        if (_polling || _isStopping || _lanes.Count + _undeleted.Count + comingIn >= _options.MostUnhandled)
            return;
        _polling = true;
        // What was sure before a pause is not after it.
        if (isTermSure || _pace.Wait > TimeSpan.Zero)
            AskTelegram();
        else
            AskOfTerm();
    }

    private void AskTelegram() => FetchAsync(_offset, _pace.Wait, _stoppingPolls.Token).PipeTo(
        Self, failure: error => new StepFailed(error, Poll.Instance));

    private async Task<Fetched> FetchAsync(long? offset, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, _time, cancellationToken);
            await _inbox.RequireTermAsync(cancellationToken);
        }

        var began = _time.GetTimestamp();
        var updates = await _telegram.GetAsync(offset, _options.LongPoll, cancellationToken);
        return new Fetched(updates, _time.GetElapsedTime(began));
    }

    private void OnFetched(Fetched fetched)
    {
        // Telegram keeps what is not stored: it was not confirmed.
        if (_isStopping)
            return;
        _pollHealth.Answered();
        if (fetched.Updates.Count == 0)
        {
            _polling = false;
            _pace.Answered(fetched.Took, hasNews: false);
            PollWhenRoom();
            return;
        }

        var batch = UpdateBatch.Of(fetched.Updates, _offset, _lastBatch);
        var leaving = TakeUndeleted();
        // All of it, a flood's surplus too: nothing is confirmed to Telegram that was not stored.
        Run(
            async token => new Stored(
                await _intake.StoreAsync(batch.Rows, batch.NextOffset, leaving, token), batch, fetched.Took, leaving,
                MoreWait: fetched.Updates.Count >= TelegramUpdates.MostAtOnce),
            retry: new NotStored(fetched, leaving));
    }

    private void OnNotStored(NotStored failed)
    {
        OnDeleteFailed(failed.Leaving);
        OnFetched(failed.Fetched);
    }

    private void OnStored(Stored stored)
    {
        FailPoints.Pass(FailPoints.InboxStored);
        OnInboxReached();
        _pace.Answered(stored.Took, hasNews: stored.Batch.Rows.Count > 0 && stored.Batch.NextOffset != _offset);
        _offset = stored.Batch.NextOffset;
        _lastBatch = stored.Batch;
        OnDeleted(stored.Leaving);
        _polling = false;
        // Telegram looks for the next ones while these are handed out.
        if (stored.MoreWait)
            PollWhenRoom(comingIn: stored.Rows.Count, isTermSure: true);
        Dispatch(stored.Rows);
        PollWhenRoom(isTermSure: true);
    }

    // --- handing them out ---

    private void Dispatch(IReadOnlyList<InboxRow> rows)
    {
        // They are in the inbox for the next start.
        if (_isStopping)
            return;
        // One that is known came twice: from Telegram, or from a batch that was stored twice.
        // All are in their lanes before the first is sent: with it goes what waits behind it.
        var sendable = new List<PendingUpdate>();
        foreach (var row in rows.Where(row => !_lanes.Contains(row.UpdateId) && !_undeleted.Contains(row.UpdateId)))
        {
            switch (_rows.Read(row))
            {
                case ReadRow.Wanted wanted:
                    if (Enqueue(wanted.Update))
                        sendable.Add(wanted.Update);
                    break;
                case ReadRow.ForNobody:
                    _undeleted.Add(row.UpdateId, chatId: null);
                    break;
                case ReadRow.Unreadable unreadable:
                    _logger.LogError("Update {UpdateId} cannot be read and is set aside: {Error}", row.UpdateId, unreadable.Error);
                    Self.Tell(new SetAside(row.UpdateId, row.Attempts + 1, unreadable.Error));
                    break;
            }
        }

        sendable.ForEach(Send);
        DeleteInTime();
    }

    // Whether it is to be sent now.
    private bool Enqueue(PendingUpdate update)
    {
        var place = _lanes.Add(update);
        switch (place)
        {
            case InboxLanes.Place.EndOfFlood:
                _logger.LogWarning(
                    "Chat {ChatId} sent more than {Limit} updates at once: the rest will not be answered one by one", update.ChatId,
                    _options.MostOfOneChat);
                break;
            case InboxLanes.Place.Surplus:
                DropSurplus(_lanes.EndOfFlood(update.ChatId)!);
                break;
        }

        return place == InboxLanes.Place.First;
    }

    private void Send(PendingUpdate update)
    {
        if (_isStopping)
            return;
        var earlierMayBeRedelivered = _undeleted.CountOf(update.ChatId) > 0;
        update.IsWithReceiver = true;
        update.DueAt = _clock.Now + _options.AnswerDeadline;
        switch (update.Incoming)
        {
            case IncomingUpdate.ForClient when update.EndsFlood && earlierMayBeRedelivered:
                Defer(update);
                break;
            case IncomingUpdate.ForClient when update.EndsFlood:
                SayNotice(update);
                break;
            case not null when update.EndsFlood:
                Finish(update);
                break;
            case IncomingUpdate.ForClient forClient:
                _conversations.Tell(forClient.Update with
                {
                    EarlierMayBeRedelivered = earlierMayBeRedelivered,
                    Term = _inbox.Term,
                    NewestWaiting = _lanes.NewestLateMessageBehind(update, _time.GetUtcNow()),
                });
                break;
            case IncomingUpdate.ForManager forManager:
                _manager.Tell(forManager.Update);
                break;
        }
    }

    private void SendOverdueAgain()
    {
        foreach (var update in _lanes.Overdue(_clock.Now))
            Send(update);
    }
}
