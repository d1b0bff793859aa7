using Akka.Actor;
using Akka.Pattern;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <content>
/// A recovery that fails. The poller is told, so that it sends the update again later, and the operator: by one log line, and by the view
/// <c>health</c> until a recovery succeeds. Akka alone would log a stack trace at every attempt and report to nobody else.
/// </content>
public sealed partial class ConversationActor
{
    private const string Matter = "conversation";

    // The poller has one update of a client under way, and may send it more than once.
    private (long UpdateId, IActorRef Asker)? _waitsForRecovery;

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering && message is ClientUpdate update)
            _waitsForRecovery = (update.UpdateId, Sender);
        return base.AroundReceive(receive, message);
    }

    /// <summary>Akka stops the actor afterwards.</summary>
    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        var error = reason.GetBaseException().Message.ReplaceLineEndings(" ");
        if (IsPassing(reason))
            Answer(updateId => new Failed(updateId, $"not recovered: {error}", IsFault: false));
        else
            GiveUp($"{error} (number {LastSequenceNr})");
    }

    private void OnRecoveryCompleted()
    {
        if (_recoveredUpTo != LastSequenceNr)
        {
            // It is not begun anew on its own: the client's answers may be in the snapshot. What another process shortened between the
            // reading of the snapshot and that of the events is there at the next try.
            GiveUp(
                $"it was stored up to number {LastSequenceNr}, and its snapshot is gone, or events after number {_recoveredUpTo}: "
                    + "restore the "
                + $"row of {PersistenceId} in akka.snapshot, or delete its rows in akka.journal to begin anew");
            Context.Stop(Self);
            return;
        }

        _waitsForRecovery = null;
        if (_troubles.Clear(Matter, _userId))
            _logger.LogInformation("The conversation with user {UserId} is recovered and goes on", _userId);
    }

    private void GiveUp(string error)
    {
        if (_troubles.Raise(Matter, _userId, error))
        {
            _logger.LogError(
                "The conversation with user {UserId} cannot be recovered: {Error}. Mend its rows in akka.journal and akka.snapshot; its "
                    + "updates "
                + "wait, and are tried again every two minutes", _userId, error);
        }

        Answer(updateId => new NotRecovered(updateId, error));
    }

    private void Answer(Func<long, IUpdateReport> report)
    {
        if (_waitsForRecovery is not var (updateId, asker))
            return;
        _waitsForRecovery = null;
        asker.Tell(report(updateId));
    }

    private static bool IsPassing(Exception reason)
    {
        for (var error = reason; error is not null; error = error.InnerException)
        {
            if (error is RecoveryTimedOutException or OpenCircuitException || DatabaseErrors.IsTransient(error))
                return true;
        }

        return false;
    }
}
