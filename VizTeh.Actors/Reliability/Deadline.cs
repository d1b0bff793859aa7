namespace VizTeh.Actors.Reliability;

/// <summary>A limit to how long a step may take.</summary>
internal static class Deadline
{
    /// <summary>Runs a step, and cancels it when it takes too long or the caller stops.</summary>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="OperationCanceledException">The caller stops.</exception>
    public static async Task<T> RunAsync<T>(Func<CancellationToken, Task<T>> step, TimeSpan limit, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(limit);
        try
        {
            return await step(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"no answer within {limit.InWords()}");
        }
    }

    /// <inheritdoc cref="RunAsync{T}"/>
    public static Task RunAsync(Func<CancellationToken, Task> step, TimeSpan limit, CancellationToken cancellationToken) => RunAsync(
        async token =>
        {
            await step(token);
            return true;
        },
        limit, cancellationToken);
}
