using System.Text.Json;
using System.Text.Json.Nodes;
using VizTeh.Actors.Sandbox.BotApi.Calls;
using VizTeh.Actors.Sandbox.BotApi.Text;

namespace VizTeh.Actors.Sandbox.BotApi.Updates;

/// <summary>
/// getUpdates and the webhook that excludes it, as in Client::process_get_updates_query, do_get_updates and abort_long_poll. All members
/// run under the server's lock.
/// </summary>
internal sealed class UpdateFeed(BotApiOptions options, Lock gate)
{
    /// <summary>Seconds that a message waits for the bot, from its date.</summary>
    public const int MessageSeconds = 86_400;

    /// <summary>Seconds that a press waits for the bot.</summary>
    public const int CallbackQuerySeconds = 150;

    private const int MaxPollSeconds = 50;
    private const int HistoryLimit = 1_000;
    private static readonly TimeSpan ConflictPause = TimeSpan.FromSeconds(3);
    private static readonly string[] NotByDefault = ["chat_member", "message_reaction", "message_reaction_count"];

    private static readonly HashSet<string> Kinds =
    [
        "message", "edited_message", "channel_post", "edited_channel_post", "business_connection", "business_message",
        "edited_business_message", "deleted_business_messages", "message_reaction", "message_reaction_count", "inline_query",
        "chosen_inline_result", "callback_query", "shipping_query", "pre_checkout_query", "purchased_paid_media", "poll", "poll_answer",
        "my_chat_member", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost", "managed_bot", "guest_message",
    ];

    private readonly LinkedList<QueuedUpdate> _history = new();
    private readonly List<QueuedUpdate> _again = [];
    private readonly UpdateQueue _queue = new(options.FirstUpdateId);
    private WaitingPoll? _waiting;
    private HashSet<string>? _allowed;
    private long _previousOffset = -1;
    private DateTimeOffset _previousStart = DateTimeOffset.MinValue;
    private DateTimeOffset _nextConflict = DateTimeOffset.MinValue;

    private sealed record WaitingPoll(long Offset, int Limit, TaskCompletionSource<PollOutcome> Answer, ITimer Deadline);

    public ChangeSignal Changed { get; } = new(gate);

    public string WebhookUrl { get; private set; } = "";

    public bool IsPolled => _waiting is not null;

    /// <summary>See <see cref="UpdateControl.PolledAt"/>.</summary>
    public string? PolledAt { get; set; }

    public long ConfirmedOffset { get; private set; }

    public int Overtaken { get; private set; }

    public long NextId => _queue.Tail;

    public long Dropped => _queue.Dropped;

    public IEnumerable<string>? AllowedUpdates => _allowed?.Order(StringComparer.Ordinal);

    private long UnixNow => options.Clock.GetUtcNow().ToUnixTimeSeconds();

    public int PendingCount
    {
        get
        {
            _queue.RemoveExpired(UnixNow);
            return _queue.Count;
        }
    }

    /// <summary>Queues an update of a kind that the bot asked for.</summary>
    /// <returns>Its id, or null if it was filtered out or dropped.</returns>
    public long? Push(string kind, JsonNode payload, int secondsOffered)
    {
        var wanted = _allowed is null ? !NotByDefault.Contains(kind) : _allowed.Contains(kind);
        return wanted ? PushRaw(new JsonObject { [kind] = payload }, secondsOffered) : null;
    }

    public long? PushRaw(JsonObject update, int secondsOffered) => PushText(
        id =>
        {
            update.Remove("update_id");
            update.Insert(0, "update_id", id);
            return update.ToJsonString();
        },
        secondsOffered);

    public long? PushText(Func<long, string> write, int secondsOffered)
    {
        var queued = _queue.Push(write, UnixNow + secondsOffered);
        if (queued is null)
            return null;
        _history.AddLast(queued);
        if (_history.Count > HistoryLimit)
            _history.RemoveFirst();
        if (_waiting is { } waiting)
            Finish(waiting);
        Changed.Raise();
        return queued.Id;
    }

    public Task<PollOutcome> Poll(RequestParameters parameters, CancellationToken cancellationToken)
    {
        if (WebhookUrl.Length > 0)
        {
            return Conflict(
                "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first");
        }

        var offset = (long)parameters.Integer("offset", 0);
        var limit = parameters.Integer("limit", 100, 1, 100);
        var timeout = parameters.Integer("timeout", 0, 0, MaxPollSeconds);
        ReadAllowed(parameters["allowed_updates"]);

        var now = options.Clock.GetUtcNow();
        if (offset == _previousOffset && timeout < 3 && now < _previousStart + TimeSpan.FromSeconds(3))
            timeout = 3;
        if (offset == _previousOffset && now < _previousStart + TimeSpan.FromSeconds(0.5))
            limit = 1;
        _previousOffset = offset;
        _previousStart = now;

        if (offset < 0)
            _queue.KeepNewest((int)Math.Min(-offset, int.MaxValue));
        if (offset <= 0)
            offset = _queue.Head;
        var batch = Take(offset, limit);
        if (timeout == 0 || batch.Count > 0)
            return Task.FromResult(Done(batch));

        Abort("Conflict: terminated by other getUpdates request; make sure that only one bot instance is running");
        return Wait(offset, limit, TimeSpan.FromSeconds(timeout), cancellationToken);
    }

    /// <summary>The updates that a poll with these parameters would confirm.</summary>
    public IReadOnlyList<long> ErasedBy(RequestParameters parameters) =>
        WebhookUrl.Length == 0 && parameters.Integer("offset", 0) is > 0 and var offset ? _queue.Before(offset) : [];

    public void SetWebhook(string url)
    {
        WebhookUrl = url;
        if (url.Length > 0)
            Abort("Conflict: terminated by setWebhook request");
    }

    public void DropPending() => _queue.KeepNewest(0);

    public void RestartIdsAt(long id)
    {
        if (id is < 1 or >= 2_000_000_000)
            throw new ArgumentOutOfRangeException(nameof(id), id, "Update ids are below 2,000,000,000.");
        if (PendingCount > 0)
            throw new InvalidOperationException("The numbering restarts only after a quiet week; updates are still waiting.");
        _queue.RestartIdsAt(id);
    }

    public void DeliverAgain(IEnumerable<long> ids)
    {
        foreach (var id in ids)
        {
            if (_queue.Waits(id))
                throw new ArgumentException($"Update {id} waits: it would overtake those before it.", nameof(ids));
            _again.Add(_history.LastOrDefault(update => update.Id == id)
                ?? throw new ArgumentException($"No update {id} among the last {HistoryLimit}.", nameof(ids)));
        }

        if (_waiting is { } waiting)
            Finish(waiting);
    }

    /// <summary>Ends every wait, as a stopping server does.</summary>
    public void Stop()
    {
        if (_waiting is not { } waiting)
            return;
        Forget(waiting);
        waiting.Answer.TrySetResult(PollOutcome.Refused(new Refusal(500, "Internal Server Error: restart")));
    }

    public void ReadAllowed(string json)
    {
        if (json.Length == 0)
            return;
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Array)
                return;
            var names = document.RootElement.EnumerateArray().ToArray();
            if (names.Any(name => name.ValueKind != JsonValueKind.String))
                return;
            var known = names
                .Select(name => StrictText.Of(name).ToLowerInvariant())
                .Where(Kinds.Contains)
                .ToHashSet(StringComparer.Ordinal);
            _allowed = known.Count > 0 ? known : null;
        }
        catch (JsonException)
        {
            // Telegram keeps the former value.
        }
    }

    private Task<PollOutcome> Wait(long offset, int limit, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var answer = new TaskCompletionSource<PollOutcome>(TaskCreationOptions.RunContinuationsAsynchronously);
        var deadline = options.Clock.CreateTimer(
            _ =>
            {
                lock (gate)
                {
                    if (_waiting?.Answer == answer)
                        Finish(_waiting);
                }
            },
            null, timeout, Timeout.InfiniteTimeSpan);
        _waiting = new WaitingPoll(offset, limit, answer, deadline);
        Changed.Raise();
        var gone = cancellationToken.Register(() =>
        {
            lock (gate)
            {
                if (_waiting?.Answer == answer)
                    Forget(_waiting);
            }

            answer.TrySetCanceled(cancellationToken);
        });
        answer.Task.ContinueWith(_ => gone.Dispose(), TaskScheduler.Default);
        return answer.Task;
    }

    private void Finish(WaitingPoll waiting)
    {
        Forget(waiting);
        waiting.Answer.TrySetResult(Done(Take(waiting.Offset, waiting.Limit)));
    }

    private void Forget(WaitingPoll waiting)
    {
        waiting.Deadline.Dispose();
        _waiting = null;
        Changed.Raise();
    }

    private void Abort(string description)
    {
        if (_waiting is not { } older)
            return;
        Forget(older);
        Overtaken++;
        Conflict(description).ContinueWith(
            refused => older.Answer.TrySetResult(refused.Result), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    /// <summary>The first conflict is answered at once; others within three seconds of it are delayed by three seconds.</summary>
    private Task<PollOutcome> Conflict(string description)
    {
        var refused = PollOutcome.Refused(new Refusal(409, description));
        var now = options.Clock.GetUtcNow();
        if (now < _nextConflict)
            return Task.Delay(ConflictPause, options.Clock).ContinueWith(_ => refused, TaskScheduler.Default);
        _nextConflict = now + ConflictPause;
        return Task.FromResult(refused);
    }

    private List<QueuedUpdate> Take(long offset, int limit)
    {
        var (batch, believed) = _queue.Get(offset, limit, UnixNow);
        if (believed && offset != ConfirmedOffset)
        {
            ConfirmedOffset = offset;
            Changed.Raise();
        }

        if (_again.Count == 0)
            return batch;
        List<QueuedUpdate> repeated = [.. _again, .. batch];
        _again.Clear();
        return repeated;
    }

    private static PollOutcome Done(List<QueuedUpdate> batch) =>
        new("[" + string.Join(',', batch.Select(update => update.Json)) + "]", null);
}

/// <summary>The response to a poll: a JSON array of updates, or a refusal.</summary>
internal sealed record PollOutcome(string? UpdatesJson, Refusal? Refusal)
{
    public static PollOutcome Refused(Refusal refusal) => new(null, refusal);
}
