using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Notices a recovery that fails or is incomplete. The poller is told, so that it sends the update again later; the operator is told by
/// one log line, and by the view <c>health</c> until a recovery succeeds. Akka alone would log a stack trace at each attempt and tell
/// nobody else.
/// </summary>
internal sealed class RecoveryCheck(long userId, string persistenceId, Troubles troubles, BotMetrics metrics, ILogger logger)
{
    /// <summary>The matter of the trouble in the view <c>health</c>.</summary>
    public const string Matter = "conversation";

    private long _recoveredUpTo;

    // The poller has one update of a client under way, and may send it more than once.
    private (long UpdateId, IActorRef Sender)? _waiting;

    /// <summary>Remembers who waits for the end of the recovery.</summary>
    public void OnUpdateDuringRecovery(ClientUpdate update, IActorRef sender) => _waiting = (update.UpdateId, sender);

    public void OnSnapshot(long sequenceNr) => _recoveredUpTo = sequenceNr;

    /// <summary>
    /// Whether the event continues what is recovered. Folding an event without its predecessors would lead to a state that never was.
    /// </summary>
    public bool Continues(long sequenceNr)
    {
        if (sequenceNr != _recoveredUpTo + 1)
            return false;
        _recoveredUpTo = sequenceNr;
        return true;
    }

    /// <summary>The journal could not be read. Akka stops the actor afterwards.</summary>
    public void OnFailure(Exception reason, long sequenceNr)
    {
        var error = (LaterVersionException.In(reason) ?? reason.GetBaseException()).Message.ReplaceLineEndings(" ");
        if (IsTransient(reason))
        {
            metrics.Recovery(MetricLabels.Failed);
            Report(updateId => new Failed(updateId, $"not recovered: {error}", IsFault: false));
            return;
        }

        if (LaterVersionException.In(reason) is not null)
            AwaitLaterVersion($"{error} (number {sequenceNr})");
        else
            GiveUp($"{error} (number {sequenceNr})");
    }

    /// <summary>The journal was read to its end.</summary>
    /// <param name="sequenceNr">The highest number that was ever stored.</param>
    /// <returns>Whether the state is complete; if not, the actor has to stop.</returns>
    public bool OnCompleted(long sequenceNr)
    {
        if (_recoveredUpTo != sequenceNr)
        {
            // The form does not begin anew by itself: the client's answers may be in the lost snapshot. If another process compacted the
            // journal after the snapshot had been read and before the events were, the next attempt finds all.
            GiveUp(
                $"it was stored up to number {sequenceNr}, and its snapshot is gone, or events after number {_recoveredUpTo}: restore the "
                + $"row of {persistenceId} in akka.snapshot, or delete its rows in akka.journal to begin anew");
            return false;
        }

        _waiting = null;
        // A new conversation has nothing to recover.
        if (sequenceNr > 0)
            metrics.Recovery(MetricLabels.Recovered);
        if (troubles.Clear(Matter, userId))
            logger.LogInformation("The conversation with user {UserId} is recovered and goes on", userId);
        return true;
    }

    /// <summary>Whether the error is one of a database or journal that is expected to answer again.</summary>
    public static bool IsTransient(Exception reason)
    {
        for (var error = reason; error is not null; error = error.InnerException)
        {
            if (error is RecoveryTimedOutException or OpenCircuitException || DatabaseErrors.IsTransient(error))
                return true;
        }

        return false;
    }

    private void AwaitLaterVersion(string error)
    {
        metrics.Recovery(MetricLabels.Unrecoverable);
        if (troubles.Raise(Matter, userId, error))
        {
            logger.LogError(
                "The conversation with user {UserId} was stored by a later version of the program: {Error}. Its updates wait for that "
                + "version; everybody else is served", userId, error);
        }

        Report(updateId => new NotRecovered(updateId, error) { IsOfLaterVersion = true });
    }

    private void GiveUp(string error)
    {
        metrics.Recovery(MetricLabels.Unrecoverable);
        if (troubles.Raise(Matter, userId, error))
        {
            logger.LogError(
                "The conversation with user {UserId} cannot be recovered: {Error}. Mend its rows in akka.journal and akka.snapshot; its "
                + "updates wait, and are tried again every two minutes", userId, error);
        }

        Report(updateId => new NotRecovered(updateId, error));
    }

    private void Report(Func<long, IUpdateReport> report)
    {
        if (_waiting is not var (updateId, sender))
            return;
        _waiting = null;
        sender.Tell(report(updateId));
    }
}
