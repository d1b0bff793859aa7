using Akka.Actor;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Reads a client's tickets before an update is decided that depends on them. The update's row in the inbox stays meanwhile, so a request
/// that fails is not repeated here: the update is given back to the poller.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class TicketLookup(IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline)
{
    private (ClientUpdate Update, IReadOnlyList<Reply> Said)? _open;

    /// <param name="named">A ticket that is read whatever its status is; null for none.</param>
    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, long? named, IReadOnlyList<Reply> said)
    {
        _open = (update, said);
        owner.Timers.StartSingleTimer(nameof(TicketLookup), new Overdue(update.UpdateId), deadline);
        tickets.Tell(
            new FindClientTickets(update.UserId, update.UpdateId, named) { Quoted = update.QuotedId }, conversation);
    }

    /// <summary>What follows from an answer; null when it answers no open request.</summary>
    public TicketStep? On(object answer)
    {
        if (_open is not { } request || UpdateOf(answer) != request.Update.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(TicketLookup));
        return answer switch
        {
            ClientTicketsFound found => new TicketStep.Found(
                request.Update with { AnsweredTicket = found.Answered }, found.Tickets, request.Said),
            ClientTicketsNotFound failed => GivenBack(failed.Error),
            _ => GivenBack("no answer about the client's tickets"),
        };

        TicketStep.GivenBack GivenBack(string error) =>
            new(new Failed(request.Update.UpdateId, error, IsFault: false), Told: []);
    }

    private static long? UpdateOf(object answer) => answer switch
    {
        ClientTicketsFound found => found.UpdateId,
        ClientTicketsNotFound failed => failed.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    /// <summary>The ticket actor has not answered.</summary>
    internal sealed record Overdue(long UpdateId);
}
