namespace VizTeh.Actors.TelegramApi;

/// <summary>
/// Whether this process may send to Telegram now. One of several nodes that the others may have given up must not: its message would come
/// after a later one of the node that has taken over.
/// </summary>
public interface ISendPermit
{
    /// <summary>Completes at once while sending is allowed, else when it is allowed again.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before.</exception>
    Task WaitAsync(CancellationToken cancellationToken);
}
