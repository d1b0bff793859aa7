namespace VizTeh.Actors.Sandbox.Durability;

/// <summary>What the people of a run go by: when to begin no more, when to give up, and when to hold still for a moment.</summary>
internal sealed class Crowd(TimeSpan mostThought, CancellationToken closing, CancellationToken cancellationToken)
{
    private volatile TaskCompletionSource? _hush;

    public bool IsClosing => closing.IsCancellationRequested;

    /// <summary>Ends every wait: whoever still waits then is stuck.</summary>
    public CancellationToken GivingUp => cancellationToken;

    /// <summary>Ends when no new form is to be begun and no more buttons of cards are to be pressed.</summary>
    public CancellationToken Closing => closing;

    /// <summary>Nobody writes until the result is disposed of.</summary>
    public IDisposable Hush() => new Silence(this);

    /// <summary>A person thinks for a while, longer if all are to hold still.</summary>
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
