using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// A call of the Bot API that is repeated for as long as it takes: after the wait that Telegram asks for, or after a growing one.
/// </summary>
internal static class RepeatedCall
{
    /// <param name="isFinal">Whether a failure ends the repeats: its exception is thrown then.</param>
    /// <param name="onFailure">Hears of every failure that does not, and of the wait after it; null when nobody does.</param>
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
