using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>Retries a call of the Bot API without a limit: after the wait that Telegram asks for, else with exponential backoff.</summary>
internal static class RepeatedCall
{
    /// <param name="isFinal">Whether a failure ends the retries; its exception is thrown then.</param>
    /// <param name="onFailure">Called for every other failure, with the wait after it; may be null.</param>
    public static async Task<T> RunAsync<T>(
        Func<CancellationToken, Task<T>> call, Backoff backoff, Func<Exception, SendFailure, bool> isFinal,
        Action<Exception, SendFailure, TimeSpan>? onFailure, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(cancellationToken);
            }
            catch (Exception exception) when (SendFailure.Of(exception) is { } failure && !isFinal(exception, failure))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var wait = failure is SendFailure.Flood flood ? flood.RetryAfter : backoff.Before(attempt);
                onFailure?.Invoke(exception, failure, wait);
                await Task.Delay(wait, clock, cancellationToken);
            }
        }
    }
}
