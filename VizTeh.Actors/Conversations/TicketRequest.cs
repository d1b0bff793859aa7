using Akka.Actor;
using Microsoft.Extensions.Logging;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Questions;
using VizTeh.Actors.Reliability;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Requests the ticket of a submitted form from the ticket actor until it is created. A request is never given up, since the client has
/// pressed «Отправить»; it may be repeated, since a submission creates one ticket.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives <see cref="RequestDue"/> and <see cref="DelayTold"/>.</param>
internal sealed class TicketRequest(
    long userId, IWithTimers owner, IActorRef conversation, IActorRef tickets, ClientReplies replies, FirmTexts texts,
    TimeSpan deadline, ILogger logger, CancellationToken cancellationToken)
{
    private static readonly Backoff Backoff = new(TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(2));

    // PostgreSQL refuses the row until somebody changes the database: asking often is useless.
    private static readonly Backoff RefusalBackoff = new(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(3));

    private int _attempts;
    private bool _isTellingDelay;

    /// <param name="consent">The client's consent; null when there is none.</param>
    public void Send(Form.Submitting form, Consent? consent)
    {
        _attempts++;
        owner.Timers.StartSingleTimer(nameof(RequestDue), RequestDue.Instance, deadline);
        tickets.Tell(
            new CreateTicket(form.SubmissionId, userId, form.Username, form.Answers, form.At, form.AccountName)
            {
                Source = form.Source,
                Consent = consent,
            },
            conversation);
    }

    /// <summary>The ticket is not created: the request is sent again later. If PostgreSQL refuses the ticket, the client is told.</summary>
    /// <param name="update">The update that the conversation is handling; null for none.</param>
    public void OnNotCreated(TicketNotCreated answer, Form.Submitting form, ClientUpdate? update)
    {
        owner.Timers.StartSingleTimer(
            nameof(RequestDue), RequestDue.Instance, (answer.IsRefused ? RefusalBackoff : Backoff).Before(_attempts));
        if (answer.IsRefused)
        {
            if (update is not null)
                TellDelay(form, update);
        }
        else if (_attempts == 1)
        {
            logger.LogWarning(
                "The ticket of user {UserId} could not be created ({Error}); it is asked for until it is", userId, answer.Error);
        }
    }

    public void OnCreated()
    {
        owner.Timers.Cancel(nameof(RequestDue));
        _attempts = 0;
    }

    /// <returns>Whether the client has been told.</returns>
    public bool OnDelayTold(DelayTold told)
    {
        _isTellingDelay = false;
        if (told.Error is not { } error)
            return true;
        logger.LogWarning("User {UserId} could not be told that the ticket is being stored: {Error}", userId, error.Message);
        return false;
    }

    // Said once a form, across restarts. Said before the event is stored: a crash in between repeats the message instead of losing it.
    private void TellDelay(Form.Submitting form, ClientUpdate update)
    {
        if (form.IsDelayTold || _isTellingDelay)
            return;
        _isTellingDelay = true;
        replies.SayAsync(update, [FormPrompt.Say(texts[Phrases.TicketIsBeingStored])], toast: null, cancellationToken).PipeTo(
            conversation, conversation, success: _ => new DelayTold(form.SubmissionId, null),
            failure: error => new DelayTold(form.SubmissionId, error.GetBaseException()));
    }

    /// <summary>The request has to be sent again.</summary>
    internal sealed record RequestDue
    {
        public static readonly RequestDue Instance = new();
    }

    /// <summary>The client has heard that the ticket is being stored, or not, for the error.</summary>
    internal sealed record DelayTold(Guid SubmissionId, Exception? Error);
}
