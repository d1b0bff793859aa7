using System.Text.Json;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using Telegram.Bot;
using Telegram.Bot.Exceptions;
using VizTeh.Actors.Conversations;
using VizTeh.Actors.Manager;

namespace VizTeh.Actors.Telegram;

/// <summary>How the poller works; the defaults are what the program runs with.</summary>
/// <param name="LongPoll">How long Telegram keeps an empty answer back; at most 50 s (Bot API, getUpdates).</param>
/// <param name="AnswerDeadline">How long a receiver may be silent before its update is sent again.</param>
/// <param name="FaultsBeforeSetAside">After how many failures of its own an update is set aside.</param>
/// <param name="MostUnhandled">Above this many unhandled updates no more are taken from Telegram, where they keep for 24 hours.</param>
public sealed record PollerOptions(TimeSpan LongPoll, TimeSpan AnswerDeadline, int FaultsBeforeSetAside, int MostUnhandled)
{
    public static PollerOptions Default { get; } = new(TimeSpan.FromSeconds(40), TimeSpan.FromSeconds(5), 10, 10_000);
}

/// <summary>
/// Takes updates from Telegram, makes them durable, and sees to it that each one is handled: the only one of its kind in the
/// cluster. The offset that confirms a batch to Telegram is asked with only after the batch is in the inbox.
/// </summary>
public sealed class PollerActor : ReceiveActor, IWithTimers
{
    private static readonly Backoff FailureBackoff = new(TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(15));

    private readonly TelegramUpdates _telegram;
    private readonly ITelegramBotClient _client;
    private readonly InboxStore _inbox;
    private readonly UpdateReader _reader;
    private readonly PollerOptions _options;
    private readonly TimeProvider _clock;
    private readonly IActorRef _conversations;
    private readonly IActorRef _manager;
    private readonly ILogger<PollerActor> _logger;
    private readonly CancellationTokenSource _stopping = new();

    private readonly InboxLanes _lanes = new();
    private readonly HashSet<long> _handled = [];
    private bool _deleting;
    private bool _polling;
    private long? _offset;
    private int _failures;

    public PollerActor(
        TelegramUpdates telegram, ITelegramBotClient client, InboxStore inbox, UpdateReader reader, PollerOptions options, TimeProvider clock,
        IRequiredActor<ConversationActor> conversations, IRequiredActor<ManagerActor> manager, ILogger<PollerActor> logger)
    {
        (_telegram, _client, _inbox, _reader, _options, _clock) = (telegram, client, inbox, reader, options, clock);
        (_conversations, _manager, _logger) = (conversations.ActorRef, manager.ActorRef, logger);

        Receive<Load>(_ => LoadInbox());
        Receive<Loaded>(OnLoaded);
        Receive<Poll>(_ => PollWhenRoom());
        Receive<Fetched>(OnFetched);
        Receive<Stored>(OnStored);
        Receive<Handled>(report => OnReport(report.UpdateId, update => Finish(update)));
        Receive<StillAtWork>(report => OnReport(report.UpdateId, OnStillAtWork));
        Receive<NotHandled>(report => OnReport(report.UpdateId, update => OnNotHandled(update, report)));
        Receive<FailureRecorded>(recorded => OnReport(recorded.UpdateId, update => Finish(update, deleteRow: false)));
        Receive<Deleted>(OnDeleted);
        Receive<LookForOverdue>(_ => SendOverdueAgain());
        Receive<StepFailed>(OnStepFailed);
        Receive<Done>(_ => { });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(nameof(LookForOverdue), LookForOverdue.Instance, TimeSpan.FromMilliseconds(250));
        Self.Tell(Load.Instance);
    }

    protected override void PostStop() => _stopping.Cancel();

    // --- start: what an earlier run left behind comes first ---

    private void LoadInbox() => Run(
        async token => new Loaded(await _inbox.LoadOffsetAsync(token), await _inbox.LoadWaitingAsync(token)), retry: Load.Instance);

    private void OnLoaded(Loaded loaded)
    {
        _failures = 0;
        _offset = loaded.Offset;
        if (loaded.Waiting.Count > 0)
            _logger.LogInformation("{Count} updates of an earlier run wait to be handled", loaded.Waiting.Count);
        Dispatch(loaded.Waiting);
        Self.Tell(Poll.Instance);
    }

    // --- taking updates in ---

    private void PollWhenRoom()
    {
        if (_polling || _lanes.Count >= _options.MostUnhandled)
            return;
        _polling = true;
        var offset = _offset;
        Run(async token => new Fetched(await _telegram.GetAsync(offset, _options.LongPoll, token)), retry: Poll.Instance);
    }

    private void OnFetched(Fetched fetched)
    {
        if (fetched.Updates.Count == 0)
        {
            _failures = 0;
            PollAgain();
            return;
        }

        // The last id, not the highest: after a quiet week Telegram goes on with a lower one, and the offset must follow it down.
        Run(async token => new Stored(
            await _inbox.StoreAsync(fetched.Updates, fetched.Updates[^1].UpdateId + 1, token), fetched.Updates[^1].UpdateId + 1),
            retry: fetched);
    }

    private void OnStored(Stored stored)
    {
        FailPoints.Pass(FailPoints.InboxStored);
        _failures = 0;
        _offset = stored.NextOffset;
        Dispatch(stored.Rows);
        PollAgain();
    }

    private void PollAgain()
    {
        _polling = false;
        PollWhenRoom();
    }

    // --- handing them out ---

    private void Dispatch(IReadOnlyList<InboxRow> rows)
    {
        // One that is known came twice: from Telegram, or from a batch that was stored twice.
        foreach (var row in rows.Where(row => !_lanes.Contains(row.UpdateId) && !_handled.Contains(row.UpdateId)))
        {
            IncomingUpdate incoming;
            try
            {
                incoming = _reader.Read(row.Json);
            }
            catch (JsonException exception)
            {
                _logger.LogError("Update {UpdateId} cannot be read and is set aside: {Error}", row.UpdateId, exception.Message);
                SetAside(row.UpdateId, row.Attempts + 1, exception.Message);
                continue;
            }

            switch (incoming)
            {
                case IncomingUpdate.ForClient { Update: { } update }:
                    SendIfFirst(new PendingUpdate(row.UpdateId, update.UserId, incoming, row.Attempts));
                    break;
                case IncomingUpdate.ForManager { Update: { } update }:
                    SendIfFirst(new PendingUpdate(row.UpdateId, update.ChatId ?? update.From.Id, incoming, row.Attempts));
                    break;
                default:
                    DeleteSoon(row.UpdateId);
                    break;
            }
        }
    }

    private void SendIfFirst(PendingUpdate update)
    {
        if (_lanes.Add(update) is { } first)
            Send(first);
    }

    private void Send(PendingUpdate update)
    {
        update.DueAt = _clock.GetUtcNow() + _options.AnswerDeadline;
        switch (update.Incoming)
        {
            case IncomingUpdate.ForClient forClient:
                _conversations.Tell(forClient.Update);
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

    // --- hearing of them ---

    // A report about an update that is not out is of a repeat that has been answered before: nothing is left to do.
    private void OnReport(long updateId, Action<PendingUpdate> react)
    {
        if (_lanes.Find(updateId) is { } update)
            react(update);
    }

    private void OnStillAtWork(PendingUpdate update)
    {
        update.Interruptions = 0;
        update.DueAt = _clock.GetUtcNow() + _options.AnswerDeadline;
    }

    private void OnNotHandled(PendingUpdate update, NotHandled report)
    {
        update.Interruptions++;
        update.DueAt = _clock.GetUtcNow() + FailureBackoff.Before(update.Interruptions);
        if (!report.IsFault)
        {
            _logger.LogWarning("Update {UpdateId} was interrupted and will be sent again: {Error}", update.UpdateId, report.Error);
            return;
        }

        update.Faults++;
        if (update.Faults >= _options.FaultsBeforeSetAside)
        {
            _logger.LogError("Update {UpdateId} failed {Attempts} times and is set aside: {Error}", update.UpdateId, update.Faults, report.Error);
            // It stays out, and so is sent again, until the row says that it is set aside.
            SetAside(update.UpdateId, update.Faults, report.Error);
            return;
        }

        _logger.LogWarning("Update {UpdateId} failed, time {Attempts}: {Error}", update.UpdateId, update.Faults, report.Error);
        Run(async token =>
        {
            await _inbox.RecordFailureAsync(update.UpdateId, update.Faults, report.Error, setAside: false, token);
            return null;
        });
    }

    private void SetAside(long updateId, int attempts, string error) => Run(async token =>
    {
        await _inbox.RecordFailureAsync(updateId, attempts, error, setAside: true, token);
        return new FailureRecorded(updateId);
    });

    private void Finish(PendingUpdate update, bool deleteRow = true)
    {
        FailPoints.Pass(FailPoints.UpdateHandled);
        var next = _lanes.Finish(update);
        if (deleteRow)
            DeleteSoon(update.UpdateId);
        if (next is not null)
            Send(next);
        PollWhenRoom();
    }

    // --- letting go of them, in batches that grow with the load ---

    private void DeleteSoon(long updateId)
    {
        _handled.Add(updateId);
        DeleteHandled();
    }

    private void DeleteHandled()
    {
        if (_deleting || _handled.Count == 0)
            return;
        _deleting = true;
        long[] ids = [.. _handled];
        Run(async token =>
        {
            await _inbox.DeleteAsync(ids, token);
            return new Deleted(ids, IsDone: true);
        }, retry: new Deleted(ids, IsDone: false));
    }

    private void OnDeleted(Deleted deleted)
    {
        _deleting = false;
        if (deleted.IsDone)
        {
            _failures = 0;
            _handled.ExceptWith(deleted.UpdateIds);
        }

        DeleteHandled();
    }

    // --- steps that wait for something outside ---

    /// <summary>Runs a step beside the mailbox. A failed one is logged and, when <paramref name="retry"/> is given, tried again by it.</summary>
    private void Run(Func<CancellationToken, Task<object?>> step, object? retry = null)
    {
        var token = _stopping.Token;
        RunAsync().PipeTo(Self, Sender);

        async Task<object> RunAsync()
        {
            try
            {
                return await step(token) ?? Done.Instance;
            }
            catch (Exception exception)
            {
                return new StepFailed(exception, retry);
            }
        }
    }

    private void OnStepFailed(StepFailed failed)
    {
        if (failed.Error is OperationCanceledException && _stopping.IsCancellationRequested)
            return;
        _failures++;
        var wait = FailureBackoff.Before(_failures);
        if (failed.Retry is Poll)
        {
            _polling = false;
            ReportPollFailure(failed.Error, wait);
        }
        else
        {
            _logger.LogError("The inbox could not be reached ({Error}); next try in {Wait}", failed.Error.Message, wait);
        }

        if (failed.Retry is { } retry)
            Timers.StartSingleTimer(retry.GetType().Name, retry, wait);
    }

    private void ReportPollFailure(Exception error, TimeSpan wait)
    {
        switch (error)
        {
            case ApiRequestException { ErrorCode: 409 } conflict when conflict.Message.Contains("deleteWebhook", StringComparison.Ordinal):
                _logger.LogError("A webhook is set for this TOKEN, so Telegram gives no updates; removing it, the waiting updates are kept");
                Run(async token =>
                {
                    await _client.DeleteWebhook(dropPendingUpdates: false, token);
                    return null;
                });
                break;
            case ApiRequestException { ErrorCode: 409 }:
                _logger.LogError("Another program polls Telegram with the same TOKEN: stop it, only one may run (409); next try in {Wait}", wait);
                break;
            case ApiRequestException { ErrorCode: 401 or 404 }:
                _logger.LogError("Telegram no longer accepts the TOKEN: put the new one into it and start again; next try in {Wait}", wait);
                break;
            default:
                _logger.LogWarning("Telegram gave no updates ({Error}); next try in {Wait}", error.Message, wait);
                break;
        }
    }

    private sealed record Load
    {
        public static readonly Load Instance = new();
    }

    private sealed record Poll
    {
        public static readonly Poll Instance = new();
    }

    private sealed record Done
    {
        public static readonly Done Instance = new();
    }

    private sealed record LookForOverdue : INotInfluenceReceiveTimeout
    {
        public static readonly LookForOverdue Instance = new();
    }

    private sealed record Loaded(long? Offset, IReadOnlyList<InboxRow> Waiting);

    private sealed record Fetched(IReadOnlyList<InboxRow> Updates)
    {
        public Fetched(JsonElement[] updates)
            : this([.. updates.Select(InboxStore.ToRow)])
        {
        }
    }

    private sealed record Stored(IReadOnlyList<InboxRow> Rows, long NextOffset);

    private sealed record FailureRecorded(long UpdateId);

    private sealed record Deleted(long[] UpdateIds, bool IsDone);

    private sealed record StepFailed(Exception Error, object? Retry);
}
