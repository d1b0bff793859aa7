using System.Globalization;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Outbox;
using VizTeh.Actors.PersonalData;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Settings;
using VizTeh.Actors.Telemetry;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// The conversation with one client: takes one update at a time, decides by <see cref="FormRules"/>, stores what happened, and only
/// then replies. An update is reported as handled after Telegram has accepted the reply, so that a crash anywhere leads to a repeat,
/// and a repeat leads to the reply but to no second event.
/// </summary>
public sealed class ConversationActor : UpdateReceiver
{
    private readonly ClientReplies _replies;
    private readonly CompanySettings _company;
    private readonly TimeProvider _clock;
    private readonly TicketRequests _tickets;
    private readonly OpenFormNote _note;
    private readonly PersonalDataDialogue _personalData;
    private readonly BannedClient _banned;
    private readonly ConversationCounts _counts;
    private SentSoFar _sent = new();

    private Conversation _conversation = Conversation.New;

    public ConversationActor(
        string userId, ClientReplies replies, BotSettings settings, ConversationOptions options, TimeProvider clock,
        IRequiredActor<TicketActor> tickets, IRequiredActor<PersonalDataActor> personalData, FormReminderWriter reminders,
        BanStore bans, IRequiredActor<OutboxKey> outbox, Troubles troubles, BotTelemetry telemetry, ILogger<ConversationActor> logger)
        : base(long.Parse(userId, CultureInfo.InvariantCulture), PersistenceIdOf(userId), options, clock, troubles, telemetry, logger)
    {
        (_replies, _company, _clock) = (replies, settings.Company, clock);
        _tickets = new TicketRequests(
            UserId, this, Self, tickets.ActorRef, replies, _company.Texts, clock, options.TicketDeadline, logger, Stopping);
        _note = new OpenFormNote(UserId, reminders, _company.Reminder, clock);
        _personalData = new PersonalDataDialogue(
            new PersonalDataRequest(this, Self, () => personalData.ActorRef, options.TicketDeadline, clock), UserId, PersistenceId);
        _banned = new BannedClient(bans, replies, _company.Texts, () => outbox.ActorRef);
        _counts = new ConversationCounts(telemetry.Metrics, _company.Form);
    }

    public static string PersistenceIdOf(string userId) => $"conversation-{userId}";

    // One handler that switches over the type: handlers registered per type would be allocated anew for each of many thousand
    // conversations.
    protected override void OnCommand(object message)
    {
        switch (message)
        {
            case Said said:
                OnSaid(said);
                break;
            case var answer when TicketRequests.Concerns(answer):
                Take(_tickets.On(answer, _conversation, Current));
                break;
            case IUpdateReport report when report.UpdateId == Current?.UpdateId:
                Finish(report);
                break;
            case IUpdateReport:
                break;
            case LookAtForm look:
                OnLook(look);
                break;
            case ForgetConversation wish:
                OnForget(wish);
                break;
            case var answer when PersonalDataDialogue.Concerns(answer):
                Take(_personalData.On(answer, Current, _conversation, ContextOf));
                break;
            default:
                base.OnCommand(message);
                break;
        }
    }

    // --- the state ---

    // After a refusal the events go that led to it.
    private protected override bool HasEnded => _conversation is { IsErasing: false }
        and ({ Form: Form.Accepted or Form.Cancelled } or { Consent.RefusedBy: not null });

    private protected override bool IsRefused => _conversation is { IsErasing: false, Consent.RefusedBy: not null };

    private protected override ConversationSnapshot ToSnapshot() => ConversationSnapshot.Of(_conversation);

    private protected override void Restore(ConversationSnapshot snapshot) => _conversation = snapshot.Restore();

    private protected override void Evolve(ConversationEvent happened) => _conversation = _conversation.Evolve(happened);

    // Of one event once: a recovery does not come here.
    protected override void OnStored(ConversationEvent happened)
    {
        var before = _conversation.Form;
        base.OnStored(happened);
        NoteStored(happened.GetType().Name);
        _counts.On(happened, before);
    }

    // --- an update comes ---

    protected override void Handle(ClientUpdate update)
    {
        if (_sent.IsReplyTo(update.UpdateId))
            Finish(ToHandled(update.UpdateId));
        else if (_conversation.Form is Form.Submitting)
            _tickets.Create(_conversation);
        else if (_conversation.IsErasing || _conversation.IsErasedBy(update.UpdateId))
            ContinueErasure(update, said: []);
        else if (_conversation.HasHandled(update.UpdateId))
            Repeat(update);
        else
            Decide(update);
    }

    private void Decide(ClientUpdate update, params IReadOnlyList<Reply> said)
    {
        if (update.Ban is not null && BannedClient.IsRefused(_conversation, update, ContextOf(update)))
            Refuse(update, said);
        else if (PersonalDataRules.StepFor(update.Input, _company.Texts) is { } step)
            Take(_personalData.Begin(update, step, _conversation, ContextOf(update), said));
        else
            DecideWithTickets(update, said);
    }

    /// <param name="isUnchanged">Whether it is known that the update has changed no ticket of the client yet.</param>
    private void DecideWithTickets(ClientUpdate update, IReadOnlyList<Reply> said, bool isUnchanged = false)
    {
        if (!_tickets.Find(update, _conversation, _sent.Question, _sent.OwnTickets, ContextOf(update), said, isUnchanged))
            Decide(update, tickets: null, said);
    }

    // Of a banned client. What was begun before the ban is still told of, and the sentence about the ban comes with the next update.
    private void Refuse(ClientUpdate update, IReadOnlyList<Reply> said)
    {
        if (said.Count > 0)
            Say(said, _banned.Toast);
        else
            _banned.AnswerAsync(update, Stopping).PipeTo(Self);
    }

    /// <param name="tickets">The client's tickets; null when they are not needed.</param>
    private void Decide(ClientUpdate update, IReadOnlyList<ClientTicket>? tickets, IReadOnlyList<Reply> said) =>
        Take(update, ConversationRules.Decide(_conversation, update, _sent.Question, ContextOf(update), tickets), said);

    private void Take(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said)
    {
        decision = _sent.WithoutRepeats(decision, update, _company.Texts);
        // After a source the reply to an earlier update would not be repeated, and it leaves the form as it was.
        if (decision.Event is null or ConversationEvent.SourceNoted && update.EarlierMayBeRedelivered && said.Count == 0)
            Finish(new Deferred(update.UpdateId));
        else if (decision.Addition is not null)
            _tickets.Add(update, decision, said);
        else if (decision.Event is ConversationEvent.Started { Consent: not null })
            _tickets.Store(update, decision, said);
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
        Source = _company.Source ? _conversation.Source : null,
        LastAnswers = _conversation.LastAnswers,
    };

    // Runs only once the event is durable.
    private void React(ConversationEvent stored, Decision decision, IReadOnlyList<Reply> said)
    {
        FailPoints.Pass(FailPoints.EventStored);
        var putsQuestion = Screen.IsAsked(stored, _conversation.Form);
        OnStored(stored);
        var usedUp = putsQuestion || stored is ConversationEvent.MessagesAdded
            ? _sent.EndQuestion(decision, Current!)
            : _sent.UsedUpBy(decision, Current!);
        if (_conversation.Form is Form.Submitting)
        {
            _replies.Mark(UserId, usedUp);
            _tickets.Create(_conversation);
        }
        else if (_conversation.IsErasing)
        {
            _replies.Mark(UserId, usedUp);
            ContinueErasure(Current!, said);
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

    // --- a form that its client left ---

    // No update causes this event, so there is nothing to report to the poller; the sender asks again after a while without an answer.
    private void OnLook(LookAtForm look)
    {
        if (IsOfEarlierTerm(look.Term, look))
            return;
        var now = _clock.GetUtcNow();
        var (happened, answer) = Current is null && !_conversation.IsErasing
            ? FormLookRules.Decide(_conversation, look, _note.HeardAt, now, _company.Reminder)
            : FormLookRules.WhileBusy(look, now);
        if (answer.Outcome != FormLook.Later)
            _note.Forget();
        if (happened is null)
        {
            Sender.Tell(answer);
            return;
        }

        var asker = Sender;
        Persist(happened, stored =>
        {
            FailPoints.Pass(FailPoints.EventStored);
            OnStored(stored);
            asker.Tell(answer);
            CompactWhenDue();
        });
    }

    // --- what is stored of its client has been kept for long enough ---

    // Without an update, as with a look at a form. Whoever asks erases the events before this one.
    private void OnForget(ForgetConversation wish)
    {
        if (IsOfEarlierTerm(wish.Term, wish))
            return;
        var now = _clock.GetUtcNow();
        if (Current is not null || IsCompacting || !ForgetRules.MayForget(_conversation, _note.HeardAt, now))
        {
            Sender.Tell(new ConversationForgotten(UserId, FirstToStay: null));
            return;
        }

        if (LastSequenceNr == 0 || ForgetRules.HoldsNothing(_conversation))
        {
            Sender.Tell(new ConversationForgotten(UserId, LastSequenceNr));
            return;
        }

        var asker = Sender;
        Persist(new ConversationEvent.Erased(_conversation.LastUpdate ?? 0, now), stored =>
        {
            FailPoints.Pass(FailPoints.EventStored);
            OnStored(stored);
            _sent = new SentSoFar();
            _note.Forget();
            asker.Tell(new ConversationForgotten(UserId, LastSequenceNr));
        });
    }

    // --- the ticket actor answers ---

    private void Take(TicketStep? step)
    {
        switch (step)
        {
            case TicketStep.Created(var happened):
                Persist(happened, OnTicketCreated);
                break;
            case TicketStep.DelayIsTold(var happened):
                Persist(happened, OnStored);
                break;
            case TicketStep.Found(var update, var tickets, var said):
                Decide(update, tickets, said);
                break;
            case TicketStep.Answered(var update, var answer, var word, var said):
                Take(
                    update,
                    OwnTicketRules.Decide(_conversation.Form, _conversation.Addition, update, answer, ContextOf(update), word), said);
                break;
            case TicketStep.Unchanged(var update, var said):
                DecideWithTickets(update, said, isUnchanged: true);
                break;
            case TicketStep.Corrected(var update, var answer, var said):
                if (AdditionEditRules.Decide(_conversation.Form, answer, ContextOf(update)) is { } corrected)
                    Take(update, corrected, said);
                else
                    Decide(update, tickets: null, said);
                break;
            case TicketStep.Stored(var decision, var said):
                Conclude(Current!, decision, said);
                break;
            case TicketStep.GivenBack(var report, { Count: > 0 } told):
                Say(told, toast: null, givenBack: report);
                break;
            case TicketStep.GivenBack(var report, _):
                Finish(report);
                break;
        }
    }

    private void OnTicketCreated(ConversationEvent.TicketCreated stored)
    {
        FailPoints.Pass(FailPoints.EventStored);
        OnStored(stored);
        var update = Current!;
        if (_conversation.OwesMessages)
            AddKept(update, stored.UpdateId);
        else if (update.UpdateId == stored.UpdateId)
            Say(Thanks(), toast: null);
        else
            Decide(update, Thanks());
    }

    private IReadOnlyList<Reply> Thanks() =>
        FormPrompt.Of(_conversation.Form, _company, FormPrompt.DayOf(_clock.GetUtcNow(), _company));

    // What the client had sent before the form is added to its ticket before the thank-you: a crash in between repeats the request.
    private void AddKept(ClientUpdate update, long submittedBy) => _tickets.Add(
        update,
        MessageRules.ToNewTicket((Form.Accepted)_conversation.Form, _conversation.Kept, submittedBy, _clock.GetUtcNow(), Thanks()),
        said: []);

    // --- the client asks for their data ---

    private void Take(PersonalDataMove? move)
    {
        switch (move)
        {
            case PersonalDataMove.Finish(var report):
                Finish(report);
                break;
            case PersonalDataMove.Say(var replies):
                Say(replies, toast: null);
                break;
            case PersonalDataMove.Conclude(var decision, var said):
                Conclude(Current!, decision, said);
                break;
            case PersonalDataMove.Store(var happened, var said):
                Persist(happened, stored =>
                {
                    FailPoints.Pass(FailPoints.EventStored);
                    OnStored(stored);
                    _sent = new SentSoFar();
                    ContinueErasure(Current!, said);
                });
                break;
            case PersonalDataMove.Decide(var said):
                Decide(Current!, said);
                break;
        }
    }

    private void ContinueErasure(ClientUpdate update, IReadOnlyList<Reply> said) =>
        Take(_personalData.Continue(update, _conversation, LastSequenceNr, IsCompacting, said));

    // --- saying, and being done ---

    /// <param name="usedUp">What becomes of messages whose buttons are used up.</param>
    /// <param name="putsQuestion">Whether the last reply is a question that was not said before: its message id is then known.</param>
    /// <param name="givenBack">The report that ends the update after the replies; null when it is handled.</param>
    private void Say(
        IReadOnlyList<Reply> replies, string? toast, UsedUp? usedUp = null, bool putsQuestion = false, Failed? givenBack = null)
    {
        var update = Current!;
        EndDecision();
        _note.BesideAsync(() => _replies.SayAsync(update, replies, toast, Stopping, usedUp), _conversation, Stopping).PipeTo(
            Self,
            success: messageId => new Said(update.UpdateId, null, givenBack)
            {
                Replies = replies,
                Shown = usedUp?.Content?.Keyboard,
                Last = messageId is { } id ? new SaidMessage(id, _clock.GetUtcNow()) : null,
                PutsQuestion = putsQuestion,
            },
            failure: error => new Said(update.UpdateId, error.CauseOf()));
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
        if (Current is { } answered)
            _sent.Add(answered, said.Replies, said.Last, said.PutsQuestion, said.Shown);
        Finish(ToHandled(said.UpdateId));
        CompactWhenDue();
    }

    private Handled ToHandled(long updateId) => new(updateId, IsDeduplicated: _conversation.HasHandled(updateId));

    /// <summary>The shard's word to stop: unlike a PoisonPill it is not processed before events under way are stored.</summary>
    public sealed record StopConversation
    {
        public static readonly StopConversation Instance = new();
    }

    private sealed record Said(long UpdateId, Exception? Error, Failed? GivenBack = null)
    {
        public IReadOnlyList<Reply> Replies { get; init; } = [];

        public Keyboard.Inline? Shown { get; init; }

        public SaidMessage? Last { get; init; }

        public bool PutsQuestion { get; init; }
    }
}
