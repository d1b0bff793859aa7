using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Tickets;

namespace VizTeh.Actors.Conversations;

/// <content>A submitted form becomes a ticket.</content>
public sealed partial class ConversationActor
{
    private static readonly Backoff TicketBackoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // PostgreSQL refuses the row until somebody changes the database: asking often is useless.
    private static readonly Backoff RefusedTicketBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3));

    private int _ticketAttempts;
    private bool _isTellingDelay;

    private void RequestTicket()
    {
        if (_conversation.Form is not Form.Submitting form)
            return;
        _ticketAttempts++;
        Timers.StartSingleTimer(nameof(AskForTicket), AskForTicket.Instance, _options.TicketDeadline);
        _tickets.Tell(new CreateTicket(form.SubmissionId, _userId, form.Username, form.Answers, form.At, form.AccountName));
    }

    // Never given up: the client has pressed «Отправить», so there has to be a ticket, and asking again is safe.
    private void AskForTicketLater(TicketNotCreated answer)
    {
        if (_conversation.Form is not Form.Submitting form || form.SubmissionId != answer.SubmissionId)
            return;
        var wait = (answer.IsRefused ? RefusedTicketBackoff : TicketBackoff).Before(_ticketAttempts);
        Timers.StartSingleTimer(nameof(AskForTicket), AskForTicket.Instance, wait);
        if (answer.IsRefused)
        {
            TellDelay(form);
        }
        else if (_ticketAttempts == 1)
        {
            _logger.LogWarning(
                "The ticket of user {UserId} could not be created ({Error}); it is asked for until it is", _userId, answer.Error);
        }
    }

    // Sent once a form, across restarts. Sent before the event is stored: a crash in between repeats the message instead of losing it.
    private void TellDelay(Form.Submitting form)
    {
        if (form.IsDelayTold || _isTellingDelay || _current is not { } update)
            return;
        _isTellingDelay = true;
        _replies.SayAsync(update, [FormPrompt.Say(FormText.TicketIsBeingStored)], toast: null, _stopping.Token).PipeTo(
            Self, success: _ => new DelayTold(form.SubmissionId, null),
            failure: error => new DelayTold(form.SubmissionId, error.GetBaseException()));
    }

    private void OnDelayTold(DelayTold told)
    {
        _isTellingDelay = false;
        if (told.Error is { } error)
        {
            _logger.LogWarning("User {UserId} could not be told that the ticket is being stored: {Error}", _userId, error.Message);
            return;
        }

        // It may have been created meanwhile.
        if (_conversation is { Form: Form.Submitting form, LastUpdate: { } submittedBy } && form.SubmissionId == told.SubmissionId)
            Persist(new ConversationEvent.TicketDelayed(submittedBy, _clock.GetUtcNow(), form.SubmissionId), OnStored);
    }

    private void OnTicketCreated(TicketCreated created)
    {
        // The answer to a question that was repeated comes more than once.
        if (_conversation.Form is not Form.Submitting form || form.SubmissionId != created.SubmissionId || _current is not { } update)
            return;
        Timers.Cancel(nameof(AskForTicket));
        _ticketAttempts = 0;
        var submittedBy = _conversation.LastUpdate ?? update.UpdateId;
        Persist(
            new ConversationEvent.TicketCreated(submittedBy, _clock.GetUtcNow(), created.SubmissionId, created.TicketId),
            stored =>
            {
                FailPoints.Pass(FailPoints.EventStored);
                OnStored(stored);
                var thanks = FormPrompt.Of(_conversation.Form, _company);
                if (update.UpdateId == submittedBy)
                    Say(thanks, toast: null);
                else
                    Decide(update, thanks);
            });
    }

    private sealed record AskForTicket
    {
        public static readonly AskForTicket Instance = new();
    }

    private sealed record DelayTold(Guid SubmissionId, Exception? Error);
}
