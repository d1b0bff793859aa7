using Akka.Actor;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;

namespace VizTeh.Actors.Inbox;

/// <summary>
/// Runs an actor's steps on the database beside its mailbox. What a step returns is a message to the actor; so is its failure, and the step
/// is tried again after a wait that grows with each failure until one succeeds.
/// </summary>
/// <param name="toFailure">Makes the message of a failure, of the error and of the message that tries the step again.</param>
internal sealed class DatabaseSteps(
    IActorRef actor, Func<Exception, object?, object> toFailure, OutageLog log, CancellationToken cancellationToken)
{
    // For a database that neither answers nor refuses. What it did nevertheless is done again, which is safe.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    // Of a database that is away: it may be back at any moment.
    private static readonly Backoff OutageBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    private int _failures;

    /// <param name="retry">The message that tries the step again; null when nothing does.</param>
    public void Run(Func<CancellationToken, Task<object>> step, object? retry = null) =>
        Deadline.RunAsync(step, Limit, cancellationToken).PipeTo(actor, failure: error => toFailure(error, retry));

    /// <param name="then">The message after a success.</param>
    /// <inheritdoc cref="Run(Func{CancellationToken, Task{object}}, object?)"/>
    public void Run(Func<CancellationToken, Task> step, object then, object? retry = null) => Run(
        async token =>
        {
            await step(token);
            return then;
        },
        retry);

    /// <summary>The database answers: the next failure is a first one.</summary>
    public void OnAnswered()
    {
        _failures = 0;
        log.Reached();
    }

    /// <summary>Logs the failure, and has the step tried again.</summary>
    public void OnFailed(Exception error, object? retry, ITimerScheduler timers)
    {
        var wait = OutageBackoff.Before(++_failures);
        log.Failed(DatabaseErrors.WordsOf(error), wait);
        if (retry is not null)
            timers.StartSingleTimer(retry, retry, wait);
    }
}
