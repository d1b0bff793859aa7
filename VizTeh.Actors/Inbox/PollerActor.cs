using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Manager;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.TelegramApi;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Polls Telegram, stores the updates in the inbox, and sends each to its receiver until it is handled. A cluster singleton. A poll's
/// offset confirms the batch before it to Telegram, so the next poll begins only after that batch is stored.
/// </summary>
/// <remarks>
/// <see cref="InboxState"/> decides; the actor reads the clock, applies each event and runs the effects. A step that waits for the database
/// or Telegram runs outside of the mailbox, and its result comes back as a message.
/// </remarks>
public sealed class PollerActor : ReceiveActor, IWithTimers
{
    private static readonly TimeSpan OverdueInterval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan ForgetInterval = TimeSpan.FromHours(1);

    // A quick client's next message arrives within this time, and its transaction then deletes the row as well.
    private static readonly TimeSpan DeleteDelay = TimeSpan.FromMilliseconds(5);

    private readonly ITelegramBotClient _client;
    private readonly InboxStore _inbox;
    private readonly InboxIntake _intake;
    private readonly DatabaseSteps _database;
    private readonly InboxSteps _steps;
    private readonly RowReader _rows;
    private readonly InboxState _state;
    private readonly PollCycle _poll;
    private readonly int _mostUnhandled;
    private readonly TimeProvider _time;
    private readonly SteadyClock _clock;
    private readonly BanStore _banStore;
    private readonly BanList _bans;
    private readonly IActorRef _conversations;
    private readonly IActorRef _manager;
    private readonly ILogger<PollerActor> _logger;
    private readonly InboxLog _log;
    private readonly InboxTelemetry _telemetry;
    private readonly ServedClients _served;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationTokenSource _stoppingPolls = new();
    private bool _watchesDeadlines;
    private IActorRef? _waitsForEnd;

    public PollerActor(
        TelegramUpdates telegram, ITelegramBotClient client, InboxStore inbox, InboxIntake intake, RowReader rows,
        PollerOptions options, TimeProvider clock, IRequiredActor<ConversationActor> conversations, IRequiredActor<ManagerActor> manager,
        TelegramSender sender, BotSettings settings, BanStore banStore, BanList bans, Troubles troubles, Connectivity connectivity,
        BotTelemetry telemetry, ForegroundWork foreground, ILogger<PollerActor> logger)
    {
        (_client, _inbox, _intake, _rows, _mostUnhandled, _logger) = (client, inbox, intake, rows, options.MostUnhandled, logger);
        (_banStore, _bans) = (banStore, bans);
        (_conversations, _manager) = (conversations.ActorRef, manager.ActorRef);
        (_time, _clock) = (clock, new SteadyClock(clock));
        _database = new DatabaseSteps(
            Self, (error, retry) => new StepFailed(error, retry), new OutageLog("The inbox", logger, clock), _stopping.Token);
        _steps = new InboxSteps(inbox, sender, settings.Company.Texts);
        _state = new InboxState(options, Random.Shared);
        _poll = new PollCycle(telegram, inbox, options.LongPoll, new PollHealth(troubles, connectivity, clock, logger), clock);
        _log = new InboxLog(logger, options.MostOfOneChat);
        _telemetry = new InboxTelemetry(telemetry);
        _served = new ServedClients(foreground);

        Receive<IUpdateReport>(report => Apply(new InboxEvent.Reported(report)));
        Receive<Happened>(happened => Apply(happened.Event));
        Receive<Repeat>(repeat => Run(repeat.Effect));
        Receive<Loaded>(OnLoaded);
        Receive<Fetched>(fetched => OnFetched(fetched.Updates));
        Receive<Stored>(OnStored);
        Receive<NotStored>(failed => OnNotStored(failed.Store));
        Receive<StepFailed>(OnStepFailed);
        Receive<PollerPing.Ping>(_ => Sender.Tell(PollerPing.Pong.Instance));
        On(Signal.Load, LoadInbox);
        On(Signal.ForgetOld, () => _database.Run(_inbox.ForgetOldAsync, Signal.Done));
        On(Signal.Poll, () => PollWhenRoom());
        On(Signal.RequireTerm, RequireTermThenFetch);
        On(Signal.TermHolds, OnTermHolds);
        On(Signal.StopTaking, OnStopTaking);
        On(Signal.AwaitEnd, OnAwaitEnd);
        On(Signal.Done, () => { });

        void On(Signal signal, Action react) => Receive<Signal>(_ => react(), heard => heard == signal);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(ForgetInterval, Signal.ForgetOld, ForgetInterval);
        PollerStop.Register(Context.System, Self, Signal.StopTaking, Signal.AwaitEnd, _stopping.Token);
        Self.Tell(Signal.Load);
    }

    protected override void PostStop()
    {
        _stoppingPolls.Cancel();
        _stopping.Cancel();
        _telemetry.Stopped();
        _served.Stopped();
    }

    // --- events in, effects out ---

    private void Apply(InboxEvent happened)
    {
        if (happened is InboxEvent.Deleted { UpdateIds.Length: > 0 })
            _database.OnAnswered();
        if (happened is InboxEvent.TimePassed)
            _watchesDeadlines = false;
        _telemetry.On(happened);
        var effects = _state.Apply(happened, _clock.Now);
        _served.On(happened, effects);
        foreach (var effect in effects)
        {
            _log.Write(effect);
            _telemetry.On(effect);
            Run(effect);
        }

        WatchDeadlines();
        EndIfDone();
    }

    // While nobody is being served, nothing can be overdue.
    private void WatchDeadlines()
    {
        if (_watchesDeadlines || !_state.IsAnyOut)
            return;
        _watchesDeadlines = true;
        Timers.StartSingleTimer(OverdueInterval, new Happened(InboxEvent.TimePassed.Instance), OverdueInterval);
    }

    private void Run(InboxEffect effect)
    {
        switch (effect)
        {
            case InboxEffect.Send { Update: var update, EarlierMayBeRedelivered: var earlierMayBeRedelivered }:
                Send(update, earlierMayBeRedelivered);
                break;
            case InboxEffect.UpdateHandled:
                FailPoints.Pass(FailPoints.UpdateHandled);
                break;
            case InboxEffect.RoomFreed:
                PollWhenRoom();
                break;
            case InboxEffect.DeleteSoon:
                Timers.StartSingleTimer(DeleteDelay, new Happened(InboxEvent.DeleteDue.Instance), DeleteDelay);
                break;
            case InboxEffect.Delete { UpdateIds: var updateIds }:
                Write(effect, retry: new Happened(new InboxEvent.DeleteFailed(updateIds)));
                break;
            case InboxEffect.SetAside or InboxEffect.NoteEndOfFlood:
                Write(effect, retry: new Repeat(effect));
                break;
            case InboxEffect.RecordFault or InboxEffect.RecordNotRecovered:
                Write(effect, retry: null);
                break;
            case InboxEffect.SayNotice { End: var end } when _bans.Find(end.ChatId) is not null:
                Self.Tell(new Happened(new InboxEvent.NoticeSaid(end.UpdateId)));
                break;
            case InboxEffect.SayNotice { End: var end }:
                _steps.SayNoticeAsync(end, _stopping.Token).PipeTo(Self, success: outcome => new Happened(outcome));
                break;
            case InboxEffect.Store store:
                Store(store);
                break;
        }
    }

    private void Send(PendingUpdate update, bool earlierMayBeRedelivered)
    {
        switch (update.Incoming)
        {
            case IncomingUpdate.ForClient forClient:
                _conversations.Tell(forClient.Update with
                {
                    EarlierMayBeRedelivered = earlierMayBeRedelivered,
                    Term = _inbox.Term,
                    Ban = _bans.Find(forClient.Update.UserId),
                    NewestWaiting = _state.NewestLateMessageBehind(update, _time.GetUtcNow()),
                });
                break;
            case IncomingUpdate.ForManager forManager:
                _manager.Tell(forManager.Update);
                break;
        }
    }

    private void Write(InboxEffect effect, object? retry) => _database.Run(
        async token => await _steps.WriteAsync(effect, token) is { } happened ? new Happened(happened) : Signal.Done, retry);

    // --- start: rows that an earlier run left are handled first ---

    private void LoadInbox() => _database.Run(
        async token =>
        {
            // Before the first batch, because Telegram may begin anew with random ids after a week without updates: ids of old updates
            // must not be taken for those of new ones.
            await _inbox.ForgetOldAsync(token);
            await _bans.LoadAsync(_banStore.LoadAsync, token);
            return new Loaded(await _inbox.LoadOffsetAsync(token), await _inbox.LoadWaitingAsync(token));
        },
        retry: Signal.Load);

    private void OnLoaded(Loaded loaded)
    {
        _database.OnAnswered();
        if (loaded.Waiting.Count > 0)
            _logger.LogInformation("{Count} updates of an earlier run wait to be handled", loaded.Waiting.Count);
        _telemetry.Loaded(loaded.Waiting);
        HandOut(loaded.Waiting);
        _poll.StartAt(loaded.Offset);
        Self.Tell(Signal.Poll);
    }

    private void HandOut(IReadOnlyList<InboxRow> rows)
    {
        // At a stop the rows stay in the inbox for the next start.
        if (_state.IsStopping)
            return;
        foreach (var row in rows)
        {
            if (!_state.Contains(row.UpdateId))
                Apply(new InboxEvent.Arrived(row, _rows.Read(row)));
        }

        Apply(InboxEvent.BatchArrived.Instance);
    }

    // --- polling and storing ---

    /// <param name="comingIn">The number of stored updates that are about to arrive.</param>
    /// <param name="isTermSure">Whether the inbox has just accepted a write of this term.</param>
    private void PollWhenRoom(int comingIn = 0, bool isTermSure = false)
    {
        if (_poll.IsUnderWay || _state.IsStopping || _state.Count + comingIn >= _mostUnhandled)
            return;
        _poll.Begin();
        if (isTermSure || _poll.Waits)
            Fetch();
        else
            RequireTermThenFetch();
    }

    private void RequireTermThenFetch() => _database.Run(_inbox.RequireTermAsync, Signal.TermHolds, retry: Signal.RequireTerm);

    private void OnTermHolds()
    {
        _database.OnAnswered();
        Fetch();
    }

    private void Fetch() => _poll.FetchAsync(_stoppingPolls.Token).PipeTo(
        Self, success: updates => new Fetched(updates), failure: error => new StepFailed(error, Signal.Poll));

    private void OnFetched(FetchedUpdates fetched)
    {
        if (_state.IsStopping)
            return;
        _poll.OnFetched(fetched);
        if (fetched.Updates.Count > 0)
            Apply(new InboxEvent.Fetched(fetched));
        else
            PollWhenRoom();
    }

    // The whole batch is stored, the surplus of a flood too: only stored updates are confirmed to Telegram.
    private void Store(InboxEffect.Store store)
    {
        var batch = _poll.ToBatch(store.Updates);
        _database.Run(
            async token => new Stored(await _intake.StoreAsync(batch.Rows, batch.NextOffset, store.Leaving, token), batch, store),
            retry: new NotStored(store));
    }

    private void OnNotStored(InboxEffect.Store store)
    {
        Apply(new InboxEvent.DeleteFailed(store.Leaving));
        OnFetched(store.Updates);
    }

    private void OnStored(Stored stored)
    {
        FailPoints.Pass(FailPoints.InboxStored);
        _database.OnAnswered();
        Apply(new InboxEvent.Deleted(stored.Store.Leaving));
        _poll.OnStored(stored.Batch, stored.Store.Updates.Took);
        _telemetry.Stored(stored.Rows, stored.Store.Updates.TakenAt);
        // The next poll runs while these updates are handed out.
        if (stored.Store.Updates.MoreWait)
            PollWhenRoom(comingIn: stored.Rows.Count, isTermSure: true);
        HandOut(stored.Rows);
        PollWhenRoom(isTermSure: true);
    }

    // --- steps that fail ---

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Error.GetBaseException() is PollerTermLostException)
        {
            Context.Stop(Self);
            return;
        }

        if (_state.IsStopping && failed.Retry is Signal.Poll or Signal.Load or Signal.RequireTerm)
            return;
        if (failed.Retry is Signal.Poll)
            OnPollFailed(failed.Error);
        else
            _database.OnFailed(failed.Error, failed.Retry, Timers);
    }

    private void OnPollFailed(Exception error)
    {
        if (_poll.OnFailed(error))
        {
            _logger.LogError("A webhook is set for this TOKEN, so Telegram gives no updates; removing it, the waiting updates are kept");
            _database.Run(token => _client.DeleteWebhook(dropPendingUpdates: false, token), Signal.Done);
        }

        PollWhenRoom();
    }

    // --- the end ---

    private void OnStopTaking()
    {
        _stoppingPolls.Cancel();
        Apply(InboxEvent.StopBegun.Instance);
    }

    private void OnAwaitEnd()
    {
        _waitsForEnd = Sender;
        EndIfDone();
    }

    private void EndIfDone()
    {
        if (_waitsForEnd is not { } waiting || !_state.IsAtRest)
            return;
        waiting.Tell(Signal.Done);
        _waitsForEnd = null;
    }

    /// <summary>The actor's messages to itself that carry no data.</summary>
    private enum Signal { Load, ForgetOld, Poll, RequireTerm, TermHolds, StopTaking, AwaitEnd, Done }

    private sealed record Happened(InboxEvent Event);

    private sealed record Repeat(InboxEffect Effect);

    private sealed record Loaded(long? Offset, IReadOnlyList<InboxRow> Waiting);

    private sealed record Fetched(FetchedUpdates Updates);

    private sealed record Stored(IReadOnlyList<InboxRow> Rows, UpdateBatch Batch, InboxEffect.Store Store);

    private sealed record NotStored(InboxEffect.Store Store);

    private sealed record StepFailed(Exception Error, object? Retry);
}
