using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Persistence;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Database;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>How a conversation behaves; the defaults are what the program runs with.</summary>
/// <param name="IdleBeforePassivation">How long a conversation stays in memory after its last update.</param>
/// <param name="TicketDeadline">How long the answer to a submitted form may take before it is asked for again.</param>
/// <param name="RestBeforeSnapshot">How long nothing comes after a form has ended before the state is saved in place of its events.</param>
/// <param name="EventsBeforeSnapshot">After how many events that is done although something comes: recovering them takes no time
/// yet.</param>
public sealed record ConversationOptions(
    TimeSpan IdleBeforePassivation, TimeSpan TicketDeadline, TimeSpan RestBeforeSnapshot, int EventsBeforeSnapshot)
{
    public static ConversationOptions Default { get; } = new(
        IdleBeforePassivation: TimeSpan.FromMinutes(5), TicketDeadline: TimeSpan.FromSeconds(12),
        RestBeforeSnapshot: TimeSpan.FromSeconds(2), EventsBeforeSnapshot: 128);
}

/// <summary>
/// The conversation with one client: takes one update at a time, decides by <see cref="FormRules"/>, stores what happened, and only
/// then replies. An update is reported as handled after Telegram has accepted the reply, so that a crash anywhere leads to a repeat,
/// and a repeat leads to the reply but to no second event.
/// </summary>
public sealed partial class ConversationActor : UntypedPersistentActor, IWithTimers
{
    private readonly long _userId;
    private readonly ClientReplies _replies;
    private readonly CompanySettings _company;
    private readonly ConversationOptions _options;
    private readonly TimeProvider _clock;
    private readonly IActorRef _tickets;
    private readonly Troubles _troubles;
    private readonly ILogger<ConversationActor> _logger;
    private readonly CancellationTokenSource _stopping = new();

    private Conversation _conversation = Conversation.New;
    private ClientUpdate? _current;
    private IActorRef _reportTo = ActorRefs.Nobody;
    private long? _lastSaid;
    private string? _lastPress;
    private SaidMessage? _question;
    private bool _stopWhenDone;

    public ConversationActor(
        string userId, ClientReplies replies, BotSettings settings, ConversationOptions options, TimeProvider clock,
        IRequiredActor<TicketActor> tickets, Troubles troubles, ILogger<ConversationActor> logger)
    {
        PersistenceId = PersistenceIdOf(userId);
        _userId = long.Parse(userId, System.Globalization.CultureInfo.InvariantCulture);
        (_replies, _company, _options, _clock, _tickets, _logger) = (replies, settings.Company, options, clock, tickets.ActorRef, logger);
        _troubles = troubles;
        SetReceiveTimeout(options.IdleBeforePassivation);
    }

    public override string PersistenceId { get; }

    public ITimerScheduler Timers { get; set; } = null!;

    public static string PersistenceIdOf(string userId) => $"conversation-{userId}";

    // One handler that switches over the type: handlers registered per type would be allocated anew for each of many thousand
    // conversations.
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case ClientUpdate update:
                OnUpdate(update);
                break;
            case Said said:
                OnSaid(said);
                break;
            case TicketCreated created:
                OnTicketCreated(created);
                break;
            case TicketNotCreated answer:
                AskForTicketLater(answer);
                break;
            case DelayTold told:
                OnDelayTold(told);
                break;
            case AskForTicket:
                RequestTicket();
                break;
            case ReceiveTimeout:
                PassivateWhenIdle();
                break;
            case StopConversation:
                StopWhenDone();
                break;
            default:
                if (!OnSnapshotResult(message))
                    Unhandled(message);
                break;
        }
    }

    // --- an update comes ---

    private void OnUpdate(ClientUpdate update)
    {
        if (_current is { } current)
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

        if (IsOfEarlierTerm(update))
            return;
        _current = update;
        _reportTo = Sender;
        if (_lastSaid == update.UpdateId)
            Finish(ToHandled(update.UpdateId));
        else if (_conversation.Form is Form.Submitting)
            RequestTicket();
        else if (_conversation.HasHandled(update.UpdateId))
            Repeat(update);
        else
            Decide(update);
    }

    private void Decide(ClientUpdate update, params IReadOnlyList<Reply> said)
    {
        var decision = ConversationRules.Decide(
            _conversation, update, _question,
            new FormContext(_company, update.UpdateId, _clock.GetUtcNow(), Guid.CreateVersion7(), update.Username, update.AccountName));
        // A repeated press: the reply to the first one is on the screen already.
        if (decision.Event is null && update.Input is ClientInput.Press { Data: { } data } && data == _lastPress)
            decision = decision with { Replies = [], Toast = decision.Toast ?? FormText.ToastAlreadySaid };
        if (decision.Event is { } happened)
            Persist(happened, stored => React(stored, decision, said));
        else if (update.EarlierMayBeRedelivered && said.Count == 0)
            Finish(new Deferred(update.UpdateId));
        else
            Say([.. said, .. decision.Replies], decision.Toast);
    }

    // Runs only once the event is durable.
    private void React(ConversationEvent stored, Decision decision, IReadOnlyList<Reply> said)
    {
        FailPoints.Pass(FailPoints.EventStored);
        OnStored(stored);
        var putsQuestion = stored is not ConversationEvent.InputNotTaken;
        if (putsQuestion)
            _question = null;
        if (_conversation.Form is Form.Submitting)
            RequestTicket();
        else
            Say([.. said, .. decision.Replies], decision.Toast, putsQuestion);
    }

    // The event of the newest update is stored, but its reply may not have been sent before the crash. Of older updates the reply was sent:
    // a later update is begun only after that.
    private void Repeat(ClientUpdate update)
    {
        if (_conversation.LastUpdate == update.UpdateId)
            Say(ConversationRules.Prompt(_conversation, _company), toast: null);
        else
            Say([], toast: null);
    }

    // --- saying, and being done ---

    /// <param name="putsQuestion">Whether the last reply is a question that was not said before: its message id is then known.</param>
    private void Say(IReadOnlyList<Reply> replies, string? toast, bool putsQuestion = false)
    {
        var update = _current!;
        _replies.SayAsync(update, replies, toast, _stopping.Token).PipeTo(
            Self, success: messageId => new Said(
                update.UpdateId, null, putsQuestion && messageId is { } id ? new SaidMessage(id, _clock.GetUtcNow()) : null),
            failure: error => new Said(update.UpdateId, error.GetBaseException()));
    }

    private void OnSaid(Said said)
    {
        if (said.Error is { } error)
        {
            Finish(new Failed(said.UpdateId, error.Message, IsFault: error is not OperationCanceledException));
            return;
        }

        FailPoints.Pass(FailPoints.ReplySaid);
        _lastSaid = said.UpdateId;
        _question ??= said.Question;
        _lastPress = (_current?.Input as ClientInput.Press)?.Data;
        Finish(ToHandled(said.UpdateId));
        CompactJournalWhenDue();
    }

    private Handled ToHandled(long updateId) => new(updateId, IsDeduplicated: _conversation.HasHandled(updateId));

    private void Finish(IUpdateReport report)
    {
        _reportTo.Tell(report);
        _current = null;
        if (_stopWhenDone)
            Context.Stop(Self);
        else
            Stash.Unstash();
    }

    // --- failures: the poller must be told, or the update would wait for its time-out ---

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        // Akka's own line has the whole stack, which tells nothing about an outage; the poller says that the update was interrupted.
        if (!IsPassing(cause))
            base.OnPersistFailure(cause, @event, sequenceNr);
        ReportCurrent(new Failed(_current?.UpdateId ?? 0, $"not stored: {DatabaseErrors.WordsOf(cause)}", IsFault: false));
    }

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        base.OnPersistRejected(cause, @event, sequenceNr);
        if (_current is { } update)
            Finish(new Failed(update.UpdateId, $"cannot be stored: {cause.GetBaseException().Message}", IsFault: true));
    }

    protected override void PreRestart(Exception reason, object message)
    {
        ReportCurrent(new Failed(_current?.UpdateId ?? 0, reason.GetBaseException().Message, IsFault: true));
        base.PreRestart(reason, message);
    }

    protected override void PostStop()
    {
        ReportCurrent(new Failed(_current?.UpdateId ?? 0, "the conversation stopped", IsFault: false));
        _stopping.Cancel();
        base.PostStop();
    }

    private void ReportCurrent(Failed report)
    {
        if (_current is null)
            return;
        _reportTo.Tell(report);
        _current = null;
    }

    // --- leaving memory ---

    private void PassivateWhenIdle()
    {
        if (_current is null)
            Context.Parent.Tell(new Passivate(StopConversation.Instance));
    }

    private void StopWhenDone()
    {
        if (_current is null)
            Context.Stop(Self);
        else
            _stopWhenDone = true;
    }

    /// <summary>The shard's word to stop: unlike a PoisonPill it is not processed before events under way are stored.</summary>
    public sealed record StopConversation
    {
        public static readonly StopConversation Instance = new();
    }

    private sealed record Said(long UpdateId, Exception? Error, SaidMessage? Question = null);
}
