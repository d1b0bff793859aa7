using Akka.Actor;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Runs an actor's database steps outside of its mailbox. A step's result is sent to the actor as a message, and so is its failure; the
/// step is then retried with exponential backoff until it succeeds.
/// </summary>
/// <param name="toFailure">Creates the failure message from the error and the message that retries the step.</param>
internal sealed class DatabaseSteps(
    IActorRef actor, Func<Exception, object?, object> toFailure, OutageLog log, CancellationToken cancellationToken)
{
    // For a database that neither answers nor refuses. Steps are idempotent, so a step that did take effect may be retried.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Short, since an unreachable database may be back at any moment.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    private int _failures;

    /// <param name="retry">The message that retries the step; null for no retry.</param>
    public void Run(Func<CancellationToken, Task<object>> step, object? retry = null) =>
        Deadline.RunAsync(step, Limit, cancellationToken).PipeTo(actor, failure: error => toFailure(error, retry));

    /// <param name="then">The message that is sent after a success.</param>
    /// <inheritdoc cref="Run(Func{CancellationToken, Task{object}}, object?)"/>
    public void Run(Func<CancellationToken, Task> step, object then, object? retry = null) => Run(
        async token =>
        {
            await step(token);
            return then;
        },
        retry);

    /// <summary>Resets the backoff: the database answers.</summary>
    public void OnAnswered()
    {
        _failures = 0;
        log.Reached();
    }

    /// <summary>Logs the failure, and schedules the retry of the step.</summary>
    public void OnFailed(Exception error, object? retry, ITimerScheduler timers)
    {
        var wait = OutageBackoff.Before(++_failures);
        log.Failed(DatabaseErrors.WordsOf(error), wait);
        if (retry is not null)
            timers.StartSingleTimer(retry, retry, wait);
    }
}
