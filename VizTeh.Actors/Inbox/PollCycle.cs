using Telegram.Bot.Exceptions;
using VizTeh.Actors.TelegramApi;

namespace VizTeh.Actors.Inbox;

/// <summary>A response of getUpdates.</summary>
/// <param name="Updates">The JSON of each update.</param>
/// <param name="Took">The duration of the call.</param>
internal sealed record FetchedUpdates(IReadOnlyList<string> Updates, TimeSpan Took)
{
    /// <summary>Whether Telegram is likely to have more updates.</summary>
    public bool MoreWait => Updates.Count >= TelegramUpdates.MostAtOnce;

    /// <summary>When the response came, a timestamp of the clock.</summary>
    public long TakenAt { get; init; }
}

/// <summary>
/// Polls Telegram for updates, one poll at a time. Keeps the offset that confirms stored updates, the pace, and the health of polling.
/// </summary>
internal sealed class PollCycle(TelegramUpdates telegram, InboxStore inbox, TimeSpan longPoll, PollHealth health, TimeProvider time)
{
    private readonly PollPace _pace = new(longPoll);
    private long? _offset;
    private UpdateBatch? _lastBatch;

    /// <summary>Whether no poll may begin now: one is in progress, its batch is being stored, or the offset is not known yet.</summary>
    public bool IsUnderWay { get; private set; } = true;

    /// <summary>Whether the next poll waits first; after the wait it checks the term itself.</summary>
    public bool Waits => _pace.Wait > TimeSpan.Zero;

    /// <param name="offset">Null before the first batch.</param>
    public void StartAt(long? offset)
    {
        _offset = offset;
        IsUnderWay = false;
    }

    public void Begin() => IsUnderWay = true;

    /// <exception cref="PollerTermLostException">Another process has begun a later term meanwhile.</exception>
    public Task<FetchedUpdates> FetchAsync(CancellationToken cancellationToken) => FetchAsync(_offset, _pace.Wait, cancellationToken);

    /// <summary>Telegram answered: with updates to be stored, or with none, so that the next poll may begin.</summary>
    public void OnFetched(FetchedUpdates fetched)
    {
        health.Answered();
        if (fetched.Updates.Count > 0)
            return;
        health.Finished();
        _pace.Answered(fetched.Took, hasNews: false);
        IsUnderWay = false;
    }

    public UpdateBatch ToBatch(FetchedUpdates fetched) => UpdateBatch.Of(fetched.Updates, _offset, _lastBatch);

    /// <summary>The batch and its offset are stored.</summary>
    public void OnStored(UpdateBatch batch, TimeSpan took)
    {
        health.Finished();
        _pace.Answered(took, hasNews: batch.Rows.Count > 0 && batch.NextOffset != _offset);
        _offset = batch.NextOffset;
        _lastBatch = batch;
        IsUnderWay = false;
    }

    /// <returns>Whether a webhook prevents polling and has to be removed.</returns>
    public bool OnFailed(Exception error)
    {
        IsUnderWay = false;
        _pace.Failed(error);
        if (error is ApiRequestException { ErrorCode: 409 } && error.Message.Contains("deleteWebhook", StringComparison.Ordinal))
            return true;
        health.Failed(error, _pace.Wait);
        return false;
    }

    private async Task<FetchedUpdates> FetchAsync(long? offset, TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, time, cancellationToken);
            // The term was checked before the wait, and may have been lost since.
            await inbox.RequireTermAsync(cancellationToken);
        }

        health.Began();
        var began = time.GetTimestamp();
        var updates = await telegram.GetAsync(offset, longPoll, cancellationToken);
        return new FetchedUpdates(updates, time.GetElapsedTime(began)) { TakenAt = time.GetTimestamp() };
    }
}
