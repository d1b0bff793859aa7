using Akka.Actor;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Has a consent stored with its client before the form begins. The update's row in the inbox stays meanwhile, so a request that fails is
/// not repeated here: the update is given back to the poller, and a repeat stores the same row again.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class ConsentRequest(IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline)
{
    private (long UpdateId, Decision Decision, IReadOnlyList<Reply> Said)? _open;

    /// <param name="decision">What happens once the consent is stored: a form is begun by it.</param>
    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, Decision decision, IReadOnlyList<Reply> said)
    {
        if (decision.Event is not ConversationEvent.Started { Consent: { } consent })
            throw new ArgumentException("a decision without a consent", nameof(decision));
        _open = (update.UpdateId, decision, said);
        owner.Timers.StartSingleTimer(nameof(ConsentRequest), new Overdue(update.UpdateId), deadline);
        tickets.Tell(new StoreConsent(update.UserId, update.UpdateId, consent), conversation);
    }

    /// <summary>What follows from an answer; null when it answers no open request.</summary>
    public TicketStep? On(object answer)
    {
        if (_open is not { } request || UpdateOf(answer) != request.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(ConsentRequest));
        return answer switch
        {
            ConsentStored => new TicketStep.Stored(request.Decision, request.Said),
            ConsentNotStored failed => GivenBack(failed.Error, failed.IsRefused),
            _ => GivenBack("no answer about the client's consent", isFault: false),
        };

        TicketStep.GivenBack GivenBack(string error, bool isFault) => new(new Failed(request.UpdateId, error, isFault), Told: []);
    }

    private static long? UpdateOf(object answer) => answer switch
    {
        ConsentStored stored => stored.UpdateId,
        ConsentNotStored failed => failed.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    /// <summary>The ticket actor has not answered.</summary>
    internal sealed record Overdue(long UpdateId);
}
