using Akka.Actor;
using VizTeh.Actors.Clients;
using VizTeh.Actors.Forms;
using VizTeh.Actors.Tickets;
using VizTeh.Actors.Updates;

namespace VizTeh.Actors.Conversations;

/// <summary>
/// Has something read of, or done with, a client's own tickets before the update is decided that asks for it. The update's row in the inbox
/// stays meanwhile, and an update withdraws once, so a request that fails is not repeated here: the update is given back to the poller.
/// </summary>
/// <param name="owner">The conversation; its timers are created after its constructor has run.</param>
/// <param name="conversation">Receives the answers, and <see cref="Overdue"/>.</param>
internal sealed class OwnTicketsRequest(IWithTimers owner, IActorRef conversation, IActorRef tickets, TimeSpan deadline)
{
    private (ClientUpdate Update, OwnTicketWord? Word, IReadOnlyList<Reply> Said)? _open;

    /// <param name="word">What the client wrote in place of a press; null for nothing.</param>
    /// <param name="said">What the client is told first.</param>
    public void Send(ClientUpdate update, IOwnTicketRequest request, OwnTicketWord? word, IReadOnlyList<Reply> said)
    {
        _open = (update, word, said);
        owner.Timers.StartSingleTimer(nameof(OwnTicketsRequest), new Overdue(update.UpdateId), deadline);
        tickets.Tell(request, conversation);
    }

    /// <summary>What follows from an answer; null when it answers no open request.</summary>
    public TicketStep? On(object message)
    {
        if (_open is not var (update, word, said) || UpdateOf(message) != update.UpdateId)
            return null;
        _open = null;
        owner.Timers.Cancel(nameof(OwnTicketsRequest));
        return message switch
        {
            OwnTicketsNotAnswered { IsRefused: false, Error: var error } => GivenBack(error),
            OwnTicketUnchanged => new TicketStep.Unchanged(update, said),
            // A refusal is told; the client may press again.
            IOwnTicketAnswer answer => new TicketStep.Answered(update, answer, word, said),
            _ => GivenBack("no answer about the client's own tickets"),
        };

        TicketStep.GivenBack GivenBack(string error) => new(new Failed(update.UpdateId, error, IsFault: false), Told: []);
    }

    private static long? UpdateOf(object message) => message switch
    {
        IOwnTicketAnswer answer => answer.UpdateId,
        Overdue overdue => overdue.UpdateId,
        _ => null,
    };

    /// <summary>The ticket actor has not answered.</summary>
    internal sealed record Overdue(long UpdateId);
}
