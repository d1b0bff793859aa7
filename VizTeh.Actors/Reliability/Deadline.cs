namespace VizTeh.Actors.Reliability;

/// <summary>A time limit for a step.</summary>
internal static class Deadline
{
    /// <summary>Runs a step, and cancels it when it exceeds the limit or the caller cancels.</summary>
    /// <exception cref="TimeoutException">The step exceeded the limit.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
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
