using System.Globalization;
using System.Text.Json.Nodes;

namespace VizTeh.Actors.Sandbox.BotApi.Updates;

/// <summary>Access to the update queue for tests and demos.</summary>
public sealed class UpdateControl
{
    private readonly UpdateFeed _feed;
    private readonly BotApiOptions _options;
    private readonly Lock _gate;

    internal UpdateControl(UpdateFeed feed, BotApiOptions options, Lock gate)
    {
        _feed = feed;
        _options = options;
        _gate = gate;
    }

    /// <summary>The number of updates that are still offered and not confirmed by the bot.</summary>
    public int PendingCount => Read(feed => feed.PendingCount);

    /// <summary>
    /// The offset of the last poll that Telegram accepted: all updates before the offset are erased. 0 until the bot polls.
    /// </summary>
    public long ConfirmedOffset => Read(feed => feed.ConfirmedOffset);

    /// <summary>The id that the next update will get.</summary>
    public long NextId => Read(feed => feed.NextId);

    /// <summary>The number of updates lost because the queue was full.</summary>
    public long Dropped => Read(feed => feed.Dropped);

    /// <summary>The number of long polls so far that another one, or a webhook, has ended: each was refused as a conflict (409).</summary>
    public int Overtaken => Read(feed => feed.Overtaken);

    /// <summary>Whether a long poll is waiting now.</summary>
    public bool IsPolled => Read(feed => feed.IsPolled);

    /// <summary>
    /// The host and port that the newest getUpdates took for the server's (<see cref="Calls.RecordedCall.CalledAt"/>); null before the
    /// first.
    /// </summary>
    public string? PolledAt => Read(feed => feed.PolledAt);

    /// <summary>Restarts the numbering, as Telegram does after a quiet week: the next update's id is higher or lower.</summary>
    /// <exception cref="InvalidOperationException">Updates are still waiting.</exception>
    public void RestartIdsAt(long id) => Change(feed => feed.RestartIdsAt(id));

    /// <summary>Delivers earlier updates again with the next response, with the same ids.</summary>
    /// <exception cref="ArgumentException">
    /// An id is not among the last thousand updates, or its update is not confirmed: ahead of the queue, it would overtake the updates
    /// before it, and Telegram hands them over in order.
    /// </exception>
    public void DeliverAgain(params long[] ids) => Change(feed => feed.DeliverAgain(ids));

    /// <summary>Queues any JSON object as an update with the next id, also of a kind that does not exist yet.</summary>
    public long EnqueueRaw(JsonNode update)
    {
        ArgumentNullException.ThrowIfNull(update);
        return Read(feed => feed.PushRaw(update.DeepClone().AsObject(), UpdateFeed.MessageSeconds))
            ?? throw new InvalidOperationException("The update is over 64 KiB, or the queue is full.");
    }

    /// <summary>Queues any text in place of an update, well-formed or not, with or without its id; the text takes the next id.</summary>
    /// <param name="write">Makes the text from the id.</param>
    public long EnqueueText(Func<long, string> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        return Read(feed => feed.PushText(write, UpdateFeed.MessageSeconds))
            ?? throw new InvalidOperationException("The update is over 64 KiB, or the queue is full.");
    }

    /// <summary>Waits until a long poll is open: the bot has fetched all updates.</summary>
    /// <exception cref="TimeoutException">None came in time (real time).</exception>
    public Task WaitUntilPolledAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(feed => feed.IsPolled, "no getUpdates is waiting", timeout, cancellationToken);

    /// <summary>Waits until the bot has confirmed every update.</summary>
    /// <exception cref="TimeoutException">Some were not confirmed in time (real time).</exception>
    public Task WaitUntilConfirmedAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) =>
        WaitAsync(feed => feed.PendingCount == 0, "updates are not confirmed", timeout, cancellationToken);

    private Task<UpdateControl> WaitAsync(
        Func<UpdateFeed, bool> reached, string missing, TimeSpan? timeout, CancellationToken cancellationToken) =>
        _feed.Changed.UntilAsync(
            () => reached(_feed) ? this : null,
            timeout ?? _options.DefaultTimeout,
            () => string.Create(CultureInfo.InvariantCulture,
                $"{missing}: {_feed.PendingCount} pending, confirmed offset {_feed.ConfirmedOffset}"),
            cancellationToken);

    private T Read<T>(Func<UpdateFeed, T> read)
    {
        lock (_gate)
            return read(_feed);
    }

    private void Change(Action<UpdateFeed> change)
    {
        lock (_gate)
            change(_feed);
    }
}
