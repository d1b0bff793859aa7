using Akka.Actor;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Has what a client writes after the thank-you added to the ticket, and decides what the client hears of it. The update's row in the inbox
/// holds the words until they are stored, so a request that fails is not repeated here: the update is given back to the poller.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class TicketMessageRequest(
    long userId, IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline, FirmTexts texts,
    TimeProvider clock)
{
    // Seconds, by Telegram's clock. What follows a confirmed message sooner is one burst with it, and is not confirmed again.
    private const int LongestBurst = 5;

    private Request? _open;
    private (long TicketId, MessageStamp Message)? _confirmed;
    private long? _delayToldOf;

    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, Addition addition, IReadOnlyList<Reply> said, IReadOnlyList<Reply> confirmation)
    {
        _open = new Request(update, addition, said, confirmation);
        owner.Timers.StartSingleTimer(nameof(Overdue), new Overdue(update.UpdateId), deadline);
        tickets.Tell(
            new AddTicketMessage(
                addition.To.TicketId, addition.To.SubmissionId, userId, update.UpdateId, addition.Words,
                update.Message is { SentAt: var sentAt } ? DateTimeOffset.FromUnixTimeSeconds(sentAt) : clock.GetUtcNow(),
                update.Message?.Id),
            conversation);
    }

    /// <summary>What follows from an answer of the ticket actor; null when it answers no open request.</summary>
    public Outcome? On(object answer)
    {
        if (_open is not { } request || UpdateOf(answer) != request.Update.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(Overdue));
        var ticketId = request.Addition.To.TicketId;
        return answer switch
        {
            TicketMessageAdded => new Outcome([.. request.Said, .. Confirm(request)], null),
            TicketOfMessageNotFound => new Outcome([.. request.Said, Say(texts.TicketGone(ticketId))], null),
            TicketMessageNotAdded { IsRefused: true, Error: var error } => new Outcome(
                TellsDelay(request) ? [.. request.Said, Say(texts.NotAddedYet(ticketId))] : [],
                new Failed(request.Update.UpdateId, error, IsFault: true)),
            TicketMessageNotAdded { Error: var error } => new Outcome([], new Failed(request.Update.UpdateId, error, IsFault: false)),
            _ => new Outcome([], new Failed(request.Update.UpdateId, "no answer about the message to the ticket", IsFault: false)),
        };
    }

    private static long? UpdateOf(object answer) => answer switch
    {
        TicketMessageAdded added => added.UpdateId,
        TicketMessageNotAdded notAdded => notAdded.UpdateId,
        TicketOfMessageNotFound notFound => notFound.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    private Reply Say(string html) => FormPrompt.Say(html, FormKeyboard.MainMenu(texts));

    private IReadOnlyList<Reply> Confirm(Request request)
    {
        var (ticketId, message) = (request.Addition.To.TicketId, request.Update.Message);
        if (request.Said.Count == 0 && request.Update.Input is ClientInput.Text && message is not null
            && _confirmed is { } confirmed && confirmed.TicketId == ticketId
            && message.SentAt - confirmed.Message.SentAt is >= 0 and <= LongestBurst)
        {
            return [];
        }

        _confirmed = message is null ? null : (ticketId, message);
        return request.Confirmation;
    }

    // Said once an update, although the update comes again.
    private bool TellsDelay(Request request)
    {
        var isFirst = _delayToldOf != request.Update.UpdateId;
        _delayToldOf = request.Update.UpdateId;
        return isFirst;
    }

    /// <summary>The consequences of an answer.</summary>
    /// <param name="Replies">What the client is told, in order.</param>
    /// <param name="GivenBack">The report that gives the update back to the poller, after the replies; null when it is handled.</param>
    internal sealed record Outcome(IReadOnlyList<Reply> Replies, Failed? GivenBack);

    /// <summary>The ticket actor has not answered.</summary>
    internal sealed record Overdue(long UpdateId);

    private sealed record Request(
        ClientUpdate Update, Addition Addition, IReadOnlyList<Reply> Said, IReadOnlyList<Reply> Confirmation);
}
