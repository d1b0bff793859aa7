using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Takes a client's updates one at a time, and reports to the poller what became of each. Updates that arrive meanwhile wait. How an update
/// is handled is the subclass's concern.
/// </summary>
public abstract class UpdateReceiver : CompactedActor
{
    private readonly UpdateTraces _traces;
    private readonly CancellationTokenSource _stopping = new();

    private IActorRef _reportTo = ActorRefs.Nobody;
    private bool _stopWhenDone;
    private long? _term;
    private Activity? _deciding;

    private protected UpdateReceiver(
        long userId, string persistenceId, ConversationOptions options, TimeProvider clock, Troubles troubles, BotTelemetry telemetry,
        ILogger logger)
        : base(userId, persistenceId, options, clock, troubles, telemetry.Metrics, logger)
    {
        _traces = telemetry.Traces;
        SetReceiveTimeout(options.IdleBeforePassivation);
    }

    /// <summary>The update that is being handled; null for none.</summary>
    protected ClientUpdate? Current { get; private set; }

    /// <summary>Cancelled when the actor stops.</summary>
    protected CancellationToken Stopping => _stopping.Token;

    private protected sealed override bool IsBusy => Current is not null;

    /// <summary>Handles an update; <see cref="Finish"/> ends it, now or later.</summary>
    protected abstract void Handle(ClientUpdate update);

    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case ClientUpdate update:
                OnUpdate(update);
                break;
            case ReceiveTimeout:
                PassivateWhenIdle();
                break;
            case ConversationActor.StopConversation:
                StopWhenDone();
                break;
            default:
                base.OnCommand(message);
                break;
        }
    }

    /// <summary>The current update is done with: the poller gets the report, and the next update is taken.</summary>
    protected void Finish(IUpdateReport report)
    {
        EndDecision();
        _reportTo.Tell(report);
        Current = null;
        if (_stopWhenDone)
            Context.Stop(Self);
        else
            Stash.Unstash();
    }

    /// <summary>What the update leads to is decided, and stored: the rest is to say it.</summary>
    protected void EndDecision()
    {
        UpdateTraces.Stop(_deciding);
        _deciding = null;
    }

    /// <summary>An event of the update is stored.</summary>
    /// <param name="name">The event's type.</param>
    protected void NoteStored(string name) => _deciding?.SetTag("vizteh.event", name);

    private void OnUpdate(ClientUpdate update)
    {
        if (Current is { } current)
        {
            if (current.UpdateId == update.UpdateId)
            {
                _reportTo = Sender;
                Sender.Tell(new InProgress(update.UpdateId));
            }
            else
            {
                Stash.Stash();
            }

            return;
        }

        if (IsOfEarlierTerm(update.Term, update))
            return;
        Current = update;
        _reportTo = Sender;
        _deciding = _traces.Start("conversation", update.UpdateId);
        Handle(update);
    }

    /// <summary>
    /// Under a later term than the one it was recovered under, a conversation is read anew: another process had it in between. The shard
    /// delivers the updates that arrive meanwhile after that.
    /// </summary>
    /// <param name="message">Which has this term; if the answer is yes, the shard delivers it anew.</param>
    protected bool IsOfEarlierTerm(long term, IWithUserId message)
    {
        _term ??= term;
        if (term <= _term)
            return false;
        Context.Parent.Tell(new Passivate(ConversationActor.StopConversation.Instance));
        Context.Parent.Forward(message);
        return true;
    }

    // --- failures: the poller must be told, or the update would wait for its time-out ---

    // After a rejection the actor goes on, after a failure Akka stops it.
    private protected override void OnNotStored(string error, bool isFault)
    {
        if (Current is not { } update)
            return;
        var report = new Failed(update.UpdateId, error, isFault);
        if (isFault)
            Finish(report);
        else
            ReportCurrent(report);
    }

    protected override void PreRestart(Exception reason, object message)
    {
        ReportCurrent(new Failed(Current?.UpdateId ?? 0, reason.GetBaseException().Message, IsFault: true));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        ReportCurrent(new Failed(Current?.UpdateId ?? 0, "the conversation stopped", IsFault: false));
        _stopping.Cancel();
        base.PostStop();
    }

    private void ReportCurrent(Failed report)
    {
        EndDecision();
        if (Current is null)
            return;
        _reportTo.Tell(report);
        Current = null;
    }

    // --- leaving memory ---

    private void PassivateWhenIdle()
    {
        if (Current is null)
            Context.Parent.Tell(new Passivate(ConversationActor.StopConversation.Instance));
    }

    private void StopWhenDone()
    {
        if (Current is null)
            Context.Stop(Self);
        else
            _stopWhenDone = true;
    }
}
