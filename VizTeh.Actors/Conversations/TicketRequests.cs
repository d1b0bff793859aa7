using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Messages;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// All that a conversation asks of the ticket actor: the ticket of a form that was sent, what is added to a ticket and corrected there, the
/// client's tickets, and that a consent is stored. An answer leads to a <see cref="TicketStep"/>, which the conversation takes.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers.</param>
internal sealed class TicketRequests(
    long userId, IWithTimers owner, IActorRef conversation, IActorRef tickets, ClientReplies replies, FirmTexts texts, TimeProvider clock,
    TimeSpan deadline, ILogger logger, CancellationToken cancellationToken)
{
    private readonly TicketRequest _ticket = new(
        userId, owner, conversation, tickets, replies, texts, deadline, logger, cancellationToken);

    private readonly TicketMessageRequest _message = new(userId, owner, conversation, tickets, deadline, texts);
    private readonly TicketLookup _lookup = new(owner, conversation, tickets, deadline);
    private readonly ConsentRequest _consent = new(owner, conversation, tickets, deadline);
    private readonly OwnTicketsRequest _own = new(owner, conversation, tickets, deadline);
    private readonly CorrectionRequest _correction = new(owner, conversation, tickets, deadline);

    /// <summary>Requests the ticket of a form that was sent; nothing for any other form.</summary>
    public void Create(Conversation state)
    {
        if (state.Form is Form.Submitting submitting)
            _ticket.Send(submitting, state.Consent.OfForm);
    }

    /// <param name="said">What the client is told first.</param>
    /// <param name="decision">What happens once the consent in it is stored.</param>
    public void Store(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said) => _consent.Send(update, decision, said);

    /// <param name="said">What the client is told first.</param>
    /// <param name="decision">What happens once its addition is stored.</param>
    public void Add(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said) => _message.Send(update, decision, said);

    /// <summary>Requests what the decision of an update depends on.</summary>
    /// <param name="question">The message of the open question, if it is known and was sent once only; else null.</param>
    /// <param name="shown">The buttons of «Мои заявки» that the client has seen last, if they are known; else null.</param>
    /// <param name="said">What the client is told first.</param>
    /// <param name="isUnchanged">Whether it is known that the update has changed no ticket of the client yet.</param>
    /// <returns>Whether there is such a thing; if not, the update can be decided at once.</returns>
    public bool Find(
        ClientUpdate update, Conversation state, SaidMessage? question, Keyboard.Inline? shown, FormContext context,
        IReadOnlyList<Reply> said, bool isUnchanged)
    {
        var word = OwnTicketWords.Of(state.Form, state.Kept, state.Addition, update, shown, context);
        // Which ticket a word means is known to one process only. It may have done what the word says, and died.
        var mayBeDone = !isUnchanged && word is null or { IsUnclear: true }
            && OwnTicketWords.MayHaveActed(state.Form, state.Kept, state.Addition, update, context);
        if (mayBeDone)
            _own.Send(update, new FindOwnChange(update.UserId, update.UpdateId), word, said);
        else if (OwnTicketRules.RequestOf(state.Form, update, context, word) is { } request)
            _own.Send(update, request, word, said);
        else if (AdditionEditRules.RequestOf(state.Form, state.Kept, update, context) is { } edit)
            _correction.Send(update, edit, said);
        else if (ConversationRules.NeedsTickets(state, update, question, context))
            _lookup.Send(update, MessageRules.QuotedTicket(update) ?? AdditionRules.Chosen(state.Addition, context.At)?.Id, said);
        else
            return false;
        return true;
    }

    /// <summary>Whether the message answers a request, or is a reminder of one.</summary>
    public static bool Concerns(object message) => message is
        TicketCreated or TicketNotCreated or TicketRequest.DelayTold or TicketRequest.RequestDue
        or TicketMessageAdded or TicketMessageNotAdded or TicketOfMessageNotFound or TicketMessageRequest.Overdue
        or ClientTicketsFound or ClientTicketsNotFound or TicketLookup.Overdue or IOwnTicketAnswer or OwnTicketsRequest.Overdue
        or ConsentStored or ConsentNotStored or ConsentRequest.Overdue
        or TicketMessageCorrected or TicketMessageNotCorrected or CorrectionRequest.Overdue;

    /// <param name="message">One that <see cref="Concerns"/>.</param>
    /// <param name="update">The update that the conversation is handling; null for none.</param>
    /// <returns>Null when there is nothing to do: a request that is repeated is answered more than once.</returns>
    public TicketStep? On(object message, Conversation state, ClientUpdate? update)
    {
        switch (message)
        {
            case TicketCreated created:
                return OnCreated(created, state, update);
            case TicketNotCreated answer:
                if (state.Form is Form.Submitting refused && refused.SubmissionId == answer.SubmissionId)
                    _ticket.OnNotCreated(answer, refused, update);
                return null;
            case TicketRequest.DelayTold told:
                return OnDelayTold(told, state);
            case TicketRequest.RequestDue:
                Create(state);
                return null;
            default:
                var step = _message.On(message, state.Kept) ?? _lookup.On(message) ?? _own.On(message) ?? _consent.On(message)
                    ?? _correction.On(message);
                return update is null ? null : step;
        }
    }

    private TicketStep.Created? OnCreated(TicketCreated created, Conversation state, ClientUpdate? update)
    {
        if (state.Form is not Form.Submitting form || form.SubmissionId != created.SubmissionId || update is null)
            return null;
        _ticket.OnCreated();
        return new TicketStep.Created(new ConversationEvent.TicketCreated(
            state.LastUpdate ?? update.UpdateId, clock.GetUtcNow(), created.SubmissionId, created.TicketId));
    }

    // The ticket may have been created meanwhile.
    private TicketStep.DelayIsTold? OnDelayTold(TicketRequest.DelayTold told, Conversation state) =>
        _ticket.OnDelayTold(told) && state is { Form: Form.Submitting form, LastUpdate: { } submittedBy }
            && form.SubmissionId == told.SubmissionId
            ? new TicketStep.DelayIsTold(new ConversationEvent.TicketDelayed(submittedBy, clock.GetUtcNow(), form.SubmissionId))
            : null;
}

/// <summary>The conversation's step after an answer of the ticket actor.</summary>
internal abstract record TicketStep
{
    private TicketStep()
    {
    }

    /// <summary>The form has its ticket.</summary>
    public sealed record Created(ConversationEvent.TicketCreated Event) : TicketStep;

    /// <summary>The client has heard that the ticket is being stored.</summary>
    public sealed record DelayIsTold(ConversationEvent.TicketDelayed Event) : TicketStep;

    /// <summary>The update can be decided with the client's tickets.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Found(ClientUpdate Update, IReadOnlyList<ClientTicket> Tickets, IReadOnlyList<Reply> Said) : TicketStep;

    /// <summary>What the client wants of the own tickets is read, or done.</summary>
    /// <param name="Word">What the client wrote in place of a press; null for nothing.</param>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Answered(
        ClientUpdate Update, IOwnTicketAnswer Answer, OwnTicketWord? Word, IReadOnlyList<Reply> Said) : TicketStep;

    /// <summary>The update has changed none of the client's own tickets yet: it can be decided.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Unchanged(ClientUpdate Update, IReadOnlyList<Reply> Said) : TicketStep;

    /// <summary>The edit of a message is stored, if that message was added to a ticket.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Corrected(ClientUpdate Update, TicketMessageCorrected Answer, IReadOnlyList<Reply> Said) : TicketStep;

    /// <summary>What the decision needed is stored: the decision takes effect.</summary>
    /// <param name="Said">What the client is told first.</param>
    public sealed record Stored(Decision Decision, IReadOnlyList<Reply> Said) : TicketStep;

    /// <summary>The update is given back to the poller.</summary>
    /// <param name="Told">What the client hears before that.</param>
    public sealed record GivenBack(Failed Report, IReadOnlyList<Reply> Told) : TicketStep;
}
