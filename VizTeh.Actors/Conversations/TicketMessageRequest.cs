using Akka.Actor;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Texts;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Has what a client says about a ticket added to it, one message after another, and decides what the client hears of it. The messages are
/// in the journal, or in the update's row of the inbox, until they are stored, so a request that fails is not repeated here: the update is
/// given back to the poller, and a message that was stored before is not stored twice.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class TicketMessageRequest(
    long userId, IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline, FirmTexts texts)
{
    private Request? _open;
    private long? _delayToldOf;

    /// <param name="said">What the client is told first.</param>
    /// <param name="decision">What happens once all messages are stored; it has an addition.</param>
    public void Send(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said)
    {
        _open = new Request(update, decision, decision.Addition!, said, 0);
        SendNext(_open);
    }

    /// <summary>
    /// What follows from an answer of the ticket actor; null when it answers no open request, or another message is next.
    /// </summary>
    /// <param name="kept">The messages that the client has not given to a ticket yet.</param>
    public TicketStep? On(object answer, KeptMessages kept)
    {
        if (_open is not { } request || MessageOf(answer) != request.Current.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(Overdue));
        switch (answer)
        {
            case TicketMessageAdded when request.Sent + 1 < request.Addition.Messages.Count:
                _open = request with { Sent = request.Sent + 1 };
                SendNext(_open);
                return null;
            case TicketMessageAdded:
                return new TicketStep.Stored(request.Decision, request.Said);
            case TicketOfMessageNotFound:
                return new TicketStep.Stored(MessageRules.WithoutTicket(request.Decision, kept, texts), request.Said);
            case TicketMessageNotAdded { IsRefused: true, Error: var error }:
                return new TicketStep.GivenBack(
                    new Failed(request.Update.UpdateId, error, IsFault: true),
                    TellsDelay(request) ? [.. request.Said, Say(texts.NotAddedYet(request.Addition.TicketId))] : []);
            case TicketMessageNotAdded { Error: var error }:
                return GivenBack(request, error);
            default:
                return GivenBack(request, "no answer about the message to the ticket");
        }
    }

    private void SendNext(Request request)
    {
        var (message, addition) = (request.Current, request.Addition);
        owner.Timers.StartSingleTimer(nameof(Overdue), new Overdue(message.UpdateId), deadline);
        tickets.Tell(
            new AddTicketMessage(
                addition.TicketId, addition.SubmissionId, userId, message.UpdateId, message.Words, message.SentAt, message.MessageId)
            {
                Files = message.Files,
                AlbumId = message.AlbumId,
                ReopenedBy = addition.Reopens && request.Sent == 0 ? texts[CardPhrases.Client] : null,
            },
            conversation);
    }

    private static TicketStep.GivenBack GivenBack(Request request, string error) =>
        new(new Failed(request.Update.UpdateId, error, IsFault: false), Told: []);

    private static long? MessageOf(object answer) => answer switch
    {
        TicketMessageAdded added => added.UpdateId,
        TicketMessageNotAdded notAdded => notAdded.UpdateId,
        TicketOfMessageNotFound notFound => notFound.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    // The menu stays the one on the screen.
    private static Reply Say(string html) => FormPrompt.Say(html);

    // Said once an update, although the update comes again.
    private bool TellsDelay(Request request)
    {
        var isFirst = _delayToldOf != request.Update.UpdateId;
        _delayToldOf = request.Update.UpdateId;
        return isFirst;
    }

    /// <summary>The ticket actor has not answered.</summary>
    /// <param name="UpdateId">That of the message.</param>
    internal sealed record Overdue(long UpdateId);

    private sealed record Request(ClientUpdate Update, Decision Decision, Addition Addition, IReadOnlyList<Reply> Said, int Sent)
    {
        public KeptMessage Current => Addition.Messages[Sent];
    }
}
