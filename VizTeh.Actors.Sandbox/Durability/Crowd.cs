namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>Controls the people of a run: when to begin no more forms, when to give up, and when to pause.</summary>
internal sealed class Crowd(TimeSpan mostThought, CancellationToken closing, CancellationToken cancellationToken)
{
    private volatile TaskCompletionSource? _hush;

    public bool IsClosing => closing.IsCancellationRequested;

    /// <summary>Cancelled at the time limit: a person who still waits then is stuck.</summary>
    public CancellationToken GivingUp => cancellationToken;

    /// <summary>Cancelled when no new form may be begun and no more card buttons may be pressed.</summary>
    public CancellationToken Closing => closing;

    /// <summary>Pauses all people until the result is disposed of.</summary>
    public IDisposable Hush() => new Silence(this);

    /// <summary>Waits for a random time, longer while all people are paused.</summary>
    public async Task ThinkAsync(Random random)
    {
        await Task.Delay(mostThought * random.NextDouble(), TimeProvider.System, cancellationToken);
        while (_hush is { } hush)
            await hush.Task.WaitAsync(cancellationToken);
    }

    private sealed class Silence : IDisposable
    {
        private readonly Crowd _crowd;

        public Silence(Crowd crowd)
        {
            _crowd = crowd;
            _crowd._hush = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        public void Dispose()
        {
            var hush = _crowd._hush;
            _crowd._hush = null;
            hush?.TrySetResult();
        }
    }
}
