using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// The conversation with one client: takes one update at a time, decides by <see cref="FormRules"/>, stores what happened, and only
/// then replies. An update is reported as handled after Telegram has accepted the reply, so that a crash anywhere leads to a repeat,
/// and a repeat leads to the reply but to no second event.
/// </summary>
public sealed class ConversationActor : CompactedActor
{
    private readonly ClientReplies _replies;
    private readonly CompanySettings _company;
    private readonly TimeProvider _clock;
    private readonly TicketRequest _ticket;
    private readonly TicketMessageRequest _message;
    private readonly TicketLookup _lookup;
    private readonly SentSoFar _sent = new();
    private readonly CancellationTokenSource _stopping = new();

    private Conversation _conversation = Conversation.New;
    private ClientUpdate? _current;
    private IActorRef _reportTo = ActorRefs.Nobody;
    private bool _stopWhenDone;
    private long? _term;

    public ConversationActor(
        string userId, ClientReplies replies, BotSettings settings, ConversationOptions options, TimeProvider clock,
        IRequiredActor<TicketActor> tickets, Troubles troubles, ILogger<ConversationActor> logger)
        : base(long.Parse(userId, CultureInfo.InvariantCulture), PersistenceIdOf(userId), options, clock, troubles, logger)
    {
        (_replies, _company, _clock) = (replies, settings.Company, clock);
        _ticket = new TicketRequest(
            UserId, this, Self, tickets.ActorRef, replies, _company.Texts, options.TicketDeadline, logger, _stopping.Token);
        _message = new TicketMessageRequest(UserId, this, Self, tickets.ActorRef, options.TicketDeadline, _company.Texts);
        _lookup = new TicketLookup(this, Self, tickets.ActorRef, options.TicketDeadline);
        SetReceiveTimeout(options.IdleBeforePassivation);
    }

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
                if (_conversation.Form is Form.Submitting refused && refused.SubmissionId == answer.SubmissionId)
                    _ticket.OnNotCreated(answer, refused, _current);
                break;
            case TicketRequest.DelayTold told:
                OnDelayTold(told);
                break;
            case TicketRequest.RequestDue:
                RequestTicket();
                break;
            case TicketMessageAdded or TicketMessageNotAdded or TicketOfMessageNotFound or TicketMessageRequest.Overdue:
                OnMessageAnswered(message);
                break;
            case ClientTicketsFound or ClientTicketsNotFound or TicketLookup.Overdue:
                OnTicketsAnswered(message);
                break;
            case ReceiveTimeout:
                PassivateWhenIdle();
                break;
            case StopConversation:
                StopWhenDone();
                break;
            default:
                base.OnCommand(message);
                break;
        }
    }

    // --- the state ---

    private protected override bool IsBusy => _current is not null;

    private protected override bool HasEnded => _conversation.Form is Form.Accepted or Form.Cancelled;

    private protected override ConversationSnapshot ToSnapshot() => ConversationSnapshot.Of(_conversation);

    private protected override void Restore(ConversationSnapshot snapshot) => _conversation = snapshot.Restore();

    private protected override void Evolve(ConversationEvent happened) => _conversation = _conversation.Evolve(happened);

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
        if (_sent.IsReplyTo(update.UpdateId))
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
        if (ConversationRules.NeedsTickets(_conversation, update, _company.Texts))
            _lookup.Send(update, said);
        else
            Decide(update, tickets: null, said);
    }

    /// <param name="tickets">The client's tickets; null when they are not needed.</param>
    private void Decide(ClientUpdate update, IReadOnlyList<ClientTicket>? tickets, IReadOnlyList<Reply> said)
    {
        var decision = ConversationRules.Decide(_conversation, update, _sent.Question, ContextOf(update), tickets);
        decision = _sent.WithoutRepeats(decision, update, _company.Texts);
        // After a source the reply to an earlier update would not be repeated, and it leaves the form as it was.
        if (decision.Event is null or ConversationEvent.SourceNoted && update.EarlierMayBeRedelivered && said.Count == 0)
            Finish(new Deferred(update.UpdateId));
        else if (decision.Addition is not null)
            _message.Send(update, decision, said);
        else
            Conclude(update, decision, said);
    }

    // What the decision adds to a ticket is stored.
    private void Conclude(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said)
    {
        if (decision.Event is { } earlier && earlier.UpdateId != update.UpdateId)
        {
            // Of the form that was sent: this update is still to be decided.
            Persist(earlier, stored =>
            {
                FailPoints.Pass(FailPoints.EventStored);
                OnStored(stored);
                Decide(update, [.. said, .. decision.Replies]);
            });
        }
        else if (decision.Event is { } happened)
        {
            Persist(happened, stored => React(stored, decision, said));
        }
        else
        {
            Say([.. said, .. decision.Replies], decision.Toast, _sent.UsedUpBy(decision, update));
        }
    }

    private FormContext ContextOf(ClientUpdate update) => new(
        _company, update.UpdateId, _clock.GetUtcNow(), Guid.CreateVersion7(), update.Username, update.AccountName, update.Message?.Id)
    {
        Source = _conversation.Source,
        LastAnswers = _conversation.LastAnswers,
    };

    // Runs only once the event is durable.
    private void React(ConversationEvent stored, Decision decision, IReadOnlyList<Reply> said)
    {
        FailPoints.Pass(FailPoints.EventStored);
        var putsQuestion = Screen.IsAsked(stored, _conversation.Form);
        OnStored(stored);
        var usedUp = putsQuestion ? _sent.EndQuestion(decision, _current!) : _sent.UsedUpBy(decision, _current!);
        if (_conversation.Form is Form.Submitting)
        {
            _replies.Mark(UserId, usedUp);
            RequestTicket();
        }
        else
        {
            Say([.. said, .. decision.Replies], decision.Toast, usedUp, putsQuestion);
        }
    }

    // The event of the newest update is stored, but its reply may not have been sent before the crash. Of older updates the reply was sent:
    // a later update is begun only after that.
    private void Repeat(ClientUpdate update)
    {
        if (_conversation is { OwesMessages: true, LastUpdate: { } submittedBy })
            AddKept(update, submittedBy);
        else if (_conversation.LastUpdate == update.UpdateId)
            Say(ConversationRules.Repeat(_conversation, update, ContextOf(update)), toast: null);
        else
            Say([], toast: null);
    }

    /// <summary>
    /// Under a later term than the one it was recovered under, a conversation is read anew: another process had it in between. The shard
    /// delivers the updates that arrive meanwhile after that.
    /// </summary>
    private bool IsOfEarlierTerm(ClientUpdate update)
    {
        _term ??= update.Term;
        if (update.Term <= _term)
            return false;
        Context.Parent.Tell(new Passivate(StopConversation.Instance));
        Context.Parent.Forward(update);
        return true;
    }

    // --- a submitted form becomes a ticket ---

    private void RequestTicket()
    {
        if (_conversation.Form is Form.Submitting form)
            _ticket.Send(form);
    }

    private void OnTicketCreated(TicketCreated created)
    {
        // A request that was repeated is answered more than once.
        if (_conversation.Form is not Form.Submitting form || form.SubmissionId != created.SubmissionId || _current is not { } update)
            return;
        _ticket.OnCreated();
        var submittedBy = _conversation.LastUpdate ?? update.UpdateId;
        Persist(
            new ConversationEvent.TicketCreated(submittedBy, _clock.GetUtcNow(), created.SubmissionId, created.TicketId),
            stored =>
            {
                FailPoints.Pass(FailPoints.EventStored);
                OnStored(stored);
                if (_conversation.OwesMessages)
                    AddKept(update, submittedBy);
                else if (update.UpdateId == submittedBy)
                    Say(Thanks(), toast: null);
                else
                    Decide(update, Thanks());
            });
    }

    private IReadOnlyList<Reply> Thanks() =>
        FormPrompt.Of(_conversation.Form, _company, FormPrompt.DayOf(_clock.GetUtcNow(), _company));

    // What the client had sent before the form is added to its ticket before the thank-you: a crash in between repeats the request.
    private void AddKept(ClientUpdate update, long submittedBy) => _message.Send(
        update,
        MessageRules.ToNewTicket((Form.Accepted)_conversation.Form, _conversation.Kept, submittedBy, _clock.GetUtcNow(), Thanks()),
        said: []);

    private void OnDelayTold(TicketRequest.DelayTold told)
    {
        // The ticket may have been created meanwhile.
        if (_ticket.OnDelayTold(told) &&
            _conversation is { Form: Form.Submitting form, LastUpdate: { } submittedBy } && form.SubmissionId == told.SubmissionId)
        {
            Persist(new ConversationEvent.TicketDelayed(submittedBy, _clock.GetUtcNow(), form.SubmissionId), OnStored);
        }
    }

    private void OnMessageAnswered(object answer)
    {
        if (_message.On(answer) is not { } outcome || _current is not { } update)
            return;
        if (outcome.Decision is { } decision)
            Conclude(update, decision, outcome.Said);
        else if (outcome.Delay.Count > 0)
            Say(outcome.Delay, toast: null, givenBack: outcome.GivenBack);
        else
            Finish(outcome.GivenBack!);
    }

    private void OnTicketsAnswered(object answer)
    {
        if (_lookup.On(answer) is not { } outcome)
            return;
        if (outcome.GivenBack is { } failed)
            Finish(failed);
        else
            Decide(outcome.Update, outcome.Tickets, outcome.Said);
    }

    // --- saying, and being done ---

    /// <param name="usedUp">What becomes of messages whose buttons are used up.</param>
    /// <param name="putsQuestion">Whether the last reply is a question that was not said before: its message id is then known.</param>
    /// <param name="givenBack">The report that ends the update after the replies; null when it is handled.</param>
    private void Say(
        IReadOnlyList<Reply> replies, string? toast, UsedUp? usedUp = null, bool putsQuestion = false, Failed? givenBack = null)
    {
        var update = _current!;
        _replies.SayAsync(update, replies, toast, _stopping.Token, usedUp).PipeTo(
            Self,
            success: messageId => new Said(update.UpdateId, null, givenBack)
            {
                Replies = replies,
                Last = messageId is { } id ? new SaidMessage(id, _clock.GetUtcNow()) : null,
                PutsQuestion = putsQuestion,
            },
            failure: error => new Said(update.UpdateId, error.GetBaseException()));
    }

    private void OnSaid(Said said)
    {
        if (said.Error is { } error)
        {
            Finish(new Failed(said.UpdateId, error.Message, IsFault: error is not OperationCanceledException));
            return;
        }

        if (said.GivenBack is { } failed)
        {
            Finish(failed);
            return;
        }

        FailPoints.Pass(FailPoints.ReplySaid);
        if (_current is { } answered)
            _sent.Add(answered, said.Replies, said.Last, said.PutsQuestion);
        Finish(ToHandled(said.UpdateId));
        CompactWhenDue();
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

    // After a rejection the actor goes on, after a failure Akka stops it.
    private protected override void OnNotStored(string error, bool isFault)
    {
        if (_current is not { } update)
            return;
        var report = new Failed(update.UpdateId, error, isFault);
        if (isFault)
            Finish(report);
        else
            ReportCurrent(report);
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

    private sealed record Said(long UpdateId, Exception? Error, Failed? GivenBack = null)
    {
        public IReadOnlyList<Reply> Replies { get; init; } = [];

        public SaidMessage? Last { get; init; }

        public bool PutsQuestion { get; init; }
    }
}
